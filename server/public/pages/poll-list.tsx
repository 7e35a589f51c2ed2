/** A list of sessions, as home and meeting show them. */
import type { PollHead } from '../store.ts';
import { KIND_WORDS } from '../text/common.ts';
import { showDay } from '../text/times.ts';
import { choose, chooseOf, type Language } from '../text/words.ts';
import { StateTag, subjectOf } from './heading.tsx';

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
          <a href={`/polls/${poll.id}`}>{subjectOf(language, poll)}</a>
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
            <span>{showDay(language, poll.heldOn)}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
