/**
 * Shuffles of ranked answers (Belenios protocol version 1, section 9): a trustee re-encrypts and permutes the
 * ciphertexts of every ranked question and proves it. This file holds the text of a shuffle and how shuffles chain
 * (each takes the one before it, the last is decrypted); the proof itself is shuffle-proof.ts. Verification only: our
 * own elections have no ranked questions.
 */
import { array, object, pair, positional, type Reader } from '../encoding/reader.ts';
import type { Element, Group } from '../groups/group.ts';
import { assert, type Refusal, type Result } from '../result.ts';
import { readCompact } from './compact-json.ts';
import type { OpenElection, Question } from './election.ts';
import { ciphertextJson, ciphertextReader } from './homomorphic-answer.ts';
import type { Ciphertext } from './proofs.ts';
import { elementReader, scalarReader } from './scalar.ts';
import { checkShuffleProof, type ShuffleProof } from './shuffle-proof.ts';
import type { EncryptedTally } from './tally.ts';

/** One entry a ranked question, in the order of the questions. */
export interface Shuffle {
  readonly ciphertexts: readonly (readonly Ciphertext[])[];
  readonly proofs: readonly ShuffleProof[];
}

const MAX_BALLOTS = 1_000_000;
const MAX_QUESTIONS = 500;

/** Reads the text of a shuffle: form and ranges; sizes, membership and proofs are `checkShuffle`'s. */
export function readShuffle(group: Group, text: string, where: string): Result<Shuffle> {
  const reader: Reader<Shuffle> = object({
    ciphertexts: array(array(ciphertextReader(group), MAX_BALLOTS), MAX_QUESTIONS),
    proofs: array(proofReader(group), MAX_QUESTIONS),
  });
  return readCompact(text, where, text.length, reader, (shuffle) => writeShuffle(group, shuffle));
}

function proofReader(group: Group): Reader<ShuffleProof> {
  const element = elementReader(group);
  const scalar = scalarReader(group);
  const elements = array(element, MAX_BALLOTS);
  const scalars = array(scalar, MAX_BALLOTS);
  return positional({
    t: positional({ t1: element, t2: element, t3: element, t4: pair(element, element), tHat: elements }),
    s: positional({ s1: scalar, s2: scalar, s3: scalar, s4: scalar, sHat: scalars, sPrime: scalars }),
    c: elements,
    cHat: elements,
  });
}

export function writeShuffle(group: Group, { ciphertexts, proofs }: Shuffle): string {
  const texts = (elements: readonly Element[]) => elements.map((element) => group.text(element));
  return JSON.stringify({
    ciphertexts: ciphertexts.map((list) => list.map((ciphertext) => ciphertextJson(group, ciphertext))),
    proofs: proofs.map(({ t, s, c, cHat }) => [
      [...texts([t.t1, t.t2, t.t3]), texts(t.t4), texts(t.tHat)],
      [...[s.s1, s.s2, s.s3, s.s4].map(String), s.sHat.map(String), s.sPrime.map(String)],
      texts(c),
      texts(cHat),
    ]),
  });
}

/** What a first shuffle takes: the ranked columns of the published tally, which are sorted. */
export function rankedColumns(
  questions: readonly Question[],
  tally: EncryptedTally,
): readonly (readonly Ciphertext[])[] {
  return tally.filter((_, i) => questions[i]?.kind === 'ranked');
}

/** The tally that is decrypted: its ranked columns replaced by those of the last shuffle, already checked. */
export function withShuffled(
  questions: readonly Question[],
  tally: EncryptedTally,
  shuffled: Shuffle['ciphertexts'],
): EncryptedTally {
  let next = 0;
  return tally.map((column, i) => {
    if (questions[i]?.kind !== 'ranked') return column;
    const replacement = shuffled[next++];
    assert(replacement?.length === column.length, 'a checked shuffle has the shape of its input');
    return replacement;
  });
}

/**
 * Findings about one shuffle: as many questions and ciphertexts as its input, every element in the group, every proof.
 *
 * @param input the ranked columns of the tally, or the ciphertexts of the shuffle before; their membership is known
 */
export function checkShuffle(
  open: OpenElection,
  input: Shuffle['ciphertexts'],
  { ciphertexts, proofs }: Shuffle,
  where: string,
): Refusal[] {
  const isShaped =
    ciphertexts.length === input.length &&
    proofs.length === input.length &&
    ciphertexts.every((list, i) => list.length === input[i]?.length);
  if (!isShaped) {
    return [{ code: 'MALFORMED', where, message: 'the shuffle is not shaped like the ciphertexts it takes' }];
  }
  return input.flatMap((list, i) => {
    const proof = proofs[i];
    assert(proof !== undefined, 'there are as many proofs as questions');
    return checkShuffleProof(open, list, ciphertexts[i] ?? [], proof, `${where}[${i}]`);
  });
}
