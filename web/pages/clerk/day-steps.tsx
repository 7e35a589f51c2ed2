/** The steps of a meeting day as a checklist: what is done, what comes next, and the way to it. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Figures, Role } from '#server/api';
import { mayRead, useRolesIn } from '../../shell/roles.ts';
import { useFormat } from '../../text/format.ts';
import { meetingText } from '../../text/meeting.ts';
import { roleText } from '../../text/shell.ts';
import { useText } from '../../text/texts.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { tickIcon } from '../../ui/icons.tsx';
import './day-steps.css';

interface DayStep {
  readonly title: string;
  /** Who does it. */
  readonly by: readonly Role[];
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
  const names = useText(roleText);
  const format = useFormat();
  const roles = useRolesIn(figures.meeting.organId);
  const { meeting, inOffice, polls, quorums } = figures;
  const base = `/app/meetings/${meeting.id}`;
  const has = (states: ReadonlySet<string>) =>
    polls.length > 0 && polls.every(({ state }) => states.has(state));
  const whoOf = (by: readonly Role[]) => {
    const [first = '', ...rest] = format.list(by.map((role) => names[role]));
    return first + rest.join('').toLowerCase();
  };
  const go = (to: string, label: string) => (
    <Link to={to} className={buttonClass({ kind: 'quiet' })}>
      {label}
    </Link>
  );
  const steps: readonly DayStep[] = [
    {
      title: t.stepRoll,
      by: ['clerk'],
      note: t.stepRollNote(inOffice),
      isDone: inOffice > 0,
      action: mayRead('roll', roles) && go(`/app/organs/${meeting.organId}/roll`, t.roll),
    },
    {
      title: t.stepSessions,
      by: ['clerk'],
      note: t.stepSessionsNote,
      isDone: polls.length > 0,
      action: go(`${base}/sessions`, t.sessions),
    },
    {
      title: t.stepKeys,
      by: ['chiefScrutineer', 'scrutineer'],
      note: t.stepKeysNote,
      isDone: polls.length > 0,
      action: go(`${base}/keys`, t.keys),
    },
    {
      title: t.stepCards,
      by: ['clerk'],
      note: t.stepCardsNote,
      isDone: meeting.cardsState === 'complete',
      action: mayRead('cards', roles) && go(`${base}/cards`, t.cards),
    },
    {
      title: t.stepSeal,
      by: ['presidium'],
      note: t.stepSealNote,
      isDone: polls.length > 0,
      action: go(`${base}/sessions`, t.sessions),
    },
    {
      title: t.stepSit,
      by: ['clerk'],
      note: t.stepSitNote,
      isDone: meeting.state !== 'planned',
      action:
        meeting.state === 'planned' ? (
          onBegin && (
            <Button
              kind={polls.length > 0 && meeting.cardsState === 'complete' ? 'primary' : 'secondary'}
              onPress={onBegin}
            >
              {t.begin}
            </Button>
          )
        ) : (
          <>
            {mayRead('desk', roles) && go(`${base}/desk`, t.desk)}
            {mayRead('cards', roles) && go(`${base}/lost-cards`, t.lost)}
          </>
        ),
    },
    { title: t.stepQuorum, by: [], isDone: quorums.every(({ met }) => met) },
    {
      title: t.stepVote,
      by: ['clerk', 'chiefScrutineer'],
      note: t.stepVoteNote,
      isDone: has(VOTED),
      action: go(`${base}/sessions`, t.sessions),
    },
    {
      title: t.stepCount,
      by: ['chiefScrutineer', 'scrutineer', 'teller', 'presidingChair', 'presidium'],
      isDone: has(ENDED),
      action: go(`${base}/sessions`, t.count),
    },
    {
      title: t.stepClose,
      by: ['clerk'],
      isDone: meeting.state === 'closed',
      action: meeting.state === 'sitting' && onClose && (
        <Button kind={has(ENDED) ? 'primary' : 'quiet'} onPress={onClose}>
          {t.close}
        </Button>
      ),
    },
  ];
  const current = steps.findIndex(({ isDone }) => !isDone);
  return (
    <ol className="day-steps">
      {steps.map(({ title, by, note, isDone, action }, index) => (
        <li
          key={title}
          className={`day-step ${isDone ? 'day-step-done' : ''} ${index === current ? 'day-step-current' : ''}`}
          aria-current={index === current ? 'step' : undefined}
        >
          <span className="day-mark" aria-hidden="true">
            {isDone ? tickIcon : index + 1}
          </span>
          <span className="day-words">
            <strong>
              {title}
              {isDone && <span className="visually-hidden"> ({t.stepDone})</span>}
            </strong>
            <span className="muted small">{[whoOf(by), note].filter(Boolean).join(t.andThen)}</span>
          </span>
          <span className="row no-print">{action}</span>
        </li>
      ))}
    </ol>
  );
}
