/**
 * Known answers of the Belenios protocol, recomputed by other people's programs from the elections beside them: every
 * commitment, hash input and challenge of three ballots, one decryption, the event chain, a member header. (Credentials,
 * trustees, channels and shuffles have theirs in the tests of those parts.)
 */
import { describe, expect, test } from 'vitest';
import { memberHeader } from '../../tally/belenios/archive/member.ts';
import { writeArchiveHeader } from '../../tally/belenios/archive/read-archive.ts';
import { appendEvent } from '../../tally/belenios/archive/write-archive.ts';
import { type Ballot, readBallot, writeUnsignedBallot } from '../../tally/belenios/ballot.ts';
import { ballotPrefix, checkBallot } from '../../tally/belenios/check-ballot.ts';
import { readDecryption } from '../../tally/belenios/decryption.ts';
import { type OpenElection, openElection, readElection } from '../../tally/belenios/election.ts';
import { challengeOf } from '../../tally/belenios/hash.ts';
import { type Ciphertext, multiplyCiphertexts } from '../../tally/belenios/proofs.ts';
import type { Proof } from '../../tally/belenios/scalar.ts';
import { readEncryptedTally, readSizedTally } from '../../tally/belenios/tally.ts';
import { listMembers, readTrustees } from '../../tally/belenios/trustee.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import type { Element } from '../../tally/groups/group.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { archiveBytes, vectors } from '../support/belenios-fixtures.ts';
import { eventsOf, type PlainEvent } from '../support/election.ts';

async function load(name: string): Promise<{ open: OpenElection; events: readonly PlainEvent[] }> {
  const { events } = await eventsOf(archiveBytes(name));
  const election = assertOk(readElection(events[0]?.data[0] ?? ''));
  return { open: assertOk(openElection(election, assertOk(openGroup(election.groupName)))), events };
}

test.each(
  vectors<{ case: string; bytes: number; sha256_hex: string; fingerprint: string }[]>('fingerprints'),
)('the fingerprint of $case', async (known) => {
  const { open, events } = await load(known.case);
  const text = events[0]?.data[0] ?? '';
  expect(Buffer.byteLength(text)).toBe(known.bytes);
  expect(sha256Hex(text)).toBe(known.sha256_hex);
  expect(open.election.fingerprint).toBe(known.fingerprint);
});

interface KnownProof {
  readonly hash_input_sha256: string;
  readonly sum_of_challenges: string;
  readonly commitments_A0_B0_A1_B1?: readonly string[];
}

interface KnownAnswer {
  readonly kind: string;
  readonly S_sha256: string;
  readonly S_bytes: number;
  readonly individual: readonly KnownProof[];
  readonly overall: KnownProof & { readonly values: readonly number[]; readonly product_alpha?: string };
  readonly blank_proof?: KnownProof;
  readonly commitment: string;
  readonly hash_input_sha256: string;
  readonly challenge: string;
}

interface KnownBallot {
  readonly case: string;
  readonly S0: string;
  readonly bytes: number;
  readonly unsigned_bytes: number;
  readonly signature_hash: string;
  readonly signature_commitment: string;
  readonly signature_challenge: string;
  readonly tracker: string;
  readonly sha256_hex: string;
  readonly answers: readonly KnownAnswer[];
}

describe.each(vectors<KnownBallot[]>('ballots'))('the first ballot of $case', (known) => {
  async function first(): Promise<{ open: OpenElection; text: string; ballot: Ballot }> {
    const { open, events } = await load(known.case);
    const text = events[1]?.data[0] ?? '';
    return { open, text, ballot: assertOk(readBallot(text, open, 'ballot')) };
  }

  test('has the published prefix, size, signature and tracker, and verifies', async () => {
    const { open, text, ballot } = await first();
    const { group, election } = open;
    expect(ballotPrefix(election.fingerprint, group.text(ballot.credential))).toBe(known.S0);
    const unsigned = writeUnsignedBallot(group, ballot);
    expect([text.length, unsigned.text.length]).toEqual([known.bytes, known.unsigned_bytes]);
    expect([unsigned.hash, ballot.signedHash]).toEqual([known.signature_hash, known.signature_hash]);
    expect([ballot.tracker, sha256Hex(text)]).toEqual([known.tracker, known.sha256_hex]);
    const { challenge, response } = ballot.signature.proof;
    const commitment = product(open, [group.generator, response], [ballot.credential, challenge]);
    expect(group.text(commitment)).toBe(known.signature_commitment);
    expect(challenge.toString()).toBe(known.signature_challenge);
    expect(challengeOf(group, `sig|${unsigned.hash}|`, [commitment])).toBe(challenge);
    expect(checkBallot(open, ballot, 'ballot')).toEqual([]);
  });

  test('has the published commitments and challenges in every answer', async () => {
    const { open, ballot } = await first();
    const { group, publicKey } = open;
    expect(ballot.answers).toHaveLength(known.answers.length);
    ballot.answers.forEach((answer, i) => {
      const expected = known.answers[i] as KnownAnswer;
      if (answer.kind === 'ranked') {
        expect(expected.kind).toBe('NonHomomorphic');
        const { challenge, response } = answer.proof;
        const commitment = product(open, [group.generator, response], [answer.choices.alpha, challenge]);
        expect(group.text(commitment)).toBe(expected.commitment);
        expect(challenge.toString()).toBe(expected.challenge);
        const texts = [publicKey, answer.choices.alpha, answer.choices.beta].map((e) => group.text(e));
        expect(sha256Hex(`raweg|${known.S0}|${texts.join(',')}|${expected.commitment}`)).toBe(
          expected.hash_input_sha256,
        );
        return;
      }
      const { choices, individualProofs, overallProof, blankProof } = answer;
      const textOf = ({ alpha, beta }: Ciphertext) => `${group.text(alpha)},${group.text(beta)}`;
      const all = `${known.S0}|${choices.map(textOf).join(',')}`;
      expect([sha256Hex(all), all.length]).toEqual([expected.S_sha256, expected.S_bytes]);
      choices.forEach((choice, k) => {
        const branches = [0, 1].map((value) => ({ ciphertext: choice, value }));
        expectProof(
          open,
          `prove|${known.S0}|${textOf(choice)}|`,
          branches,
          individualProofs[k],
          expected.individual[k],
        );
      });
      const flag = blankProof === undefined ? undefined : choices[0];
      const sum = multiplyCiphertexts(group, flag === undefined ? choices : choices.slice(1));
      const counted = expected.overall.values.map((value) => ({ ciphertext: sum, value }));
      if (flag === undefined) {
        expect(group.text(sum.alpha)).toBe(expected.overall.product_alpha);
        expectProof(open, `prove|${all}|${textOf(sum)}|`, counted, overallProof, expected.overall);
        return;
      }
      const withFlag = [{ ciphertext: flag, value: 1 }, ...counted];
      expectProof(open, `bproof1|${all}|`, withFlag, overallProof, expected.overall);
      const zeros = [flag, sum].map((ciphertext) => ({ ciphertext, value: 0 }));
      expectProof(open, `bproof0|${all}|`, zeros, blankProof, expected.blank_proof);
    });
  });
});

/** Recomputes the commitments of a disjunction by its definition and compares them and the hash with what is known. */
function expectProof(
  open: OpenElection,
  prefix: string,
  branches: readonly { readonly ciphertext: Ciphertext; readonly value: number }[],
  proofs: readonly Proof[] = [],
  known: KnownProof | undefined,
): void {
  const { group, publicKey } = open;
  expect(proofs).toHaveLength(branches.length);
  const commitments = branches.flatMap(({ ciphertext: { alpha, beta }, value }, j) => {
    const { challenge, response } = proofs[j] ?? { challenge: 0n, response: 0n };
    const shifted = group.multiply(beta, group.invert(group.power(group.generator, BigInt(value))));
    return [
      product(open, [group.generator, response], [alpha, challenge]),
      product(open, [publicKey, response], [shifted, challenge]),
    ];
  });
  const texts = commitments.map((commitment) => group.text(commitment));
  if (known?.commitments_A0_B0_A1_B1 !== undefined) expect(texts).toEqual(known.commitments_A0_B0_A1_B1);
  expect(sha256Hex(prefix + texts.join(','))).toBe(known?.hash_input_sha256);
  const sum = proofs.reduce((total, { challenge }) => total + challenge, 0n) % group.order;
  expect(sum.toString()).toBe(known?.sum_of_challenges);
  expect(challengeOf(group, prefix, commitments)).toBe(sum);
}

function product({ group }: OpenElection, ...factors: readonly (readonly [Element, bigint])[]): Element {
  return factors.reduce(
    (result, [base, exponent]) => group.multiply(result, group.power(base, exponent)),
    group.identity,
  );
}

test('a partial decryption has the published commitments, challenge and counts', async () => {
  const known = vectors<{
    case: string;
    position: readonly [number, number];
    commitment_A: string;
    commitment_B: string;
    hash_input_sha256: string;
    challenge: string;
    g_to_the_result: string;
    result: readonly (readonly number[])[];
    sized_encrypted_tally: { num_tallied: number; total_weight: number; encrypted_tally: string };
  }>('decryption');
  const { open, events } = await load(known.case);
  const { group, election } = open;
  const dataOf = (type: string) => events.find((event) => event.type === type)?.data ?? [];
  const [tallyText = '', sizedText = ''] = dataOf('EncryptedTally');
  expect(assertOk(readSizedTally(sizedText, 'sized'))).toEqual({
    numTallied: known.sized_encrypted_tally.num_tallied,
    totalWeight: BigInt(known.sized_encrypted_tally.total_weight),
    encryptedTally: known.sized_encrypted_tally.encrypted_tally,
  });
  expect(sha256Hex(tallyText)).toBe(known.sized_encrypted_tally.encrypted_tally);

  const [i, k] = known.position;
  const ciphertext = assertOk(readEncryptedTally(group, tallyText, 'tally'))[i]?.[k];
  const decryption = assertOk(readDecryption(group, dataOf('PartialDecryption')[0] ?? '', 'decryption'));
  const proof = decryption.proofs[i]?.[k];
  const factor = decryption.factors[i]?.[k];
  const [member] = listMembers(assertOk(readTrustees(group, events[0]?.data[1] ?? '', 'trustees')));
  if (ciphertext === undefined || proof === undefined || factor === undefined || member === undefined) {
    throw new Error('the archive has this decryption');
  }
  const a = product(open, [group.generator, proof.response], [member.key.publicKey, proof.challenge]);
  const b = product(open, [ciphertext.alpha, proof.response], [factor, proof.challenge]);
  expect([a, b].map((element) => group.text(element))).toEqual([known.commitment_A, known.commitment_B]);
  const prefix = `decrypt|${election.fingerprint}|${group.text(member.key.publicKey)}|`;
  expect(sha256Hex(`${prefix}${known.commitment_A},${known.commitment_B}`)).toBe(known.hash_input_sha256);
  expect(proof.challenge.toString()).toBe(known.challenge);
  const message = group.multiply(ciphertext.beta, group.invert(factor));
  expect(group.text(message)).toBe(known.g_to_the_result);
  expect(dataOf('Result')).toEqual([JSON.stringify({ result: known.result })]);
});

test('events and the first member header are written as published', async () => {
  const known = vectors<{
    case: string;
    header: string;
    setup_data: string;
    events: readonly { sha256: string; text: string }[];
    first_tar_header_hex_nonzero: Readonly<Record<string, string | boolean>>;
  }>('events');
  const { events, timestamp } = await eventsOf(archiveBytes(known.case));
  expect(writeArchiveHeader(timestamp)).toBe(known.header);
  expect(events[0]?.data[3]).toBe(known.setup_data);
  let previous: { hash: string; height: number } | undefined;
  const written = events.map(({ type, data }) => {
    const { event, hash } = appendEvent(timestamp, previous, type, data);
    previous = { hash, height: event.height };
    return { sha256: hash, text: JSON.stringify(event) };
  });
  expect(written).toEqual(known.events);

  const header = Buffer.from(memberHeader('BELENIOS', known.header.length, timestamp));
  const fields = Object.entries(known.first_tar_header_hex_nonzero).filter(
    ([name]) => name !== 'rest_is_zero',
  );
  for (const [name, value] of fields) {
    const offset = Number(/\d+/.exec(name)?.[0]);
    const bytes = Buffer.from(String(value), 'latin1');
    expect(header.subarray(offset, offset + bytes.length).equals(bytes)).toBe(true);
    header.fill(0, offset, offset + bytes.length);
  }
  expect(header.every((byte) => byte === 0)).toBe(true);
});
