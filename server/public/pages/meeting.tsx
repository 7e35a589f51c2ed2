/** A meeting: its votes and evaluations in their order. */
import type { MeetingRow, PollHead } from '../store.ts';
import { commonWords } from '../text/common.ts';
import { homeWords } from '../text/home.ts';
import { choose } from '../text/words.ts';
import { Layout, type View } from './layout.tsx';
import { PollList } from './poll-list.tsx';
import { DayText } from './time-text.tsx';
import { WholeWords } from './whole-words.tsx';

export function MeetingPage({
  view,
  meeting,
  polls,
}: {
  view: View;
  meeting: MeetingRow;
  polls: readonly PollHead[];
}) {
  const { language } = view;
  const w = homeWords(language);
  const title = choose(language, meeting.titleZh, meeting.titleEn);
  return (
    <Layout
      view={view}
      title={title}
      section="home"
      crumbs={[
        { name: commonWords(language).home, href: '/' },
        {
          name: choose(language, meeting.organZh, meeting.organEn),
          href: `/?organ=${meeting.organId}#results`,
        },
      ]}
    >
      <div className="heading">
        <p className="kicker">{w.meeting}</p>
        <h1>
          <WholeWords text={title} />
        </h1>
        <p className="where">
          <DayText day={meeting.heldOn} language={language} />
        </p>
      </div>
      <section aria-labelledby="sessions">
        <h2 id="sessions">{w.sessions}</h2>
        <PollList polls={polls} language={language} withMeeting={false} />
      </section>
    </Layout>
  );
}
