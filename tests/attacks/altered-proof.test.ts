/**
 * Every proof and signature of an archive, altered by one in one number while everything around it is hashed and chained
 * anew: each is refuted, by the check for that kind of proof.
 */
import { describe, expect, test } from 'vitest';
import { setupMembers } from '../../tally/belenios/archive/write-archive.ts';
import { writeOwned } from '../../tally/belenios/decryption.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { playElection, refutedBy } from '../support/election.ts';

const { events } = playElection({
  questions: [{ kind: 'homomorphic', answers: ['甲', '乙'], blank: true, min: 1, max: 1, question: '?' }],
  trustees: ['single', { size: 2, threshold: 1 }],
  votes: [[0, [[0, 1, 0]]]],
});

const PROOFS: readonly (readonly [
  what: string,
  event: number,
  member: number,
  start: string,
  check: string,
])[] = [
  ['the mandatory trustee’s proof of knowledge', 0, 1, '{"pok":', '09.2'],
  ['a certificate’s signature', 0, 1, '"certs":', '09.2'],
  ['a signature over commitments', 0, 1, '"coefexps":[', '09.2'],
  ['a signature over all certificates', 0, 1, '"signatures":', '09.2'],
  ['a threshold member’s proof of knowledge', 0, 1, '"verification_keys":', '09.2'],
  ['an individual proof', 1, 0, '"individual_proofs":', '10.5'],
  ['the overall proof', 1, 0, '"overall_proof":', '10.5'],
  ['the blank proof', 1, 0, '"blank_proof":', '10.5'],
  ['the ballot’s signature', 1, 0, '"signature":', '10.6'],
  ['a decryption proof', 4, 0, '"decryption_proofs":', '16.2'],
];

describe.each(PROOFS)('R35: %s', (_, event, member, start, check) => {
  test.each(['challenge', 'response'])('with another %s is refuted', async (name) => {
    const text = events[event]?.data[member] ?? '';
    const at = text.indexOf(`"${name}":"`, text.indexOf(start)) + name.length + 4;
    const number = /^[0-9]+/.exec(text.slice(at))?.[0] ?? '';
    const other = (BigInt(number) - 1n).toString();
    const altered = text.slice(0, at) + other + text.slice(at + number.length);
    const data = (events[event]?.data ?? []).map((old, i) => (i === member ? altered : old));
    const changed = events.map((old, i) => (i === event ? { ...old, data: repaired(data, event) } : old));
    expect(await refutedBy(changed)).toContain(check);
  });
});

/** Where the data of an event name each other by hash, the server adapts those too. */
function repaired(
  [content = '', second = '', third = '']: readonly string[],
  event: number,
): readonly string[] {
  if (event === 0) return setupMembers(content, second, third);
  return second === '' ? [content] : [content, writeOwned({ owner: 1, payload: sha256Hex(content) })];
}
