/** The start page: what waits for the person who is logged in, by role, then the meetings and votes of each body. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CurrentLogin, MeetingView, Role, SessionLine } from '#server/api';
import { sessionsOfMeeting } from '../api/ballot-sessions.ts';
import { meetingsOf } from '../api/meetings.ts';
import { Answer } from '../api/query.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { useFormat } from '../text/format.ts';
import { STEPS } from '../text/sessions.ts';
import { useLanguage } from '../text/settings.ts';
import { roleText, shellText } from '../text/shell.ts';
import { choose, type Pair, useText } from '../text/texts.ts';
import { buttonClass, LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card, Page } from '../ui/page.tsx';
import { WholeWords } from '../ui/whole-words.tsx';
import { useCurrentLogin } from './current-login.ts';

type Held = CurrentLogin['roles'][number];
type HeldOrgan = NonNullable<Held['organ']>;

export function HomePage() {
  const t = useText(shellText);
  const { data: login } = useCurrentLogin();
  if (login === undefined || login === null) return null;
  const organs = new Map<string, { readonly organ: HeldOrgan; readonly roles: Role[] }>();
  for (const { role, organ } of login.roles) {
    if (organ === null) continue;
    const known = organs.get(organ.id) ?? { organ, roles: [] };
    known.roles.push(role);
    organs.set(organ.id, known);
  }
  const isAdministrator = login.roles.some(({ role }) => role === 'administrator');
  return (
    <Page title={t.homeTitle(login.name)} lead={organs.size > 0 && t.homeLead}>
      {login.secondFactor.isNeeded && !login.secondFactor.isSetUp && (
        <Notice tone="warn" title={t.secondFactorMissing}>
          <Link to="/app/account">{t.toAccount}</Link>
        </Notice>
      )}
      {isAdministrator && <Administration />}
      {[...organs.values()].map(({ organ, roles }) => (
        <OrganTasks key={organ.id} organ={organ} roles={roles} />
      ))}
      {login.roles.length === 0 && <p>{t.noRole}</p>}
    </Page>
  );
}

function Administration() {
  const t = useText(shellText);
  return (
    <Card title={t.administration}>
      <div className="row">
        <Link to="/app/accounts" className={buttonClass({ kind: 'primary' })}>
          {t.toAccounts}
        </Link>
        <Link to="/app/organs" className={buttonClass()}>
          {t.toOrgans}
        </Link>
      </div>
    </Card>
  );
}

function OrganTasks({ organ, roles }: { readonly organ: HeldOrgan; readonly roles: readonly Role[] }) {
  const t = useText(shellText);
  const names = useText(roleText);
  const language = useLanguage();
  const meetings = useQuery(meetingsOf(organ.id));
  return (
    <Card
      title={choose(language, organ.nameZh, organ.nameEn)}
      actions={<span className="muted">{roles.map((role) => names[role]).join(' · ')}</span>}
    >
      <Answer query={meetings}>
        {(all) => {
          const current = all.filter(({ state }) => state !== 'closed');
          return current.length === 0 ? (
            <div className="row row-apart">
              <p className="muted">{t.noMeeting}</p>
              <Link to="/app/organs/$organId" params={{ organId: organ.id }} className={buttonClass()}>
                {t.toOrgan}
              </Link>
            </div>
          ) : (
            <MeetingTasks meetings={current} roles={roles} />
          );
        }}
      </Answer>
    </Card>
  );
}

function MeetingTasks({
  meetings,
  roles,
}: {
  readonly meetings: readonly MeetingView[];
  readonly roles: readonly Role[];
}) {
  const t = useText(shellText);
  const language = useLanguage();
  const format = useFormat();
  const lists = useQueries({ queries: meetings.map(({ id }) => sessionsOfMeeting(id)) });
  return meetings.map((meeting, index) => (
    <section key={meeting.id} className="stack-tight">
      <div className="row row-apart">
        <h3>
          <Link to="/app/meetings/$meetingId" params={{ meetingId: meeting.id }}>
            <WholeWords text={choose(language, meeting.titleZh, meeting.titleEn)} />
          </Link>
        </h3>
        <span className="muted">{format.date(meeting.heldOn)}</span>
      </div>
      <SessionTasks sessions={lists[index]?.data?.sessions ?? []} roles={roles} />
      {lists[index]?.data?.sessions.length === 0 && <p className="muted">{t.noSession}</p>}
    </section>
  ));
}

/** What waits for these roles stands first. */
function SessionTasks({
  sessions,
  roles,
}: {
  readonly sessions: readonly SessionLine[];
  readonly roles: readonly Role[];
}) {
  const t = useText(shellText);
  const names = useText(roleText);
  const language = useLanguage();
  const pick = (pair: Pair) => pair[language === 'zh' ? 0 : 1];
  const isMine = ({ state }: SessionLine) => STEPS[state].roles.some((role) => roles.includes(role));
  const ordered = sessions.toSorted((a, b) => Number(isMine(b)) - Number(isMine(a)));
  return (
    <ul className="task-list">
      {ordered.length > 0 && !ordered.some(isMine) && <li className="task muted">{t.nothingWaits}</li>}
      {ordered.map((session) => {
        const words = STEPS[session.state];
        return (
          <li key={session.id} className="task">
            <span className="task-what">
              <Link to="/app/sessions/$poll" params={{ poll: session.id }}>
                <WholeWords text={choose(language, session.subjectZh, session.subjectEn)} />
              </Link>
              <StateBadge state={session.state} />
            </span>
            {isMine(session) ? (
              <LinkButton href={`/app/sessions/${session.id}`} kind="primary">
                {pick(words.next)}
              </LinkButton>
            ) : (
              <span className="muted">
                {words.roles[0] !== undefined && t.waitsFor(names[words.roles[0]], pick(words.next))}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
