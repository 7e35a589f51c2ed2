/**
 * An archive made to exhaust whoever verifies it: members without end, ballots as long as may be. The verifier refutes it
 * and stays small: what it remembers of a ballot does not grow with the ballot, and findings may be very many.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { memberHeader } from '../../tally/belenios/archive/member.ts';
import { archiveStart } from '../../tally/belenios/archive/write-archive.ts';
import { checkDecryption, decryptTally } from '../../tally/belenios/decryption.ts';
import type { ByteSource } from '../../tally/encoding/byte-source.ts';
import { concatBytes } from '../../tally/encoding/bytes.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import type { Group } from '../../tally/groups/group.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { verifyArchive } from '../../tally/verify/verify-archive.ts';
import {
  archiveOf,
  ballotEvents,
  setUpElection,
  setupEvent,
  TIMESTAMP,
  verify,
} from '../support/election.ts';
import { seededRandom } from '../support/random.ts';

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** Sixty ballots of half a megabyte each under listed credentials. */
function longBallots(): Uint8Array {
  const election = setUpElection({ voters: 3 });
  const { uuid, fingerprint } = election.open.election;
  const texts = Array.from({ length: 60 }, (_, i) => {
    const credential = election.voters[i % 3]?.publicKey ?? '';
    const head = `{"election_uuid":"${uuid}","election_hash":"${fingerprint}","credential":"${credential}"`;
    return `${head},"answers":[${i},"${'x'.repeat(500_000)}"]}`;
  });
  return archiveOf([setupEvent(election), ...ballotEvents(texts)]);
}

test('of a long ballot under a listed credential nothing long is remembered', async () => {
  const bytes = longBallots();
  const before = heapBytes();
  const { view, findings } = await verify(bytes);
  expect(heapBytes() - before).toBeLessThan(5_000_000);
  expect(view.ballots.length).toBe(60);
  expect(findings.length).toBeGreaterThanOrEqual(60);
});

test('an archive of 150,000 members no event refers to is refuted, each of them named', async () => {
  const start = concatBytes(...archiveStart(TIMESTAMP));
  const member = memberHeader(`${sha256Hex('')}.data.json`, 0, TIMESTAMP);
  const count = 150_000;
  const source: ByteSource = {
    size: start.length + count * member.length,
    read: async (offset, length) =>
      offset < start.length ? start.subarray(offset, offset + length) : member.subarray(0, length),
  };
  const { findings } = await verifyArchive(source, { openGroup: (name) => openGroup(name) });
  expect(findings.length).toBeGreaterThan(count - 10);
});

test('a decryption of very many columns is checked in batches, so that memory does not grow with them', () => {
  const group = assertOk(openGroup('BELENIOS-2048'));
  let largest = 0;
  const watched: Group = {
    ...group,
    productsOfPowers(bases, products) {
      largest = Math.max(largest, products.length);
      return group.productsOfPowers(bases, products);
    },
  };
  const column = { alpha: group.identity, beta: group.identity };
  const tally = [new Array<typeof column>(600).fill(column)];
  const decryption = decryptTally(group, 'fingerprint', tally, 5n, seededRandom('columns'));
  const key = group.power(group.generator, 5n);
  expect(checkDecryption(watched, 'fingerprint', tally, key, decryption, 'decryption')).toEqual([]);
  expect(largest).toBeLessThan(1000);
  const other = group.power(group.generator, 6n);
  expect(checkDecryption(watched, 'fingerprint', tally, other, decryption, 'decryption')).toHaveLength(600);
});
