/**
 * One ballot session: where it stands and what comes next, for whoever has to do it; its rules in plain words; the ballot. The
 * same page serves clerk, presidium and chief scrutineer, each with their own step.
 */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Role, SessionView } from '#server/api';
import { isSealed, type RulePack } from '#tally';
import { deleteSession, oneSession, useRefresh } from '../../api/ballot-sessions.ts';
import { Answer } from '../../api/query.tsx';
import { RuleExplanation } from '../../parts/rule-explanation.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { useRolesIn } from '../../shell/roles.ts';
import { useFormat } from '../../text/format.ts';
import { STEPS, sessionText, WARNINGS } from '../../text/sessions.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Facts, Page } from '../../ui/page.tsx';
import { Steps } from '../../ui/steps.tsx';
import { AbandonCard, Voided } from './abandon-card.tsx';
import { BallotPreview } from './ballot-preview.tsx';
import { NextStep } from './next-step.tsx';
import { exampleBody } from './wizard-rules.tsx';
import './sessions.css';

export function SessionPage() {
  const { poll } = useParams({ from: '/signed-in/app/sessions/$poll' });
  const query = useQuery(oneSession(poll));
  return <Answer query={query}>{(session) => <OneSession key={session.id} session={session} />}</Answer>;
}

function OneSession({ session }: { readonly session: SessionView }) {
  const t = useText(sessionText);
  const language = useLanguage();
  const roles = useRolesIn(session.organId);
  const pack = JSON.parse(session.rulePack) as RulePack;
  const { items, round, limits } = session;
  return (
    <Page
      title={choose(language, session.subjectZh, session.subjectEn)}
      crumbs={[
        {
          label: choose(language, session.meetingTitleZh, session.meetingTitleEn),
          to: `/app/meetings/${session.meetingId}`,
        },
        { label: t.listTitle, to: `/app/meetings/${session.meetingId}/sessions` },
      ]}
      actions={<SessionLinks session={session} roles={roles} />}
    >
      <Voided session={session} />
      <Progress session={session} />
      {session.warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          {WARNINGS[warning][language === 'zh' ? 0 : 1]}
        </Notice>
      ))}
      <NextStep session={session} pack={pack} roles={roles} />
      <Card title={t.overview} actions={<StateBadge state={session.state} />}>
        <SessionFacts session={session} pack={pack} />
      </Card>
      <Card title={t.rules}>
        <RuleExplanation
          pack={pack}
          body={exampleBody({ organKind: session.organKind, inOffice: session.inOffice ?? 0 })}
        />
      </Card>
      <Card title={t.preview}>
        <details open={!isSealed(session.state) || MAY_TAKE_PAPER.has(session.state)}>
          <summary>{t.previewLead}</summary>
          <BallotPreview
            sheet={{ pack, items, round, ...(limits === null ? {} : { limits }) }}
            descriptions={session.descriptions}
          />
        </details>
      </Card>
      <AbandonCard session={session} roles={roles} />
    </Page>
  );
}

function Progress({ session }: { readonly session: SessionView }) {
  const t = useText(sessionText);
  if (session.state === 'voided' || session.state === 'poll_invalid') return null;
  return (
    <Steps
      label={t.progress}
      steps={[
        t.step_prepare,
        t.step_seal,
        t.step_roll,
        t.step_vote,
        t.step_count,
        t.step_sign,
        t.step_publish,
      ]}
      current={STEPS[session.state].at}
    />
  );
}

function SessionFacts({ session, pack }: { readonly session: SessionView; readonly pack: RulePack }) {
  const t = useText(sessionText);
  const language = useLanguage();
  const format = useFormat();
  const { plannedOpensAt, plannedClosesAt, parentId, childIds, round } = session;
  const link = (poll: string) => (
    <Link key={poll} to="/app/sessions/$poll" params={{ poll }}>
      {t.open}
    </Link>
  );
  return (
    <Facts
      facts={[
        [t.kind, round.kind === 'first' ? t[`kind_${session.kind}`] : t[`round_${round.kind}`]],
        [t.rules, choose(language, pack.titleZh, pack.titleEn)],
        [t.secrecy, session.isRecorded ? t.recorded : t.secret],
        [t.items, t.itemCount(session.itemCount)],
        [
          t.planned,
          plannedOpensAt === null || plannedClosesAt === null
            ? t.notPlanned
            : t.plannedValue(format.moment(plannedOpensAt), format.moment(plannedClosesAt)),
        ],
        ...(session.inOffice === null ? [] : [[t.entitled, format.number(session.inOffice)] as const]),
        ...(session.setupHash === null
          ? []
          : [
              [
                t.setupHash,
                <code key="hash" className="hash">
                  {session.setupHash}
                </code>,
              ] as const,
            ]),
        [t.sessionId, <code key="id">{session.id}</code>],
        ...(parentId === null ? [] : [[t.parent, link(parentId)] as const]),
        ...(childIds.length === 0 ? [] : [[t.children, childIds.map(link)] as const]),
      ]}
    />
  );
}

/** From here a ballot does not change, and until here one may be handed out. */
const MAY_TAKE_PAPER: ReadonlySet<SessionView['state']> = new Set([
  'sealed',
  'roll_open',
  'quorum_met',
  'issuing',
  'open',
]);

function SessionLinks({
  session,
  roles,
}: {
  readonly session: SessionView;
  readonly roles: ReadonlySet<Role>;
}) {
  const t = useText(sessionText);
  const navigate = useNavigate();
  const refresh = useRefresh();
  const [isRemoving, setRemoving] = useState(false);
  const { id, state } = session;
  const isDraft = !isSealed(state);
  const remove = async () => {
    await deleteSession(id);
    await refresh();
    await navigate({ to: '/app/meetings/$meetingId/sessions', params: { meetingId: session.meetingId } });
  };
  return (
    <>
      {isDraft && roles.has('clerk') && (
        <>
          {session.round.kind === 'first' && (
            <Link to="/app/sessions/$poll/edit" params={{ poll: id }} className={buttonClass()}>
              {t.edit}
            </Link>
          )}
          <Button kind="quiet" onPress={() => setRemoving(true)}>
            {t.remove}
          </Button>
          <ConfirmDialog
            isOpen={isRemoving}
            isDangerous
            title={t.removeTitle}
            confirm={t.remove}
            onConfirm={remove}
            onClose={() => setRemoving(false)}
          >
            <p>{t.removeBody}</p>
          </ConfirmDialog>
        </>
      )}
      {MAY_TAKE_PAPER.has(state) && !session.isRecorded && roles.has('clerk') && (
        <Link to="/app/sessions/$poll/paper-ballots" params={{ poll: id }} className={buttonClass()}>
          {t.printPaper}
        </Link>
      )}
    </>
  );
}
