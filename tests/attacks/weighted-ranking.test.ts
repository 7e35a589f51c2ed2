/**
 * Ballots of a ranked question go through a shuffle one by one, so a weight cannot count there: a credential of weight 0
 * would vote all the same, one of weight 3 only once. The credential list is not under the election's fingerprint, so the
 * weights could be slipped in after the fact; a weighted ballot is refuted (10.3), as the peer refuses it.
 */
import { expect, test } from 'vitest';
import { setupMembers } from '../../tally/belenios/archive/write-archive.ts';
import { archiveBytes } from '../support/belenios-fixtures.ts';
import { eventsOf, refutedBy } from '../support/election.ts';

test.each(['0', '3'])('a weight of %s beside a ranked question is refuted', async (weight) => {
  const { events } = await eventsOf(archiveBytes('v3-ed25519-nh'));
  const [election = '', trustees = '', credentials = ''] = events[0]?.data ?? [];
  const withWeights = (weightText: string) => {
    const list = (JSON.parse(credentials) as string[]).map((entry) => `${entry.split(',')[0]},${weightText}`);
    const setup = { type: 'Setup' as const, data: setupMembers(election, trustees, JSON.stringify(list)) };
    return [setup, ...events.slice(1).filter(({ type }) => type === 'Ballot')];
  };
  expect(await refutedBy(withWeights(weight))).toEqual(['10.3']);
  expect(await refutedBy(withWeights('1'))).toEqual([]);
});
