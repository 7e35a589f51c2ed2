/**
 * `roll.json` (docs/formats/roll.md): attendance and issue of one ballot session in figures, and which cards could be
 * used. Cards appear by the SHA-256 of their public credential, never with a person; only a voided card shows its serial.
 */

import { MAX_COUNT } from '../count/poll.ts';
import { canonicalJson } from '../encoding/canonical-json.ts';
import { sha256Hex } from '../encoding/hash.ts';
import {
  array,
  hash256,
  integer,
  line,
  object,
  oneOf,
  readCanonical,
  refine,
  string,
} from '../encoding/reader.ts';
import type { Result } from '../result.ts';

export type Roll = {
  readonly v: 'roll/1';
  readonly poll: string;
  readonly inOffice: number;
  readonly present: number;
  /** Cards handed out for electronic voting, and paper ballots handed out. A representative gets one of either. */
  readonly issued: { readonly electronic: number; readonly paper: number };
  /** SHA-256 of every credential whose card was handed out or activated, ascending. */
  readonly activated: readonly string[];
  /** Lost cards: taken out of use before any ballot. */
  readonly voided: readonly { readonly serial: string; readonly credential: string }[];
};

const count = integer(0, MAX_COUNT);
const MAX_CARDS = 1_000_000;
const MAX_LENGTH = 100_000_000;

const isAscending = (list: readonly string[]) =>
  list.every((item, i) => i === 0 || item > (list[i - 1] ?? ''));

const reader = refine(
  object({
    v: oneOf('roll/1'),
    poll: string(64),
    inOffice: count,
    present: count,
    issued: object({ electronic: count, paper: count }),
    activated: array(hash256, MAX_CARDS),
    voided: array(object({ serial: line(40), credential: hash256 }), MAX_CARDS),
  }),
  ({ activated, voided }) =>
    isAscending(activated) && new Set(voided.map(({ credential }) => credential)).size === voided.length
      ? undefined
      : 'activated cards must ascend, and no card may be voided twice',
);

export function writeRoll(roll: Roll): string {
  return canonicalJson(roll);
}

export function readRoll(text: string, where: string): Result<Roll> {
  return readCanonical(text, where, MAX_LENGTH, reader);
}

/** How a roll names a card: SHA-256, in hex, of the text of its public credential. */
export function cardHash(publicCredential: string): string {
  return sha256Hex(publicCredential);
}

/** Cards a ballot may be cast under. */
export function usableCards({ activated, voided }: Roll): ReadonlySet<string> {
  const gone = new Set(voided.map(({ credential }) => credential));
  return new Set(activated.filter((card) => !gone.has(card)));
}

/**
 * What is impossible about a roll, in sentences: cards that are on no list, more issued than present, figures that do
 * not add up.
 *
 * @param listed hashes of every credential on the election's list
 */
export function checkRoll(roll: Roll, listed: ReadonlySet<string>): readonly string[] {
  const unknown = [...roll.activated, ...roll.voided.map(({ credential }) => credential)].filter(
    (card) => !listed.has(card),
  );
  const { electronic, paper } = roll.issued;
  const usable = usableCards(roll).size;
  return [
    ...(unknown.length > 0 ? [`${unknown.length} cards of the roll are not on the credential list`] : []),
    ...(usable === electronic ? [] : [`${electronic} cards are said to be issued, ${usable} can be used`]),
    ...(electronic + paper <= roll.present
      ? []
      : [`more were issued (${electronic + paper}) than ${roll.present} present`]),
    ...(roll.present <= roll.inOffice ? [] : [`${roll.present} present of ${roll.inOffice} in office`]),
  ];
}
