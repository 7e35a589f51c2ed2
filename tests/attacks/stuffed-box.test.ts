/**
 * The server puts in ballots nobody cast. It knows no card, so it either votes under a credential of its own (10.3), signs
 * for a listed voter without the secret (10.6), or adds its credential to the list, which is another archive from its
 * first event on: whoever saw the old list, or the old election, sees the difference.
 */
import { expect, test } from 'vitest';
import { encryptBallot } from '../../tally/belenios/encrypt-ballot.ts';
import { drawScalar } from '../../tally/belenios/scalar.ts';
import { assertOk } from '../../tally/result.ts';
import {
  archiveOf,
  ballotEvents,
  countElection,
  playElection,
  refutedBy,
  setupEvent,
  tallyBallots,
  verify,
} from '../support/election.ts';

const played = playElection({ votes: [[0, [[1, 0, 0]]]] });
const { election, ballots } = played;
const { open, random } = election;
const honest = ballots.map(({ text }) => text);
const invented = assertOk(encryptBallot(open, [[0, 1, 0]], drawScalar(open.group, random), random));

test('a valid ballot under a credential that is not on the list is refuted', async () => {
  const cast = [...honest, invented.text];
  const stuffed = { ...election, voters: [...election.voters, voterOf(invented.ballot.credential)] };
  const count = countElection(stuffed, tallyBallots(stuffed, cast));
  expect(count.result).toEqual([[1n, 1n, 0n]]);
  const events = [setupEvent(election), ...ballotEvents(cast), ...count.events];
  expect(await refutedBy(events)).toEqual(expect.arrayContaining(['10.3', '14.2', '14.3']));
});

test('a ballot in the name of a listed voter is refuted by its signature', async () => {
  const listed = election.voters[1]?.publicKey ?? '';
  const own = open.group.text(invented.ballot.credential);
  const forged = invented.text.replace(own, listed);
  const count = countElection(election, tallyBallots(election, [...honest, forged]));
  const events = [setupEvent(election), ...ballotEvents([...honest, forged]), ...count.events];
  // The proofs bind the credential they were made for as well.
  expect(await refutedBy(events)).toEqual(['10.5', '10.6']);
});

test('a longer list of credentials is another archive from the first event on', async () => {
  const stuffed = { ...election, voters: [...election.voters, voterOf(invented.ballot.credential)] };
  const list = JSON.parse(election.texts.credentials) as string[];
  const credentials = JSON.stringify([...list, open.group.text(invented.ballot.credential)]);
  const cast = [...honest, invented.text];
  const count = countElection(stuffed, tallyBallots(stuffed, cast));
  const setup = setupEvent({ ...election, texts: { ...election.texts, credentials } });
  const after = await verify(archiveOf([setup, ...ballotEvents(cast), ...count.events]));
  const before = await verify(played.bytes);
  expect(after.findings).toEqual([]);
  expect([before.view.voters, after.view.voters]).toEqual([3, 4]);
  expect(after.view.events[0]?.hash).not.toBe(before.view.events[0]?.hash);
});

function voterOf(credential: typeof invented.ballot.credential) {
  return { credential: '', secret: 0n, publicKey: open.group.text(credential), weight: 1n };
}
