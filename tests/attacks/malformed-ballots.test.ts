/**
 * A corpus of ballots that are almost right, each sent through HTTP with the card whose ballot it was (R28): other shapes,
 * other spellings of the same numbers, elements outside the group, proofs and signatures altered, fields missing, twice or
 * too many. Each gets a refusal of its own kind, none gets into the box, the server answers the next request, and at the end
 * the honest ballot they were made from is cast.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BELENIOS_2048 } from '../../tally/groups/belenios-2048.ts';
import { type OpenBox, openBox } from '../support/box.ts';
import { presetWith } from '../support/poll.ts';
import { type Client, ORIGIN, openWorld, type World } from '../support/world.ts';

let world: World;
let box: OpenBox;
let client: Client;
let honest: { ballot: string; caps: unknown };
beforeAll(async () => {
  world = await openWorld();
  const pack = presetWith('congress-default', { 'ballot.seats': 1, 'ballot.cap': 1 });
  box = await openBox(world.sql, { pack, items: 2, cards: 2, seed: 'malformed' });
  client = await world.card(box.cards[0]?.cardId ?? '');
  const { ballot, caps } = box.make(0, [0, 1]);
  honest = { ballot, caps };
}, 180_000);
afterAll(() => world?.close());

// biome-ignore lint/suspicious/noExplicitAny: an attacker knows no types
type Parsed = any;

/** The honest ballot with members changed, written as JSON again without blanks. */
const edited = (change: (ballot: Parsed) => void): string => {
  const ballot: Parsed = JSON.parse(honest.ballot);
  change(ballot);
  return JSON.stringify(ballot);
};
const first = (ballot: Parsed) => ballot.answers[0];
const replaced = (from: string | RegExp, to: string) => honest.ballot.replace(from, to);
const minus1 = (BELENIOS_2048.p - 1n).toString();
const nonMember = '3';

const CORPUS: readonly (readonly [string, () => string])[] = [
  ['nothing but a blank', () => ' '],
  ['no JSON', () => 'not json'],
  ['a number', () => '1'],
  ['null', () => 'null'],
  ['an array', () => `[${honest.ballot}]`],
  ['an empty object', () => '{}'],
  ['the text as a JSON string', () => JSON.stringify(honest.ballot)],
  ['a blank after the text', () => `${honest.ballot} `],
  ['a blank inside the text', () => replaced('{', '{ ')],
  ['a line end after the text', () => `${honest.ballot}\n`],
  ['a mark of byte order before it', () => `\uFEFF${honest.ballot}`],
  ['the end cut off', () => honest.ballot.slice(0, -1)],
  ['twice in a row', () => honest.ballot + honest.ballot],
  ['a field more', () => edited((ballot) => (ballot.more = 1))],
  ['a field __proto__', () => replaced('{', '{"__proto__":{},')],
  ['a field twice', () => replaced('{', '{"election_uuid":"x",')],
  ['no uuid', () => edited((ballot) => delete ballot.election_uuid)],
  ['another uuid', () => edited((ballot) => (ballot.election_uuid = `${box.poll.slice(0, -1)}z`))],
  ['no fingerprint', () => edited((ballot) => delete ballot.election_hash)],
  ['another fingerprint', () => edited((ballot) => (ballot.election_hash = 'A'.repeat(43)))],
  ['no credential', () => edited((ballot) => delete ballot.credential)],
  ['a credential that is a number', () => edited((ballot) => (ballot.credential = 5))],
  [
    'the credential of another card',
    () => edited((ballot) => (ballot.credential = box.cards[1]?.credential)),
  ],
  ['a credential outside the group', () => edited((ballot) => (ballot.credential = nonMember))],
  ['a credential of order two', () => edited((ballot) => (ballot.credential = minus1))],
  ['the credential 1', () => edited((ballot) => (ballot.credential = '1'))],
  ['the credential 0', () => edited((ballot) => (ballot.credential = '0'))],
  ['a credential with a leading zero', () => replaced('"credential":"', '"credential":"0')],
  [
    'a credential in hexadecimal',
    () => edited((ballot) => (ballot.credential = `0x${BigInt(ballot.credential).toString(16)}`)),
  ],
  [
    'a credential above the modulus',
    () => edited((ballot) => (ballot.credential = (BigInt(ballot.credential) + BELENIOS_2048.p).toString())),
  ],
  ['no answers', () => edited((ballot) => delete ballot.answers)],
  ['answers that are null', () => edited((ballot) => (ballot.answers = null))],
  ['no answer', () => edited((ballot) => (ballot.answers = []))],
  ['an answer missing', () => edited((ballot) => ballot.answers.pop())],
  ['an answer too many', () => edited((ballot) => ballot.answers.push(ballot.answers[0]))],
  ['answers in another order', () => edited((ballot) => ballot.answers.reverse())],
  ['a choice missing', () => edited((ballot) => first(ballot).choices.pop())],
  ['a choice too many', () => edited((ballot) => first(ballot).choices.push(first(ballot).choices[0]))],
  ['choices in another order', () => edited((ballot) => first(ballot).choices.reverse())],
  ['a ciphertext without beta', () => edited((ballot) => delete first(ballot).choices[0].beta)],
  ['a ciphertext outside the group', () => edited((ballot) => (first(ballot).choices[0].alpha = nonMember))],
  [
    'a ciphertext times minus one',
    () =>
      edited(
        (ballot) =>
          (first(ballot).choices[0].beta = (
            BELENIOS_2048.p - BigInt(first(ballot).choices[0].beta)
          ).toString()),
      ),
  ],
  ['a ciphertext of ones', () => edited((ballot) => (first(ballot).choices[0] = { alpha: '1', beta: '1' }))],
  [
    'alpha and beta exchanged',
    () =>
      edited((ballot) => {
        const { alpha, beta } = first(ballot).choices[0];
        first(ballot).choices[0] = { alpha: beta, beta: alpha };
      }),
  ],
  ['a number in a ciphertext', () => edited((ballot) => (first(ballot).choices[0].alpha = 7))],
  ['a negative number in a ciphertext', () => edited((ballot) => (first(ballot).choices[0].alpha = '-7'))],
  [
    'a ciphertext of a million digits',
    () => edited((ballot) => (first(ballot).choices[0].alpha = '1'.repeat(20_000))),
  ],
  ['an individual proof missing', () => edited((ballot) => first(ballot).individual_proofs.pop())],
  ['an individual proof of one branch', () => edited((ballot) => first(ballot).individual_proofs[0].pop())],
  ['individual proofs exchanged', () => edited((ballot) => first(ballot).individual_proofs.reverse())],
  [
    'a challenge plus one',
    () =>
      edited((ballot) => {
        const proof = first(ballot).individual_proofs[0][0];
        proof.challenge = (BigInt(proof.challenge) + 1n).toString();
      }),
  ],
  [
    'a response plus the order',
    () =>
      edited((ballot) => {
        const proof = first(ballot).individual_proofs[0][0];
        proof.response = (BigInt(proof.response) + BELENIOS_2048.q).toString();
      }),
  ],
  ['no overall proof', () => edited((ballot) => delete first(ballot).overall_proof)],
  [
    'an overall proof too long',
    () => edited((ballot) => first(ballot).overall_proof.push(first(ballot).overall_proof[0])),
  ],
  [
    'a blank proof where there is no blank',
    () => edited((ballot) => (first(ballot).blank_proof = first(ballot).overall_proof)),
  ],
  ['no signature', () => edited((ballot) => delete ballot.signature)],
  ['a signature of another hash', () => edited((ballot) => (ballot.signature.hash = 'A'.repeat(43)))],
  ['a signature with another response', () => edited((ballot) => (ballot.signature.proof.response = '1'))],
  [
    'the signature before the answers',
    () =>
      edited((ballot) => {
        const { answers, signature } = ballot;
        delete ballot.answers;
        delete ballot.signature;
        ballot.signature = signature;
        ballot.answers = answers;
      }),
  ],
  [
    'proof fields in another order',
    () =>
      edited((ballot) => {
        const { proof } = ballot.signature;
        ballot.signature.proof = { response: proof.response, challenge: proof.challenge };
      }),
  ],
];

test('the corpus has at least forty ballots, all different and none the honest one', () => {
  const texts = CORPUS.map(([, make]) => make());
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts).not.toContain(honest.ballot);
  expect(texts.length).toBeGreaterThanOrEqual(40);
});

test.each(CORPUS)('R28: %s', async (_, make) => {
  const answered = await client.post(`/api/booth/${box.poll}/cast`, { ballot: make(), caps: honest.caps });
  expect([400, 403, 413, 422]).toContain(answered.status);
  expect(answered.body.code).not.toBe('INTERNAL');
});

test.each([
  ['a ballot that is a number', { ballot: 1, caps: [] }],
  ['no ballot', { caps: [] }],
  ['an empty ballot', { ballot: '', caps: [] }],
  ['a field more', { ballot: 'x', caps: [], more: 1 }],
  ['a lone surrogate in the ballot', '{"ballot":"\\ud800","caps":[]}'],
  ['NUL in the ballot', '{"ballot":"\\u0000","caps":[]}'],
  ['two ballots', '{"ballot":"x","ballot":"y","caps":[]}'],
  ['caps a hundred levels deep', `{"ballot":"x","caps":${'['.repeat(100)}${']'.repeat(100)}}`],
  ['a thousand caps', { ballot: 'x', caps: Array(1_000).fill([]) }],
])('R51: a request with %s', async (_, body) => {
  const answered = await client.request(`/api/booth/${box.poll}/cast`, {
    method: 'POST',
    headers: { origin: ORIGIN, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  expect([400, 413]).toContain(answered.status);
});

test('none of them is in the box, and the honest ballot they were made from is cast', async () => {
  expect(await world.sql`select * from box.ballots`).toEqual([]);
  const answered = await client.post(`/api/booth/${box.poll}/cast`, honest);
  expect(answered.status).toBe(201);
});
