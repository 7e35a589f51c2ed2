/** What comes next in a session, with its button for whoever may press it, and for the others who that is. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Role, SessionView } from '#server/api';
import { computeQuorum, type RulePack } from '#tally';
import { sessionsOfMeeting, useSessionStep } from '../../api/ballot-sessions.ts';
import { mayRead } from '../../shell/roles.ts';
import { useFormat } from '../../text/format.ts';
import { STEPS, sessionText } from '../../text/sessions.ts';
import { useLanguage } from '../../text/settings.ts';
import { roleText } from '../../text/shell.ts';
import { useText } from '../../text/texts.ts';
import { Button, type ButtonKind, buttonClass, LinkButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Figure, FigureRow } from '../../ui/figures.tsx';
import { Card } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast.tsx';
import { SealCard } from './seal-card.tsx';

interface NextStepProps {
  readonly session: SessionView;
  readonly pack: RulePack;
  readonly roles: ReadonlySet<Role>;
}

export function NextStep(props: NextStepProps) {
  const { session, roles } = props;
  const t = useText(sessionText);
  switch (session.state) {
    case 'configured':
      return <SealCard session={session} maySeal={roles.has('presidium')} />;
    case 'sealed':
      return <RollCard {...props} />;
    case 'issuing':
      return (
        <StepCard {...props} mayAct={roles.has('chiefScrutineer')}>
          <StepButton
            session={session}
            path="opening"
            label={t.openVote}
            title={t.openTitle}
            body={t.openBody}
            done={() => t.opened}
          />
        </StepCard>
      );
    case 'open':
      return (
        <StepCard {...props} mayAct={roles.has('chiefScrutineer')}>
          <StepButton
            session={session}
            path="closing"
            kind="danger"
            label={t.closeVote}
            title={t.closeTitle}
            body={t.closeBody}
            done={() => t.closed}
          />
        </StepCard>
      );
    case 'revote_required':
      return <FurtherVoteCard {...props} />;
    case 'closed':
      return (
        <StepCard {...props} mayAct>
          {mayRead('paper', roles) && (
            <Link to="/app/sessions/$poll/paper" params={{ poll: session.id }} className={buttonClass()}>
              {t.keyPaper}
            </Link>
          )}
          <CountLink poll={session.id} />
        </StepCard>
      );
    case 'published':
    case 'archived':
      return (
        <StepCard {...props} mayAct>
          <LinkButton href={`/polls/${session.id}`} kind="primary">
            {t.publicResult}
          </LinkButton>
          <CountLink poll={session.id} isMain={false} />
        </StepCard>
      );
    case 'voided':
      return null;
    default:
      return (
        <>
          <StepCard {...props} mayAct>
            <CountLink poll={session.id} />
          </StepCard>
          {session.furtherVote !== null && <FurtherVoteCard {...props} />}
        </>
      );
  }
}

function CountLink({ poll, isMain = true }: { readonly poll: string; readonly isMain?: boolean }) {
  const t = useText(sessionText);
  return (
    <Link
      to={`/app/sessions/${poll}/count` as string}
      className={buttonClass(isMain ? { kind: 'primary' } : {})}
    >
      {t.countRoom}
    </Link>
  );
}

function StepCard({
  session,
  roles: held,
  mayAct,
  children,
}: NextStepProps & { readonly mayAct: boolean; readonly children: ReactNode }) {
  const t = useText(sessionText);
  const roleNames = useText(roleText);
  const language = useLanguage();
  const format = useFormat();
  const { next, roles } = STEPS[session.state];
  const what = next[language === 'zh' ? 0 : 1];
  return (
    <Card title={roles.length === 0 ? what : t.nextIs(what)}>
      {roles.length > 0 && (
        <p className="muted">
          {roles.some((role) => held.has(role))
            ? t.byYou
            : t.byRole(format.list(roles.map((role) => roleNames[role])))}
        </p>
      )}
      {mayAct && <div className="row">{children}</div>}
    </Card>
  );
}

/** A step that is asked about before it is taken. */
function StepButton({
  session,
  path,
  kind = 'primary',
  label,
  title,
  body,
  isReady = true,
  given = {},
  done,
}: {
  readonly session: SessionView;
  readonly path: string;
  readonly kind?: ButtonKind;
  readonly label: string;
  readonly title: string;
  readonly body: ReactNode;
  readonly isReady?: boolean;
  readonly given?: object;
  readonly done: (answer: never) => string;
}) {
  const step = useSessionStep<never>(session.id);
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Button kind={kind} isLarge isDisabled={!isReady} onPress={() => setAsked(true)}>
        {label}
      </Button>
      <ConfirmDialog
        isOpen={isAsked}
        isDangerous={kind === 'danger'}
        title={title}
        confirm={label}
        onConfirm={async () => {
          const taken = await step.run(path, given);
          if (!taken.ok) throw taken.failure;
          showToast(done(taken.value), { tone: 'success' });
        }}
        onClose={() => setAsked(false)}
      >
        <p>{body}</p>
      </ConfirmDialog>
    </>
  );
}

function RollCard(props: NextStepProps) {
  const { session, pack, roles } = props;
  const t = useText(sessionText);
  const { data } = useQuery(sessionsOfMeeting(session.meetingId));
  const entitled = session.inOffice ?? 0;
  const present = data?.meeting.present ?? 0;
  const { met, needed } = computeQuorum(entitled, present, pack.quorum);
  return (
    <Card title={t.nextIs(t.takeRoll)}>
      <FigureRow>
        <Figure label={t.entitled} value={entitled} />
        <Figure label={t.presentNow} value={present} />
        <Figure
          label={t.quorum}
          value={needed}
          note={met ? t.quorumMet : t.quorumMissing(needed - present)}
        />
      </FigureRow>
      {roles.has('clerk') && (
        <div className="row">
          <StepButton
            session={session}
            path="roll"
            label={t.takeRoll}
            title={t.takeRollTitle}
            body={t.takeRollBody(entitled, present, needed)}
            isReady={met}
            done={(taken: { readonly present: number }) => t.rollTaken(taken.present)}
          />
        </div>
      )}
    </Card>
  );
}

/** A re-vote of a tie or a second round for places left: the presidium creates and seals it in one step. */
function FurtherVoteCard({ session, roles }: NextStepProps) {
  const t = useText(sessionText);
  const navigate = useNavigate();
  const start = useSessionStep<SessionView>(session.id);
  const [isAsked, setAsked] = useState(false);
  const kind = session.furtherVote ?? 'revote';
  const isRevote = kind === 'revote';
  const verb = isRevote ? t.startRevote : t.startSecondRound;
  const body = isRevote ? t.tieBody : t.shortfallBody;
  const last = session.childIds.at(-1);
  return (
    <Card title={isRevote ? t.tieTitle : t.shortfallTitle}>
      <p>{body}</p>
      <div className="row">
        {session.furtherVote !== null && roles.has('presidium') && (
          <Button kind="primary" isLarge onPress={() => setAsked(true)}>
            {verb}
          </Button>
        )}
        {last !== undefined && (
          <Link to="/app/sessions/$poll" params={{ poll: last }} className={buttonClass()}>
            {t.children}
          </Link>
        )}
      </div>
      <ConfirmDialog
        isOpen={isAsked}
        title={isRevote ? t.startRevoteTitle : t.startSecondRoundTitle}
        confirm={verb}
        onConfirm={async () => {
          const started = await start.run('children/sealed', { kind });
          if (!started.ok) throw started.failure;
          showToast(t.childStarted, { tone: 'success' });
          await navigate({ to: '/app/sessions/$poll', params: { poll: started.value.id } });
        }}
        onClose={() => setAsked(false)}
      >
        <p>{body}</p>
      </ConfirmDialog>
    </Card>
  );
}
