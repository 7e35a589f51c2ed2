/** The roll of a body: find, add, edit; members who leave office and come back; the roll as a file. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import type { Member, MembersView } from '#server/api';
import { membersOf, oneOrgan, rollFile, type WhichMembers } from '../../api/organs.ts';
import { Answer } from '../../api/query.tsx';
import { useRolesIn } from '../../shell/roles.ts';
import { rollText } from '../../text/organs.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button, buttonClass, LinkButton } from '../../ui/button.tsx';
import { Select } from '../../ui/choices.tsx';
import { Badge } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { MemberDialogs, type MemberTask } from './member-dialogs.tsx';

export function RollPage() {
  const { organId } = useParams({ from: '/signed-in/app/organs/$organId/roll' });
  const t = useText(rollText);
  const language = useLanguage();
  const [who, setWho] = useState<WhichMembers>('inOffice');
  const [task, setTask] = useState<MemberTask | null>(null);
  const organ = useQuery(oneOrgan(organId));
  const members = useQuery(membersOf(organId, who));
  const mayChange = useRolesIn(organId).has('clerk');
  return (
    <Page
      title={t.title}
      lead={organ.data === undefined ? undefined : t.lead(organ.data.inOffice)}
      crumbs={
        organ.data === undefined
          ? []
          : [{ label: choose(language, organ.data.nameZh, organ.data.nameEn), to: `/app/organs/${organId}` }]
      }
      actions={
        mayChange && (
          <>
            <Button onPress={() => setTask({ kind: 'add' })}>{t.add}</Button>
            <Link
              to="/app/organs/$organId/import"
              params={{ organId }}
              className={buttonClass({ kind: 'primary' })}
            >
              {t.import}
            </Link>
          </>
        )
      }
    >
      <Answer query={members}>
        {(view) => <Members view={view} who={who} mayChange={mayChange} onWho={setWho} onTask={setTask} />}
      </Answer>
      <Card title={t.download}>
        <div className="row">
          <LinkButton href={rollFile(organId, 'xlsx')}>{t.asExcel}</LinkButton>
          <LinkButton href={rollFile(organId, 'csv')}>{t.asCsv}</LinkButton>
          <LinkButton href={rollFile(organId, 'data')}>{t.asData}</LinkButton>
        </div>
      </Card>
      <MemberDialogs
        organId={organId}
        rollHash={members.data?.rollHash ?? ''}
        task={task}
        onClose={() => setTask(null)}
      />
    </Page>
  );
}

function Members({
  view,
  who,
  mayChange,
  onWho,
  onTask,
}: {
  readonly view: MembersView;
  readonly who: WhichMembers;
  readonly mayChange: boolean;
  readonly onWho: (who: WhichMembers) => void;
  readonly onTask: (task: MemberTask) => void;
}) {
  const t = useText(rollText);
  const [search, setSearch] = useState('');
  const sought = useDeferredValue(search).normalize('NFKC').trim().toLowerCase();
  const shown = view.members.filter(({ number, name, delegation, category }) =>
    [number, name, delegation, category].some((text) => text.toLowerCase().includes(sought)),
  );
  if (view.members.length === 0 && who === 'inOffice') {
    return (
      <Empty title={t.empty}>
        <p className="muted">{t.emptyHint}</p>
      </Empty>
    );
  }
  return (
    <div className="stack">
      <div className="columns">
        <TextField
          label={t.search}
          hint={t.searchHint}
          type="search"
          isRequired={false}
          value={search}
          onChange={setSearch}
        />
        <Select
          label={t.show}
          value={who}
          options={[
            { value: 'inOffice', label: t.whoInOffice },
            { value: 'left', label: t.whoLeft },
            { value: 'all', label: t.whoAll },
          ]}
          onChange={onWho}
        />
      </div>
      <p className="muted" role="status">
        {t.shown(shown.length)}
      </p>
      <Table
        caption={t.title}
        isCaptionHidden
        rows={shown}
        rowKey={({ id }) => id}
        empty={t.noMatch}
        columns={[
          { key: 'number', header: t.number, sortBy: ({ number }) => number, cell: ({ number }) => number },
          {
            key: 'name',
            header: t.name,
            isRowHeader: true,
            sortBy: ({ name }) => name,
            cell: (member) => (
              <span className="stack-tight">
                {member.name}
                {!member.inOffice && <Badge tone="warn">{t.left(member.leftReason)}</Badge>}
              </span>
            ),
          },
          {
            key: 'delegation',
            header: t.delegation,
            sortBy: ({ delegation }) => delegation,
            cell: ({ delegation }) => delegation,
          },
          {
            key: 'category',
            header: t.category,
            sortBy: ({ category }) => category,
            cell: ({ category }) => category,
          },
          ...(mayChange
            ? [
                {
                  key: 'actions',
                  header: t.actions,
                  cell: (member: Member) => <MemberActions member={member} onTask={onTask} />,
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}

function MemberActions({
  member,
  onTask,
}: {
  readonly member: Member;
  readonly onTask: (task: MemberTask) => void;
}) {
  const t = useText(rollText);
  const button = (kind: 'edit' | 'vacate' | 'return') => (
    <Button kind="quiet" label={t.labelOf(t[kind], member.name)} onPress={() => onTask({ kind, member })}>
      {t[kind]}
    </Button>
  );
  return (
    <span className="row">
      {button('edit')}
      {button(member.inOffice ? 'vacate' : 'return')}
    </span>
  );
}
