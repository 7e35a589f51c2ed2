/**
 * The one interface behind which the prime-order groups stand. Protocol code multiplies and raises elements and reads
 * and writes their texts; which arithmetic does the work (BigInt, WebAssembly, Edwards curve) it cannot tell, and the
 * results are the same with each. Texts and hashes are those of the Belenios protocol, version 1, section 1.
 */
import type { Result } from '../result.ts';

declare const elementBrand: unique symbol;
/** An element as one group holds it: opaque, immutable; compare with `equals`. Never mix elements of two groups. */
export type Element = { readonly [elementBrand]: true };

export type GroupName = 'BELENIOS-2048' | 'RFC-3526-2048' | 'Ed25519';

/** bases[base] raised to `exponent`, 0 <= exponent < order (reduce before). */
export type Factor = readonly [base: number, exponent: bigint];

export interface Group {
  readonly name: GroupName;
  /** The prime order q of the group; scalars are integers modulo it. */
  readonly order: bigint;
  readonly generator: Element;
  readonly identity: Element;

  /**
   * Reads the canonical text of an element (decimal, or 64 hex digits for Ed25519). Checks form and range only:
   * membership in the prime-order group is `isMember`, and must follow for everything received.
   */
  read(text: string, where: string): Result<Element>;
  text(element: Element): string;
  /** The element as the integer that orders ciphertexts and credentials: x itself, or what the text denotes. */
  sortKey(element: Element): bigint;
  equals(a: Element, b: Element): boolean;
  multiply(a: Element, b: Element): Element;
  invert(a: Element): Element;
  /** base^exponent, 0 <= exponent < order. */
  power(base: Element, exponent: bigint): Element;
  /** Whether `element` raised to the order is the identity (the identity itself is a member). */
  isMember(element: Element): boolean;

  /**
   * Remembers a table of powers of a base that will be raised often (an election key). The generator has one from the
   * start. Idempotent; the table takes 10 to 20 ms and 1 to 6 MB when first used, and a small number are kept.
   */
  prepare(base: Element): void;

  /**
   * The hot path: for each row of factors, the product of powers. Powers of one base share their squarings, prepared
   * bases use their tables, so give everything that belongs together (a whole ballot) in one call.
   */
  productsOfPowers(bases: readonly Element[], products: readonly (readonly Factor[])[]): Element[];

  /**
   * An element derived from SHA-256 of `ggen|index`, so that nobody knows its logarithm to another base: the
   * generators of shuffle proofs (section 9). `index` is an integer >= -1.
   */
  shuffleGenerator(index: number): Element;

  /** How lists of small integers (ranked answers) become elements; absent where the group offers none. */
  readonly embedding?: Embedding;
}

/** Belenios protocol section 7.4 (ranked questions). */
export interface Embedding {
  /** Integers 0…255, most significant first, followed by bits of search space; throws if they do not fit. */
  encode(integers: readonly number[]): Element;
  /** The `count` integers in an element, or undefined if it holds none. */
  decode(element: Element, count: number): readonly number[] | undefined;
}
