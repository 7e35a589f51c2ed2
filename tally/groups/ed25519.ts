/**
 * Ed25519: the prime-order subgroup of the Edwards curve of RFC 8032, written multiplicatively like the other groups.
 * Belenios (2.1 and later) writes an element as the hex digits, big-endian, of the integer y + (x mod 2)·2^255, which is
 * RFC 8032's encoding reversed. Belenios protocol version 1, section 1.3. Decoding is strict (RFC 8032 section 5.1.3):
 * y below p, on the curve, no negative zero; points with a component of small order are read, and are no members.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToBigInt, hex, readHex } from '../encoding/bytes.ts';
import { sha256 } from '../encoding/hash.ts';
import { assert, ok, refuse } from '../result.ts';
import { createEmbedding } from './embedding.ts';
import type { Element, Group } from './group.ts';

const { Point } = ed25519;
type Point = InstanceType<typeof Point>;

const ORDER = Point.Fn.ORDER;
const COFACTOR = 8n;
/** Window of the table of a prepared base: 33 rows of 128 points, about 1 MB. */
const WINDOW = 8;

// An element of this group is a point; the brand keeps it apart from the elements of other groups.
const wrap = (point: Point) => point as unknown as Element;
const unwrap = (element: Element) => element as unknown as Point;

/** The point whose RFC 8032 encoding is these bytes (32), or undefined. */
function decompress(bytes: Uint8Array): Point | undefined {
  try {
    return Point.fromBytes(bytes, false);
  } catch {
    return undefined;
  }
}

/** The point a number below 2^256 denotes: y in the lower 255 bits, the sign of x above. */
function pointOf(number: bigint): Point | undefined {
  const bytes = readHex(number.toString(16).padStart(64, '0'), 32);
  return bytes === undefined ? undefined : decompress(bytes.reverse());
}

/** exponent·point; exact also for points outside the subgroup, where the order is not zero. */
function multiply(point: Point, exponent: bigint): Point {
  if (exponent === 0n) return Point.ZERO;
  if (exponent === ORDER) return point.isTorsionFree() ? Point.ZERO : multiply(point, ORDER - 1n).add(point);
  return point.multiply(exponent);
}

function textOf(point: Point): string {
  return hex(point.toBytes().reverse());
}

/** 8·decompress((SHA-256("ggen|index") >> 2) + ε), the smallest ε >= 0 that gives a point (section 1.3). */
function shuffleGenerator(index: number): Element {
  const hashed = bytesToBigInt(sha256(`ggen|${index}`)) >> 2n;
  for (let tried = 0n; tried < 1000n; tried++) {
    const point = pointOf(hashed + tried);
    if (point !== undefined) return wrap(point.multiply(COFACTOR));
  }
  throw new Error('broken promise: about every second number denotes a point');
}

export function createEd25519(): Group {
  const prepare = (point: Point) => {
    point.precompute(WINDOW);
  };
  return {
    name: 'Ed25519',
    order: ORDER,
    generator: wrap(Point.BASE),
    identity: wrap(Point.ZERO),
    read(text, where) {
      const bytes = readHex(text, 32);
      if (bytes === undefined) {
        return refuse('NON_CANONICAL', where, 'expected a point as 64 lower-case hex digits');
      }
      const point = decompress(bytes.reverse());
      return point === undefined
        ? refuse('NOT_IN_GROUP', where, 'the digits are not the one encoding of a point of the curve')
        : ok(wrap(point));
    },
    text: (element) => textOf(unwrap(element)),
    // The peer sorts by the bytes of RFC 8032's encoding.
    sortKey: (element) => bytesToBigInt(unwrap(element).toBytes()),
    equals: (a, b) => unwrap(a).equals(unwrap(b)),
    multiply: (a, b) => wrap(unwrap(a).add(unwrap(b))),
    invert: (a) => wrap(unwrap(a).negate()),
    power: (base, exponent) => wrap(multiply(unwrap(base), exponent)),
    isMember: (element) => unwrap(element).isTorsionFree(),
    prepare: (base) => prepare(unwrap(base)),
    productsOfPowers: (bases, products) =>
      products.map((factors) =>
        wrap(
          factors.reduce((sum, [base, exponent]) => {
            const point = bases[base];
            assert(point !== undefined, 'a factor names one of the bases');
            return sum.add(multiply(unwrap(point), exponent));
          }, Point.ZERO),
        ),
      ),
    shuffleGenerator,
    embedding: createEmbedding({
      padding: 14n,
      capacity: 255n,
      elementOf(number) {
        const point = pointOf(number);
        return point?.isTorsionFree() ? wrap(point) : undefined;
      },
      numberOf: (element) => BigInt(`0x${textOf(unwrap(element))}`),
    }),
  };
}
