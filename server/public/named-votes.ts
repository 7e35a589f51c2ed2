/** The votes by name of a published recorded session, in the order in which they were logged. */
import { type RecordedVote, readRecordedVotes } from '#tally';
import type { Sql } from '../db/sql.ts';

/** Null for a secret session, whose ballots nobody can read. */
export async function loadNamedVotes(sql: Sql, poll: string): Promise<readonly RecordedVote[] | null> {
  const rows = await sql<{ vote: string }[]>`
    select v.vote from roll.recorded_votes v join box.polls b on b.poll = v.poll
    where v.poll = ${poll} and b.is_recorded and exists (select from publications where poll = ${poll})
    order by v.leaf_index`;
  if (rows.length === 0) return null;
  const list = `{"poll":"${poll}","v":"recorded-votes/1","votes":[${rows.map(({ vote }) => vote).join(',')}]}`;
  const read = readRecordedVotes(list, 'votes');
  return read.ok ? read.value.votes : null;
}
