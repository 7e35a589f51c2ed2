/** A session without a published result: under way, invalid, or given up. Issued and returned, and no other figure. */
import type { Action, TallyReport } from '#tally';
import type { PollDetail } from '../store.ts';
import { resultWords } from '../text/result.ts';
import { ProcessLog } from './facts.tsx';
import { crumbsOf, Heading, StateTag, subjectOf } from './heading.tsx';
import { Layout, type View } from './layout.tsx';

export interface PendingPageProps {
  readonly view: View;
  readonly poll: PollDetail;
  /** Of an invalid poll; it holds no counts. */
  readonly report: TallyReport | null;
  /** Of a session that has ended; of one under way the log is published with its result. */
  readonly actions: readonly Action[];
}

/** States in which ballots are handed out or have been. */
const WITH_BALLOTS = [
  'issuing',
  'open',
  'closed',
  'reconciled',
  'adjudicating',
  'counted',
  'revote_required',
  'signed',
  'announced',
  'confirmed',
];

export function PendingPage({ view, poll, report, actions }: PendingPageProps) {
  const { language } = view;
  const w = resultWords(language);
  const issued = report?.ballots.issued ?? poll.issued;
  const returned = report?.ballots.returned ?? poll.returned;
  return (
    <Layout view={view} title={subjectOf(language, poll)} crumbs={crumbsOf(language, poll)} section="home">
      <Heading poll={poll} language={language} />
      <p>
        <StateTag state={poll.state} language={language} />
      </p>
      {poll.state === 'poll_invalid' ? (
        <section className="outcome" aria-labelledby="outcome">
          <h2 id="outcome">{w.invalidTitle}</h2>
          <p>{w.invalidText(issued, returned)}</p>
        </section>
      ) : null}
      {poll.state === 'voided' ? (
        <section className="outcome" aria-labelledby="outcome">
          <h2 id="outcome">{w.voidedTitle}</h2>
          <p>{w.voidedText}</p>
        </section>
      ) : null}
      {WITH_BALLOTS.includes(poll.state) ? (
        <>
          <dl className="tally large">
            <div>
              <dt>{w.pendingIssued}</dt>
              <dd>{issued}</dd>
            </div>
            <div>
              <dt>{w.pendingReturned}</dt>
              <dd>{returned}</dd>
            </div>
          </dl>
          <p className="help">{poll.isRecorded ? w.pendingByName : w.pendingHelp}</p>
          {poll.isRecorded ? null : (
            <p>
              <a href={`/polls/${poll.id}/board`}>{w.board}</a>
            </p>
          )}
        </>
      ) : null}
      <ProcessLog actions={actions} language={language} />
    </Layout>
  );
}
