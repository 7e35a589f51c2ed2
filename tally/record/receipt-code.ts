/**
 * The short forms of a receipt (docs/formats/receipt.md): the code people compare by eye or type, and the text of the QR
 * code. Both find a ballot on the public board; neither is a proof, which is in the receipt file.
 */
import { base32, checkCharacter, readBase32 } from '../encoding/base32.ts';
import { hex, readHex } from '../encoding/bytes.ts';
import { readSafeDecimal } from '../encoding/decimal.ts';
import { pollIdFromBase32, pollIdToBase32 } from '../ledger/poll-id.ts';
import { ok, type Result, refuse } from '../result.ts';

/** Twelve base32 digits of the tracker (60 bits) in fours, and a check character. */
export function shortCode(trackerHex: string): string {
  const digits = base32(readHex(trackerHex, 32) ?? new Uint8Array()).slice(0, 12);
  return `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8, 12)}-${checkCharacter(digits)}`;
}

/**
 * A code as somebody typed it: any case, with or without hyphens and spaces, O for 0, I and L for 1.
 *
 * @returns the code as printed, or undefined when the check character finds a slip of the hand
 */
export function readShortCode(typed: string): string | undefined {
  if (typed.length > 40) return undefined;
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  const digits = letters.slice(0, 12);
  if (!/^[0-9A-HJKMNP-TV-Z]{12}$/.test(digits) || letters.slice(12) !== checkCharacter(digits))
    return undefined;
  return `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8, 12)}-${letters.slice(12)}`;
}

/** What the QR code of a printed receipt says; enough to find the ballot on the board, not a proof. */
export interface QrText {
  readonly poll: string;
  readonly tracker: string;
  /** Position of the leaf in the ledger. */
  readonly index: number;
  /** The first 80 bits, as 20 hex digits, of the root of the head the receipt was proved under. */
  readonly rootPrefixHex: string;
}

const QR_VERSION = 'R1';

/** Upper-case letters, digits and colons: a QR code stores them in its compact alphanumeric mode. */
export function writeQrText({ poll, tracker, index, rootPrefixHex }: QrText): string {
  const trackerBytes = readHex(tracker, 32) ?? new Uint8Array();
  const rootBytes = readHex(rootPrefixHex, 10) ?? new Uint8Array();
  return [QR_VERSION, pollIdToBase32(poll), base32(trackerBytes), String(index), base32(rootBytes)].join(':');
}

export function readQrText(text: string, where: string): Result<QrText> {
  const [version, poll = '', tracker = '', index = '', root = '', ...rest] = text.slice(0, 200).split(':');
  if (version !== QR_VERSION || rest.length > 0) {
    return refuse('MALFORMED', where, `expected ${QR_VERSION} and four parts between colons`);
  }
  const pollId = pollIdFromBase32(poll);
  const trackerBytes = readBase32(tracker, 32);
  const indexNumber = readSafeDecimal(index);
  const rootBytes = readBase32(root, 10);
  if (pollId === undefined) return refuse('MALFORMED', where, 'the poll id is not 26 base32 digits of an id');
  if (trackerBytes === undefined)
    return refuse('MALFORMED', where, 'the tracker is not 52 base32 digits of 32 bytes');
  if (indexNumber === undefined) return refuse('MALFORMED', where, 'the index is not a canonical decimal');
  if (rootBytes === undefined) return refuse('MALFORMED', where, 'the root is not 16 base32 digits');
  return ok({ poll: pollId, tracker: hex(trackerBytes), index: indexNumber, rootPrefixHex: hex(rootBytes) });
}
