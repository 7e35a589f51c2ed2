/** Pages of one session, made from the database: its result, or how far it is. */
import { readTallyReport } from '#tally';
import type { Sql } from '../db/sql.ts';
import { loadEndedActions } from './actions.ts';
import { loadNamedVotes } from './named-votes.ts';
import type { View } from './pages/layout.tsx';
import { PendingPage } from './pages/pending.tsx';
import { ResultPage } from './pages/result.tsx';
import { loadProclamation } from './proclamation.ts';
import { type ListOrder, type ResultModel, readPublished } from './result-model.ts';
import { loadChildPolls, loadPoll, loadPublication, loadVersions, type PollDetail } from './store.ts';

/** The published result of a session, in the version asked for; null when there is none. */
export async function loadResult(
  sql: Sql,
  poll: PollDetail,
  version: number | null,
): Promise<ResultModel | null> {
  const publication = await loadPublication(sql, poll.id, version);
  if (publication === null) return null;
  const versions = await loadVersions(sql, poll.id);
  const children = await loadChildPolls(sql, poll.id);
  const parent = poll.parentId === null ? null : await loadPoll(sql, poll.parentId);
  return readPublished(poll, publication, { versions, children, parent });
}

/** @param order null: as the rules publish it */
export async function makeResultPage(
  sql: Sql,
  view: View,
  id: string,
  version: number | null,
  order: ListOrder | null,
) {
  const poll = await loadPoll(sql, id);
  if (poll === null) return null;
  const model = await loadResult(sql, poll, version);
  if (model === null) return version === null ? makePendingPage(sql, view, poll) : null;
  return (
    <ResultPage
      view={view}
      model={model}
      order={order ?? model.pack.publish.order}
      proclamation={await loadProclamation(sql, model)}
      named={poll.isRecorded ? await loadNamedVotes(sql, id) : null}
    />
  );
}

async function makePendingPage(sql: Sql, view: View, poll: PollDetail) {
  const report = poll.invalidReport === null ? null : readTallyReport(poll.invalidReport);
  return (
    <PendingPage
      view={view}
      poll={poll}
      report={report?.ok === true ? report.value : null}
      actions={await loadEndedActions(sql, poll)}
    />
  );
}
