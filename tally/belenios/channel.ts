/**
 * Authenticated and encrypted messages between members of a threshold ceremony (Belenios protocol version 1, section
 * 5.1): ElGamal of a random element, AES-256-CCM under its hash, and inside a signed message that names its recipient.
 * A channel text is what travels; the `.dkey` file of a member is one, addressed to the member itself.
 */
import { hex, readHex, readUtf8, utf8 } from '../encoding/bytes.ts';
import { sha256 } from '../encoding/hash.ts';
import { mapped, object, type Reader, string } from '../encoding/reader.ts';
import type { Element, Group } from '../groups/group.ts';
import { ok, type Result, refuse } from '../result.ts';
import { type CcmOptions, decryptCcm, encryptCcm } from './ccm.ts';
import { readCompact } from './compact-json.ts';
import { hashToInteger } from './hash.ts';
import { createPowerBatch } from './power-batch.ts';
import { drawScalar, elementReader, type Random, reduce } from './scalar.ts';
import {
  expectSignature,
  MAX_MESSAGE,
  type SignedMessage,
  signedMessageJson,
  signedMessageReader,
  signMessage,
} from './signed-message.ts';
import { ALPHABET, drawToken, TOKEN_LENGTH } from './token.ts';

/** Everything a member derives from the seed. Signing and decryption exponents lie in [0, order). */
export interface MemberKeys {
  readonly signingKey: bigint;
  readonly decryptionKey: bigint;
  /** g^signingKey */
  readonly verification: Element;
  /** g^decryptionKey */
  readonly encryption: Element;
}

/** A fresh seed: the whole secret of a member, 22 characters to keep (128.9 bits). */
export function drawSeed(random: Random): string {
  return drawToken(random);
}

/** A seed as kept in a file or typed: white space does not count, everything else does. It is never repeated here. */
export function readSeed(text: string, where: string): Result<string> {
  const seed = text.replace(/\s/g, '');
  const isSeed = seed.length === TOKEN_LENGTH && Array.from(seed).every((each) => ALPHABET.includes(each));
  return isSeed
    ? ok(seed)
    : refuse(
        'MALFORMED',
        where,
        `a seed has ${TOKEN_LENGTH} letters and digits, without 0, capital I and O, small l`,
      );
}

/** Keys of a seed. Hashes are reduced modulo the order, which leaves g^key as the peer has it without reducing. */
export function memberKeysOf(group: Group, seed: string): MemberKeys {
  const signingKey = hashToInteger(`sk|${seed}`) % group.order;
  const decryptionKey = hashToInteger(`dk|${seed}`) % group.order;
  return {
    signingKey,
    decryptionKey,
    verification: group.power(group.generator, signingKey),
    encryption: group.power(group.generator, decryptionKey),
  };
}

interface EncryptedText {
  readonly alpha: Element;
  readonly beta: Element;
  readonly sealed: Uint8Array;
}

const TAG_BYTES = 8;
/** From this length on a 13-byte nonce leaves too little room for the length (L = 2). */
const SHORT_TEXT = 65_536;
/** Hex of the longest message, its two elements and some JSON. */
const MAX_CHANNEL_TEXT = 2 * MAX_MESSAGE + 10_000;

/** Signs `message` for the owner of `recipient` and encrypts it to that key. */
export function sendMessage(
  group: Group,
  sender: MemberKeys,
  recipient: Element,
  message: string,
  random: Random,
): string {
  const signed = signMessage(group, sender.signingKey, addressed(group, recipient, message), random);
  return encryptText(group, recipient, JSON.stringify(signedMessageJson(signed)), random);
}

/**
 * Opens a channel text with the recipient's keys.
 *
 * @param sender verification key of the one who must have sent it; a group member
 * @returns the message; NOT_IN_GROUP, UNDECRYPTABLE (wrong key or altered), BAD_SIGNATURE (another sender),
 *          INCONSISTENT (meant for somebody else), or how the text is malformed
 */
export function receiveMessage(
  group: Group,
  recipient: MemberKeys,
  sender: Element,
  text: string,
  where: string,
): Result<string> {
  const inner = decryptText(group, recipient.decryptionKey, text, where);
  if (!inner.ok) return inner;
  const signed = readCompact(inner.value, where, MAX_MESSAGE, signedMessageReader(group), (value) =>
    JSON.stringify(signedMessageJson(value)),
  );
  if (!signed.ok) return signed;
  const batch = createPowerBatch(group);
  const check = expectSignature(
    batch,
    batch.base(sender),
    signed.value.message,
    signed.value.signature,
    where,
  );
  batch.run();
  const forged = check();
  if (forged !== undefined) return { ok: false, error: forged };
  return readAddressed(group, recipient.encryption, signed.value, where);
}

function addressed(group: Group, recipient: Element, message: string): string {
  return JSON.stringify({ recipient: group.text(recipient), message });
}

const letter = object({ recipient: string(MAX_MESSAGE), message: string(MAX_MESSAGE) });

function readAddressed(
  group: Group,
  recipient: Element,
  signed: SignedMessage,
  where: string,
): Result<string> {
  const read = readCompact(signed.message, where, MAX_MESSAGE, letter, (value) => JSON.stringify(value));
  if (!read.ok) return read;
  return read.value.recipient === group.text(recipient)
    ? ok(read.value.message)
    : refuse('INCONSISTENT', where, 'the message is addressed to another member');
}

function encryptText(group: Group, recipient: Element, plaintext: string, random: Random): string {
  const randomness = drawScalar(group, random);
  const [alpha, key, mask] = group.productsOfPowers(
    [group.generator, recipient],
    [[[0, randomness]], [[0, drawScalar(group, random)]], [[1, randomness]]],
  ) as [Element, Element, Element]; // three rows give three elements
  const bytes = utf8(plaintext);
  return JSON.stringify({
    alpha: group.text(alpha),
    beta: group.text(group.multiply(mask, key)),
    data: hex(encryptCcm(cipherOf(group, key, alpha, bytes.length), bytes)),
  });
}

function decryptText(group: Group, decryptionKey: bigint, text: string, where: string): Result<string> {
  const read = readCompact(text, where, MAX_CHANNEL_TEXT, encryptedTextReader(group), (value) =>
    encryptedTextJson(group, value),
  );
  if (!read.ok) return read;
  const { alpha, beta, sealed } = read.value;
  // Raising a stranger to a secret exponent would tell its remainder modulo the stranger's order.
  if (!group.isMember(alpha) || !group.isMember(beta)) {
    return refuse('NOT_IN_GROUP', where, 'alpha or beta is not in the prime-order group');
  }
  const key = group.multiply(beta, group.power(alpha, reduce(group, -decryptionKey)));
  const bytes = decryptCcm(cipherOf(group, key, alpha, sealed.length - TAG_BYTES), sealed);
  const plaintext = bytes === undefined ? undefined : readUtf8(bytes);
  return plaintext === undefined
    ? refuse('UNDECRYPTABLE', where, 'the message does not open with this key: another seed, or altered')
    : ok(plaintext);
}

/** @param textLength bytes of the plaintext, which decide the length of the nonce */
function cipherOf(group: Group, key: Element, alpha: Element, textLength: number): CcmOptions {
  return {
    key: sha256(`key|${group.text(key)}`),
    nonce: sha256(`iv|${group.text(alpha)}`).subarray(0, textLength < SHORT_TEXT ? 13 : 12),
    tagLength: TAG_BYTES,
  };
}

function encryptedTextReader(group: Group): Reader<EncryptedText> {
  const element = elementReader(group);
  const sealed = mapped(string(2 * MAX_MESSAGE), (text, where) => {
    const bytes = readHex(text);
    return bytes === undefined || bytes.length < TAG_BYTES
      ? refuse('MALFORMED', where, `expected at least ${TAG_BYTES} bytes in lower-case hex`)
      : ok(bytes);
  });
  return mapped(object({ alpha: element, beta: element, data: sealed }), ({ alpha, beta, data }) =>
    ok({ alpha, beta, sealed: data }),
  );
}

function encryptedTextJson(group: Group, { alpha, beta, sealed }: EncryptedText): string {
  return JSON.stringify({ alpha: group.text(alpha), beta: group.text(beta), data: hex(sealed) });
}
