/**
 * Whole elections made with belenios-tool 2.0 and 3.0 (and one by an independent program): each verifies, its published
 * result is what a plain recount of its voters' choices gives, and our writer makes the same bytes of the same texts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readArchive } from '../../tally/belenios/archive/read-archive.ts';
import { appendEvent, archiveStart } from '../../tally/belenios/archive/write-archive.ts';
import { readBallot, signBallotText, writeUnsignedBallot } from '../../tally/belenios/ballot.ts';
import { openElection, readElection } from '../../tally/belenios/election.ts';
import { writeResult } from '../../tally/belenios/result.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { hex, readBase64NoPad } from '../../tally/encoding/bytes.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { verifyArchive } from '../../tally/verify/verify-archive.ts';
import { backEnds } from '../support/back-ends.ts';
import {
  archiveBytes,
  archiveNames,
  type KnownElection,
  knownElections,
} from '../support/belenios-fixtures.ts';
import { eventsOf } from '../support/election.ts';
import { fixture, hasFixtures } from '../support/fixtures.ts';

test('there are eighteen archives, each with what is known of it', () => {
  expect(archiveNames).toHaveLength(18);
  expect(Object.keys(knownElections).sort()).toEqual(archiveNames);
});

describe.each(backEnds)('with $name', ({ openGroup: open }) => {
  test.each(archiveNames)('%s verifies with the published result', async (name) => {
    const { findings, view } = await verifyArchive(bytesSource(archiveBytes(name)), { openGroup: open });
    const known = knownElections[name];
    expect(findings).toEqual([]);
    expect(view.election?.uuid).toBe(known?.uuid);
    const published = view.result === undefined ? undefined : JSON.parse(writeResult(view.result)).result;
    expect(published).toEqual(known?.result);
    if (known?.votes === undefined) return;
    const trackers = known.votes.map(({ tracker }) => hex(readBase64NoPad(tracker) ?? new Uint8Array()));
    expect(view.ballots.map(({ hash }) => hash)).toEqual(trackers);
    expect(view.ballots.filter(({ supersededBy }) => supersededBy === undefined)).toHaveLength(
      lastVotes(known).length,
    );
  });
});

test.each(archiveNames.filter((name) => knownElections[name]?.votes && knownElections[name]?.result))(
  '%s publishes what a plain recount of its voters’ last choices gives',
  (name) => {
    const known = knownElections[name];
    const votes = lastVotes(known ?? { uuid: '' });
    known?.result?.forEach((column, question) => {
      const chosen = votes.map(({ choices }) => choices[question] ?? []);
      if (Array.isArray(column[0])) {
        expect(column.map(String).sort()).toEqual(chosen.map(String).sort());
        return;
      }
      const sums = column.map((_, k) =>
        votes.reduce(
          (sum, { weight = '1', choices }) => sum + BigInt(weight) * BigInt(choices[question]?.[k] ?? 0),
          0n,
        ),
      );
      expect(column.map((count) => BigInt(String(count)))).toEqual(sums);
    });
  },
);

test.each(archiveNames)('%s is rewritten byte for byte, ballots included', async (name) => {
  const original = archiveBytes(name);
  const { events, timestamp } = await eventsOf(original);
  const chunks = [...archiveStart(timestamp)];
  let previous: { hash: string; height: number } | undefined;
  for (const { type, data } of events) {
    const written = appendEvent(timestamp, previous, type, data);
    previous = { hash: written.hash, height: written.event.height };
    chunks.push(...written.bytes);
  }
  expect(Buffer.concat(chunks).equals(original)).toBe(true);

  const election = assertOk(readElection(events[0]?.data[0] ?? ''));
  const group = assertOk(openGroup(election.groupName));
  const open = assertOk(openElection(election, group));
  for (const { data } of events.filter(({ type }) => type === 'Ballot')) {
    const ballot = assertOk(readBallot(data[0] ?? '', open, 'ballot'));
    expect(signBallotText(writeUnsignedBallot(group, ballot), ballot.signature.proof)).toBe(data[0]);
  }
});

test('an archive cut after any of its events is a walk of fewer events, or unusable', async () => {
  const whole = archiveBytes('single3-onequestion');
  const ends: number[] = [];
  for await (const { end } of readArchive(bytesSource(whole))) ends.push(end);
  for (const [i, end] of ends.entries()) {
    const { events } = await eventsOf(whole.subarray(0, end));
    expect(events).toHaveLength(i + 1);
  }
});

test.skipIf(!hasFixtures)('the copies in this repository are the originals', () => {
  for (const name of archiveNames) {
    const files = readdirSync(fixture('belenios', name));
    const file = files.find((each) => /\.bel(?:\.gz)?$/.test(each)) ?? '';
    const raw = readFileSync(fixture('belenios', name, file));
    expect(Buffer.from(archiveBytes(name)).equals(file.endsWith('.gz') ? gunzipSync(raw) : raw)).toBe(true);
    const published = fixture('belenios', name, 'tally', 'result.json');
    if (existsSync(published)) {
      expect(JSON.parse(readFileSync(published, 'utf8')).result).toEqual(knownElections[name]?.result);
    }
  }
});

/** The votes that count: the last of every voter. */
function lastVotes({ votes = [] }: KnownElection): NonNullable<KnownElection['votes']> {
  return votes.filter(({ voter }, i) => votes.findLastIndex((later) => later.voter === voter) === i);
}
