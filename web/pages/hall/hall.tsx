/**
 * The screen of the hall: attendance and quorum, then issued and returned while a vote is on, then the result once it has been
 * announced. Dark and large; refreshes by itself. Nothing of a count exists here before the announcement.
 */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Figures, PollFigure } from '#server/api';
import { figuresOf } from '../../api/meetings.ts';
import { Answer } from '../../api/query.tsx';
import { hallText } from '../../text/hall.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { WholeWords } from '../../ui/whole-words.tsx';
import { HallResult } from './hall-result.tsx';
import './hall.css';

const ANNOUNCED = new Set(['announced', 'confirmed', 'published', 'archived', 'revote_required']);
const VOTING = new Set(['open']);
const WAITING = new Set(['sealed', 'roll_open', 'quorum_met', 'issuing']);

export function HallPage() {
  const { meetingId } = useParams({ from: '/signed-in/app/meetings/$meetingId/hall' });
  const query = useQuery(figuresOf(meetingId));
  return <Answer query={query}>{(figures) => <Hall figures={figures} isAway={query.isError} />}</Answer>;
}

function Hall({ figures, isAway }: { readonly figures: Figures; readonly isAway: boolean }) {
  const t = useText(hallText);
  const language = useLanguage();
  const screen = useRef<HTMLElement>(null);
  const { meeting, organ, inOffice, present, absent, polls } = figures;
  const title = choose(language, meeting.titleZh, meeting.titleEn);
  useEffect(() => {
    document.title = `${t.title} · ${title}`;
  }, [t.title, title]);
  // What is on now: a vote that is open, else the latest that is not waiting, else the next.
  const current =
    polls.find(({ state }) => VOTING.has(state)) ??
    polls.findLast(({ state }) => !WAITING.has(state)) ??
    polls[0];
  return (
    <section ref={screen} className="hall" aria-label={t.title}>
      <header className="hall-head">
        <div>
          <p className="hall-organ">
            <WholeWords text={choose(language, organ.nameZh, organ.nameEn)} />
          </p>
          <h1 className="hall-title">
            <WholeWords text={title} />
          </h1>
        </div>
        <div className="hall-tools no-print">
          <button
            type="button"
            className="hall-button"
            onClick={() => void screen.current?.requestFullscreen?.()}
          >
            {t.full}
          </button>
          <Link to="/app/meetings/$meetingId" params={{ meetingId: meeting.id }} className="hall-button">
            {t.leave}
          </Link>
        </div>
      </header>
      <dl className="hall-figures">
        <HallFigure label={t.inOffice} value={inOffice} />
        <HallFigure label={t.present} value={present} isMain />
        <HallFigure label={t.absent} value={absent} />
      </dl>
      <HallQuorum figures={figures} />
      {current !== undefined && <HallPoll poll={current} />}
      <footer className="hall-foot">
        {meeting.attendees > 0 && <span>{t.attendees(meeting.attendees)}</span>}
        {isAway && <span role="alert">{t.away}</span>}
      </footer>
    </section>
  );
}

function HallFigure({
  label,
  value,
  isMain = false,
}: {
  readonly label: string;
  readonly value: number;
  readonly isMain?: boolean;
}) {
  return (
    <div className={isMain ? 'hall-figure hall-figure-main' : 'hall-figure'}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function HallQuorum({ figures: { quorums, present } }: { readonly figures: Figures }) {
  const t = useText(hallText);
  const language = useLanguage();
  return quorums.map(({ of, met, needed, missing, isAtEdge }) => (
    <p
      key={of?.poll ?? 'usual'}
      className={met ? 'hall-quorum hall-quorum-met' : 'hall-quorum'}
      role="status"
    >
      {of !== null && `${choose(language, of.subjectZh, of.subjectEn)}: `}
      {met ? t.quorumMet : isAtEdge ? t.quorumEdge(present, needed) : t.quorumMissing(needed, missing)}
    </p>
  ));
}

function HallPoll({ poll }: { readonly poll: PollFigure }) {
  const t = useText(hallText);
  const language = useLanguage();
  const isAnnounced = ANNOUNCED.has(poll.state);
  const stage = isAnnounced
    ? t.state_announced
    : VOTING.has(poll.state)
      ? t.state_open
      : WAITING.has(poll.state)
        ? t.state_waiting
        : t.state_counting;
  return (
    <section className="hall-poll">
      <h2 className="hall-subject">
        <WholeWords text={choose(language, poll.subjectZh, poll.subjectEn)} />
        <span className="hall-stage" role="status">
          {stage}
        </span>
      </h2>
      <dl className="hall-figures hall-figures-small">
        <HallFigure label={t.issued} value={poll.issued.electronic + poll.issued.paper} />
        <HallFigure label={t.returned} value={poll.returned} isMain />
      </dl>
      {isAnnounced && poll.state !== 'revote_required' && <HallResult poll={poll.poll} />}
    </section>
  );
}
