/**
 * A scrutineer sends something else than a decryption of the tally with the own key, to stop the count or bend its result. It is
 * refused when it comes in, element by element; the log says whose it was; the others open the count without that part.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../support/random.ts';
import { bytesOf, decryptAs, group, type KeyHolder, must, tallyInArchive } from '../support/scrutineers.ts';
import { draftOf } from '../support/sitting.ts';
import { openSmallMeeting, type SmallMeeting } from '../support/small-meeting.ts';
import { type Answer, openWorld, type World } from '../support/world.ts';

const [FOR, AGAINST] = [0, 1];
const random = seededRandom('wrong decryption');

describe('a wrong partial decryption', () => {
  let world: World;
  let meeting: SmallMeeting;
  let poll: string;
  let head: string;
  let own: { decryption_factors: string[][]; decryption_proofs: { challenge: string; response: string }[][] };
  let other: string;

  beforeAll(async () => {
    world = await openWorld();
    meeting = await openSmallMeeting(world, { seed: 'wrong decryption' });
    poll = await meeting.open(draftOf(2));
    must(await meeting.cast(poll, 0, [FOR, AGAINST]), 201);
    must(await meeting.close(poll));
    must(await meeting.reconcile(poll));
    const [first, second] = meeting.holders as [KeyHolder, KeyHolder];
    ({ head } = must(await first.client.get(`/api/ballot-sessions/${poll}/count/evidence`)));
    const { fingerprint, tally } = tallyInArchive(
      await bytesOf(first.client, `/api/ballot-sessions/${poll}/count/archive.bel`),
    );
    own = JSON.parse(decryptAs(first, fingerprint, tally, random));
    other = decryptAs(second, fingerprint, tally, random);
  });
  afterAll(() => world.close());

  const send = (decryption: string, given = head): Promise<Answer> =>
    (meeting.holders[0] as KeyHolder).client.post(`/api/ballot-sessions/${poll}/count/decryptions`, {
      head: given,
      decryption,
    });
  const plusOne = (digits: string): string => (BigInt(digits) + 1n).toString();

  test('R35: every factor and every proof is checked', async () => {
    const rows = own.decryption_factors.map((row) => row.length);
    expect(rows).toEqual([3, 3]);
    for (const [i, length] of rows.entries()) {
      for (let k = 0; k < length; k += 1) {
        const factor = structuredClone(own);
        (factor.decryption_factors[i] as string[])[k] = group.text(group.generator);
        expect((await send(JSON.stringify(factor))).body.code, `factor ${i} ${k}`).toBe('BAD_PROOF');
        for (const part of ['challenge', 'response'] as const) {
          const proof = structuredClone(own);
          const claimed = proof.decryption_proofs[i]?.[k];
          if (claimed === undefined) throw new Error('there is a proof a factor');
          claimed[part] = plusOne(claimed[part]);
          expect((await send(JSON.stringify(proof))).body.code, `${part} ${i} ${k}`).toBe('BAD_PROOF');
        }
      }
    }
  });

  test('R35: elements outside the group, another shape, another member’s part are refused', async () => {
    const outside = structuredClone(own);
    (outside.decryption_factors[0] as string[])[0] = '2';
    expect((await send(JSON.stringify(outside))).body.code).toBe('NOT_IN_GROUP');
    const short = { ...own, decryption_factors: own.decryption_factors.slice(1) };
    expect((await send(JSON.stringify(short))).body.code).toBe('MALFORMED');
    expect((await send(other)).body.code).toBe('BAD_PROOF');
    expect((await send(JSON.stringify(own), '0'.repeat(64))).body.code).toBe('INCONSISTENT');
  });

  test('R35: the log names whose part was refused, and nothing entered the archive', async () => {
    const lines = world.log.filter((line) => line.includes('partial decryption refused'));
    expect(lines.length).toBeGreaterThan(18);
    expect(lines.every((line) => JSON.parse(line).owner === 1)).toBe(true);
    const [row] = await world.sql`
      select count(*)::int as n from box.events where poll = ${poll} and type = 'PartialDecryption'`;
    expect(row).toEqual({ n: 0 });
  });

  test('R33: the others open the count without that part', async () => {
    expect(must(await meeting.decrypt(poll, 1), 201)).toEqual({ state: 'adjudicating' });
    expect(must(await meeting.decrypt(poll, 2), 201)).toEqual({ state: 'counted' });
  });
});
