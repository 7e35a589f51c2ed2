/** The ballot sessions of a meeting: where each stands, what comes next and who must do it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { SessionLine, SessionList } from '#server/api';
import { sessionsOfMeeting } from '../../api/ballot-sessions.ts';
import { Answer } from '../../api/query.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { useRolesIn } from '../../shell/roles.ts';
import { useFormat } from '../../text/format.ts';
import { STEPS, sessionText } from '../../text/sessions.ts';
import { useLanguage } from '../../text/settings.ts';
import { roleText } from '../../text/shell.ts';
import { choose, useText } from '../../text/texts.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Badge } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { WholeWords } from '../../ui/whole-words.tsx';
import './sessions.css';

export function SessionsPage() {
  const { meetingId } = useParams({ from: '/signed-in/app/meetings/$meetingId/sessions' });
  const query = useQuery(sessionsOfMeeting(meetingId));
  return <Answer query={query}>{(list) => <SessionsOf list={list} />}</Answer>;
}

function SessionsOf({ list: { meeting, sessions } }: { readonly list: SessionList }) {
  const t = useText(sessionText);
  const language = useLanguage();
  const mayPrepare = useRolesIn(meeting.organId).has('clerk');
  const create = mayPrepare && (
    <Link
      to="/app/meetings/$meetingId/sessions/new"
      params={{ meetingId: meeting.id }}
      className={buttonClass({ kind: 'primary' })}
    >
      {t.newSession}
    </Link>
  );
  return (
    <Page
      title={t.listTitle}
      lead={t.listLead(meeting.inOffice, meeting.present)}
      crumbs={[
        { label: choose(language, meeting.titleZh, meeting.titleEn), to: `/app/meetings/${meeting.id}` },
      ]}
      actions={create}
    >
      {sessions.length === 0 ? (
        <Empty title={t.none}>
          <p className="muted">{t.noneHint}</p>
        </Empty>
      ) : (
        <SessionTable sessions={sessions} />
      )}
    </Page>
  );
}

function SessionTable({ sessions }: { readonly sessions: readonly SessionLine[] }) {
  const t = useText(sessionText);
  const roles = useText(roleText);
  const format = useFormat();
  const language = useLanguage();
  const at = language === 'zh' ? 0 : 1;
  return (
    <Table
      caption={t.listTitle}
      isCaptionHidden
      rows={sessions}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'subject',
          header: t.subject,
          cell: (session) => (
            <Link to="/app/sessions/$poll" params={{ poll: session.id }}>
              <WholeWords text={choose(language, session.subjectZh, session.subjectEn)} />
            </Link>
          ),
        },
        {
          key: 'kind',
          header: t.kind,
          cell: (session) =>
            t.kindLine(
              t[`kind_${session.kind}`],
              session.isRecorded ? t.recorded : t.secret,
              t.itemCount(session.itemCount),
            ),
        },
        {
          key: 'state',
          header: t.state,
          cell: (session) => (
            <span className="row">
              <StateBadge state={session.state} />
              {session.isAbandoning && <Badge tone="warn">{t.abandoning}</Badge>}
            </span>
          ),
        },
        {
          key: 'next',
          header: t.next,
          cell: ({ state }) => {
            const { next, roles: by } = STEPS[state];
            return (
              <>
                {next[at]}
                {by.length > 0 && (
                  <span className="block muted small">
                    {t.byRole(format.list(by.map((role) => roles[role])))}
                  </span>
                )}
              </>
            );
          },
        },
      ]}
    />
  );
}
