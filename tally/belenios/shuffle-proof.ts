/**
 * The proof that one list of ciphertexts is a re-encryption and permutation of another: Terelius and Wikström, as
 * written out in the CHVote specification (Haenni, Koenig, Locher, Dubuis, version 1.3.2, section 5.5), with the texts and
 * hashes of Belenios protocol version 1, section 9. Each equation is checked with the challenge on the other side, so
 * that no element is inverted and no exponent is longer than it must be.
 */
import { hex } from '../encoding/bytes.ts';
import { sha256, sha256Hex } from '../encoding/hash.ts';
import type { Element, Factor, Group } from '../groups/group.ts';
import type { Refusal } from '../result.ts';
import type { OpenElection } from './election.ts';
import { hashToInteger } from './hash.ts';
import { createPowerBatch, expectMember, type PendingCheck } from './power-batch.ts';
import type { Ciphertext } from './proofs.ts';

/**
 * Names as in CHVote: commitments t, responses s, commitments c to the permutation, and their chain ĉ; the lists have
 * one entry a ciphertext. Responses lie in [0, order).
 */
export interface ShuffleProof {
  readonly t: {
    readonly t1: Element;
    readonly t2: Element;
    readonly t3: Element;
    readonly t4: readonly [Element, Element];
    readonly tHat: readonly Element[];
  };
  readonly s: {
    readonly s1: bigint;
    readonly s2: bigint;
    readonly s3: bigint;
    readonly s4: bigint;
    readonly sHat: readonly bigint[];
    readonly sPrime: readonly bigint[];
  };
  readonly c: readonly Element[];
  readonly cHat: readonly Element[];
}

/** Every item followed by a comma, the last one too. */
function listText(group: Group, elements: readonly Element[]): string {
  return elements.map((element) => `${group.text(element)},`).join('');
}

function ciphertextsText(group: Group, list: readonly Ciphertext[]): string {
  return listText(
    group,
    list.flatMap(({ alpha, beta }) => [alpha, beta]),
  );
}

/** `str1` of section 9: input, output and permutation commitments. */
export function statementText(
  group: Group,
  input: readonly Ciphertext[],
  output: readonly Ciphertext[],
  c: readonly Element[],
): string {
  return ciphertextsText(group, input) + ciphertextsText(group, output) + listText(group, c);
}

/** The u_i, one an input ciphertext, each in [0, order). */
export function shuffleChallenges(open: OpenElection, statement: string, count: number): readonly bigint[] {
  const seed = sha256Hex(`shuffle-challenges|${open.election.fingerprint}|${statement}`);
  return Array.from(
    { length: count },
    (_, i) => hashToInteger(seed + hex(sha256(`${i}`))) % open.group.order,
  );
}

/** The one challenge the responses answer, in [0, order). */
export function shuffleChallenge(open: OpenElection, statement: string, { t, cHat }: ShuffleProof): bigint {
  const { group, election, publicKey } = open;
  const text = [
    `shuffle-challenge|${election.fingerprint}|`,
    listText(group, [t.t1, t.t2, t.t3, ...t.t4]),
    listText(group, t.tHat),
    statement,
    listText(group, cHat),
    group.text(publicKey),
  ].join('');
  return hashToInteger(text) % group.order;
}

/**
 * Findings about the proof for one ranked question: list lengths, membership of the new ciphertexts and of c and ĉ, the
 * equations. (The commitments t need no test of their own: each must equal a product of members.)
 *
 * @param input  ciphertexts known to lie in the group
 * @param output as many as `input`, read but not yet tested
 */
export function checkShuffleProof(
  open: OpenElection,
  input: readonly Ciphertext[],
  output: readonly Ciphertext[],
  proof: ShuffleProof,
  where: string,
): Refusal[] {
  const { group } = open;
  const { t, s, c, cHat } = proof;
  const count = input.length;
  if ([output, t.tHat, s.sHat, s.sPrime, c, cHat].some((list) => list.length !== count)) {
    return [{ code: 'MALFORMED', where, message: `the proof has lists of another length than ${count}` }];
  }
  const statement = statementText(group, input, output, c);
  const equations = equationsOf(open, input, output, proof, statement);
  const batch = createPowerBatch(group);
  const members: readonly (readonly [place: string, element: Element])[] = [
    ...output.flatMap(({ alpha, beta }, i) => [
      [`ciphertexts[${i}].alpha`, alpha] as const,
      [`ciphertexts[${i}].beta`, beta] as const,
    ]),
    ...c.map((element, i) => [`c[${i}]`, element] as const),
    ...cHat.map((element, i) => [`ĉ[${i}]`, element] as const),
  ];
  const indexes = new Map<Element, number>([[group.generator, batch.generator]]);
  const indexOf = (element: Element) => {
    const index = indexes.get(element) ?? batch.base(element);
    indexes.set(element, index);
    return index;
  };
  const checks: PendingCheck[] = members.map(([place, element]) =>
    expectMember(batch, indexOf(element), `${where}.${place}`),
  );
  for (const { name, commitment, left, right } of equations) {
    const factorsOf = (powers: readonly Power[]) =>
      powers.map(([element, exponent]): Factor => [indexOf(element), exponent]);
    const leftPower = batch.product(factorsOf(left));
    const rightPower = batch.product(factorsOf(right));
    checks.push(() =>
      group.equals(group.multiply(commitment, leftPower()), rightPower())
        ? undefined
        : {
            code: 'BAD_PROOF',
            where,
            message: `the equation of the shuffle proof for ${name} does not hold`,
          },
    );
  }
  batch.run();
  return checks.map((check) => check()).filter((refusal) => refusal !== undefined);
}

type Power = readonly [element: Element, exponent: bigint];

/** commitment · left = right, each side a product of powers. */
interface Equation {
  readonly name: string;
  readonly commitment: Element;
  readonly left: readonly Power[];
  readonly right: readonly Power[];
}

/** The equations of section 9, in its order and with its names; h = gen(-1), h_i = gen(i) from 0. */
function equationsOf(
  open: OpenElection,
  input: readonly Ciphertext[],
  output: readonly Ciphertext[],
  proof: ShuffleProof,
  statement: string,
): readonly Equation[] {
  const { group, publicKey } = open;
  const { t, s, c, cHat } = proof;
  const count = input.length;
  const u = shuffleChallenges(open, statement, count);
  const challenge = shuffleChallenge(open, statement, proof);
  const h = group.shuffleGenerator(-1);
  const hs = input.map((_, i) => group.shuffleGenerator(i));

  const toU = (start: number) => u.map((exponent, i): Factor => [start + i, exponent]);
  const uProduct = u.reduce((total, exponent) => (total * exponent) % group.order, 1n);
  const [cTilde = h, alphaTilde = h, betaTilde = h, hToU = h] = group.productsOfPowers(
    [...c, ...input.map(({ alpha }) => alpha), ...input.map(({ beta }) => beta), h],
    [toU(0), toU(count), toU(2 * count), [[3 * count, uProduct]]],
  );
  const product = (elements: readonly Element[]) =>
    elements.reduce((all, element) => group.multiply(all, element), group.identity);
  const cBar = group.multiply(product(c), group.invert(product(hs)));
  // ĉ_0 = h stands before the first of the chain.
  const chain = [h, ...cHat];
  const cHatBar = group.multiply(chain[count] ?? h, group.invert(hToU));

  const toSPrime = (elements: readonly Element[]) =>
    elements.map((element, i): Power => [element, s.sPrime[i] ?? 0n]);
  const g = group.generator;
  return [
    { name: 't1', commitment: t.t1, left: [[cBar, challenge]], right: [[g, s.s1]] },
    { name: 't2', commitment: t.t2, left: [[cHatBar, challenge]], right: [[g, s.s2]] },
    { name: 't3', commitment: t.t3, left: [[cTilde, challenge]], right: [[g, s.s3], ...toSPrime(hs)] },
    {
      name: 't41',
      commitment: t.t4[0],
      left: [
        [betaTilde, challenge],
        [publicKey, s.s4],
      ],
      right: toSPrime(output.map(({ beta }) => beta)),
    },
    {
      name: 't42',
      commitment: t.t4[1],
      left: [
        [alphaTilde, challenge],
        [g, s.s4],
      ],
      right: toSPrime(output.map(({ alpha }) => alpha)),
    },
    ...cHat.map((next, i) => ({
      name: `t̂${i + 1}`,
      commitment: t.tHat[i] ?? h,
      left: [[next, challenge]] as const,
      right: [
        [g, s.sHat[i] ?? 0n],
        [chain[i] ?? h, s.sPrime[i] ?? 0n],
      ] as const,
    })),
  ];
}
