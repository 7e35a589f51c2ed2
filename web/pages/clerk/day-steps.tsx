/** The steps of a meeting day as a checklist: what is done, what comes next, and the way to it. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Figures } from '#server/api';
import { meetingText } from '../../text/meeting.ts';
import { useText } from '../../text/texts.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { tickIcon } from '../../ui/icons.tsx';
import './day-steps.css';

interface DayStep {
  readonly title: string;
  readonly note?: string;
  readonly isDone: boolean;
  readonly action?: ReactNode;
}

const ENDED = new Set(['published', 'archived', 'poll_invalid', 'revote_required']);
const VOTED = new Set([
  ...ENDED,
  'closed',
  'reconciled',
  'adjudicating',
  'counted',
  'signed',
  'announced',
  'confirmed',
]);

export function DaySteps({
  figures,
  onBegin,
  onClose,
}: {
  readonly figures: Figures;
  readonly onBegin: (() => void) | undefined;
  readonly onClose: (() => void) | undefined;
}) {
  const t = useText(meetingText);
  const { meeting, inOffice, polls, quorums } = figures;
  const base = `/app/meetings/${meeting.id}`;
  const has = (states: ReadonlySet<string>) =>
    polls.length > 0 && polls.every(({ state }) => states.has(state));
  const go = (to: string, label: string) => (
    <Link to={to} className={buttonClass({ kind: 'quiet' })}>
      {label}
    </Link>
  );
  const steps: readonly DayStep[] = [
    {
      title: t.stepRoll,
      note: t.stepRollNote(inOffice),
      isDone: inOffice > 0,
      action: go(`/app/organs/${meeting.organId}/roll`, t.open),
    },
    {
      title: t.stepSessions,
      note: t.stepSessionsNote,
      isDone: polls.length > 0,
      action: go(`${base}/sessions`, t.sessions),
    },
    { title: t.stepKeys, note: t.stepKeysNote, isDone: polls.length > 0, action: go(`${base}/keys`, t.keys) },
    {
      title: t.stepCards,
      note: t.stepCardsNote,
      isDone: meeting.cardsState === 'complete',
      action: go(`${base}/cards`, t.cards),
    },
    {
      title: t.stepSeal,
      note: t.stepSealNote,
      isDone: polls.length > 0,
      action: go(`${base}/sessions`, t.sessions),
    },
    {
      title: t.stepSit,
      note: t.stepSitNote,
      isDone: meeting.state !== 'planned',
      action:
        meeting.state === 'planned' ? (
          onBegin && (
            <Button kind="primary" onPress={onBegin}>
              {t.begin}
            </Button>
          )
        ) : (
          <>
            {go(`${base}/desk`, t.desk)}
            {go(`${base}/lost-cards`, t.lost)}
          </>
        ),
    },
    { title: t.stepQuorum, isDone: quorums.every(({ met }) => met) },
    {
      title: t.stepVote,
      note: t.stepVoteNote,
      isDone: has(VOTED),
      action: go(`${base}/sessions`, t.sessions),
    },
    { title: t.stepCount, isDone: has(ENDED), action: go(`${base}/sessions`, t.count) },
    {
      title: t.stepClose,
      isDone: meeting.state === 'closed',
      action: meeting.state === 'sitting' && onClose && <Button onPress={onClose}>{t.close}</Button>,
    },
  ];
  return (
    <ol className="day-steps">
      {steps.map(({ title, note, isDone, action }, index) => (
        <li key={title} className={isDone ? 'day-step day-step-done' : 'day-step'}>
          <span className="day-mark" aria-hidden="true">
            {isDone ? tickIcon : index + 1}
          </span>
          <span className="day-words">
            <strong>
              {title}
              {isDone && <span className="visually-hidden"> ({t.stepDone})</span>}
            </strong>
            {note && <span className="muted small">{note}</span>}
          </span>
          <span className="row no-print">{action}</span>
        </li>
      ))}
    </ol>
  );
}
