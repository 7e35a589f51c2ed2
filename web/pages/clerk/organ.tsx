/** One body: who is in office, its delegations, its meetings. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { MeetingView, OrganView } from '#server/api';
import { meetingsOf } from '../../api/meetings.ts';
import { membersOf, oneOrgan } from '../../api/organs.ts';
import { Answer } from '../../api/query.tsx';
import { mayRead, useRolesIn } from '../../shell/roles.ts';
import { useFormat } from '../../text/format.ts';
import { meetingText } from '../../text/meeting.ts';
import { organText } from '../../text/organs.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Figure, FigureRow } from '../../ui/figures.tsx';
import { Badge } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { WholeWords } from '../../ui/whole-words.tsx';
import { MeetingDialog } from './meeting-dialog.tsx';
import { OrganDialog } from './organ-dialog.tsx';

export function OrganPage() {
  const { organId } = useParams({ from: '/signed-in/app/organs/$organId' });
  return <Answer query={useQuery(oneOrgan(organId))}>{(organ) => <OneOrgan organ={organ} />}</Answer>;
}

function OneOrgan({ organ }: { readonly organ: OrganView }) {
  const t = useText(organText);
  const language = useLanguage();
  const [isEditing, setEditing] = useState(false);
  const roles = useRolesIn(organ.id);
  const mayEdit = roles.has('clerk') || roles.has('administrator');
  const mayReadRoll = mayRead('roll', roles);
  return (
    <Page
      title={choose(language, organ.nameZh, organ.nameEn)}
      lead={t[organ.kind]}
      crumbs={[{ label: t.listTitle, to: '/app/organs' }]}
      actions={
        <>
          {mayEdit && <Button onPress={() => setEditing(true)}>{t.edit}</Button>}
          {mayReadRoll && (
            <Link to="/app/organs/$organId/roll" params={{ organId: organ.id }} className={buttonClass()}>
              {t.toRoll}
            </Link>
          )}
        </>
      }
    >
      <FigureRow>
        <Figure label={t.inOffice} value={organ.inOffice} />
        <Figure label={t.seatQuota} value={organ.seatQuota} />
        <Figure label={t.vacant} value={organ.vacant} />
      </FigureRow>
      <Meetings organ={organ} mayCreate={roles.has('clerk')} />
      {mayReadRoll && <Delegations organId={organ.id} />}
      <OrganDialog isOpen={isEditing} organ={organ} onClose={() => setEditing(false)} />
    </Page>
  );
}

function Meetings({ organ, mayCreate }: { readonly organ: OrganView; readonly mayCreate: boolean }) {
  const t = useText(organText);
  const navigate = useNavigate();
  const [isCreating, setCreating] = useState(false);
  return (
    <Card
      title={t.meetings}
      actions={
        mayCreate && (
          <Button kind="primary" onPress={() => setCreating(true)}>
            {t.newMeeting}
          </Button>
        )
      }
    >
      <Answer query={useQuery(meetingsOf(organ.id))}>
        {(meetings) =>
          meetings.length === 0 ? <Empty title={t.noMeetings} /> : <MeetingTable meetings={meetings} />
        }
      </Answer>
      <MeetingDialog
        isOpen={isCreating}
        organ={organ}
        meeting={null}
        onClose={() => setCreating(false)}
        onSaved={({ id }) => void navigate({ to: '/app/meetings/$meetingId', params: { meetingId: id } })}
      />
    </Card>
  );
}

function MeetingTable({ meetings }: { readonly meetings: readonly MeetingView[] }) {
  const t = useText(meetingText);
  const language = useLanguage();
  const format = useFormat();
  return (
    <Table
      caption={t.listTitle}
      isCaptionHidden
      rows={meetings}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'title',
          header: t.titleShort,
          cell: (meeting) => (
            <Link to="/app/meetings/$meetingId" params={{ meetingId: meeting.id }}>
              <WholeWords text={choose(language, meeting.titleZh, meeting.titleEn)} />
            </Link>
          ),
        },
        { key: 'date', header: t.date, cell: ({ heldOn }) => format.date(heldOn) },
        {
          key: 'state',
          header: t.state,
          cell: ({ state }) => <Badge tone={state === 'sitting' ? 'success' : 'info'}>{t[state]}</Badge>,
        },
      ]}
    />
  );
}

function Delegations({ organId }: { readonly organId: string }) {
  const t = useText(organText);
  return (
    <Card title={t.delegations}>
      <Answer query={useQuery(membersOf(organId, 'inOffice'))}>
        {({ delegations }) => (
          <Table
            caption={t.delegations}
            isCaptionHidden
            rows={delegations}
            rowKey={({ name }) => name}
            columns={[
              {
                key: 'name',
                header: t.delegations,
                cell: ({ name }) => (name === '' ? t.noDelegation : name),
              },
              {
                key: 'count',
                header: t.inOffice,
                isNumeric: true,
                sortBy: ({ inOffice }) => inOffice,
                cell: ({ inOffice }) => inOffice,
              },
            ]}
          />
        )}
      </Answer>
    </Card>
  );
}
