/** A list of sessions, as home and meeting show them. */
import type { PollHead } from '../store.ts';
import { KIND_WORDS } from '../text/common.ts';
import { choose, chooseOf, type Language } from '../text/words.ts';
import { StateTag, subjectOf } from './heading.tsx';
import { DayText } from './time-text.tsx';
import { WholeWords } from './whole-words.tsx';

export function PollList({
  polls,
  language,
  withMeeting = true,
}: {
  polls: readonly PollHead[];
  language: Language;
  withMeeting?: boolean;
}) {
  return (
    <ul className="polls">
      {polls.map((poll) => (
        <li key={poll.id}>
          <a href={`/polls/${poll.id}`}>
            <span>
              <WholeWords text={subjectOf(language, poll)} />
            </span>
          </a>
          <p>
            <StateTag state={poll.state} language={language} />
            <span>{chooseOf(language, KIND_WORDS[poll.kind])}</span>
            {withMeeting ? (
              <span>
                <a className="quiet" href={`/meetings/${poll.meetingId}`}>
                  {choose(language, poll.meetingZh, poll.meetingEn)}
                </a>
              </span>
            ) : null}
            <DayText day={poll.heldOn} language={language} />
          </p>
        </li>
      ))}
    </ul>
  );
}
