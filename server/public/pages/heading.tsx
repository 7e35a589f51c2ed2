/** The head of a page about a session: what is voted on, by whom, when, and how far it is. */
import type { PollDetail, PollHead } from '../store.ts';
import { commonWords, KIND_WORDS, STATE_WORDS } from '../text/common.ts';
import { choose, chooseOf, type Language } from '../text/words.ts';
import type { Crumb } from './layout.tsx';
import { DayText } from './time-text.tsx';
import { WholeWords } from './whole-words.tsx';

export function subjectOf(language: Language, poll: Pick<PollHead, 'subjectZh' | 'subjectEn'>): string {
  return choose(language, poll.subjectZh, poll.subjectEn);
}

export function crumbsOf(language: Language, poll: PollHead): readonly Crumb[] {
  return [
    { name: commonWords(language).home, href: '/' },
    { name: choose(language, poll.meetingZh, poll.meetingEn), href: `/meetings/${poll.meetingId}` },
  ];
}

export function Heading({ poll, language }: { poll: PollDetail; language: Language }) {
  return (
    <div className="heading">
      <p className="kicker">{chooseOf(language, KIND_WORDS[poll.kind])}</p>
      <h1>
        <WholeWords text={subjectOf(language, poll)} />
      </h1>
      <p className="where">
        {choose(language, poll.meetingZh, poll.meetingEn)}
        <span className="dot" aria-hidden="true">
          ·
        </span>
        <DayText day={poll.heldOn} language={language} />
      </p>
    </div>
  );
}

export function StateTag({ state, language }: { state: PollHead['state']; language: Language }) {
  return <span className={`badge state-${state}`}>{chooseOf(language, STATE_WORDS[state])}</span>;
}
