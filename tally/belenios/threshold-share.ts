/**
 * Step 5 of the threshold ceremony (Belenios protocol version 1, sections 5.2 and 5.3): a member checks everything the
 * others wrote, above all that each share fits its sender's public commitments, and makes its share of the key. A member
 * at fault is named; the ceremony then starts again without the culprit.
 */
import { array, object, type Reader } from '../encoding/reader.ts';
import type { Element, Group } from '../groups/group.ts';
import { err, ok, type Refusal, type Result } from '../result.ts';
import { type MemberKeys, memberKeysOf, receiveMessage, sendMessage } from './channel.ts';
import { expectCertificatesSignatures, expectCommitments } from './check-trustees.ts';
import { readCompact } from './compact-json.ts';
import { createPowerBatch, runChecks } from './power-batch.ts';
import { type Random, reduce, scalarReader } from './scalar.ts';
import { MAX_MESSAGE, signText } from './signed-message.ts';
import { evaluateInExponent, unreducedScalarReader } from './threshold.ts';
import { type Ceremony, positionOf, raiseGenerator } from './threshold-ceremony.ts';
import type { MemberInput, MemberOutput } from './threshold-messages.ts';
import { trusteeKeyOf } from './trustee-key.ts';

/**
 * Step 5: checks what all members wrote to this one and makes its share of the key.
 *
 * @returns the member's output, or a finding for everything wrong; `input.secrets[i]` and `input.coefexps[i]` name the
 *          member i + 1 whose message is at fault
 */
export function completeKey(
  ceremony: Ceremony,
  seed: string,
  input: MemberInput,
  random: Random,
): Result<MemberOutput, readonly Refusal[]> {
  const { group } = ceremony;
  const keys = memberKeysOf(group, seed);
  const position = positionOf(ceremony, keys);
  if (!position.ok) return position;
  const findings = [
    ...checkInput(ceremony, input),
    ...checkOwnPolynomial(ceremony, keys, input, position.value),
  ];
  if (findings.length > 0) return err(findings);
  const shares = openShares(ceremony, keys, input, position.value);
  if (!shares.ok) return shares;
  const share = shares.value.reduce((sum, secret) => reduce(group, sum + secret), 0n);
  const message = JSON.stringify({ decryption_key: share.toString() });
  const key = trusteeKeyOf(group, share, random);
  const signature = signText(group, keys.signingKey, group.text(key.publicKey), random);
  return ok({
    decryptionKey: sendMessage(group, keys, keys.encryption, message, random),
    publicKey: { ...key, signature },
  });
}

/** Lengths, signatures, membership: what anybody could check. */
function checkInput(
  { group, certificates, threshold, isHardened }: Ceremony,
  { secrets, commitments, signatures }: MemberInput,
): readonly Refusal[] {
  const size = certificates.length;
  for (const [name, list] of Object.entries({ secrets, coefexps: commitments, signatures })) {
    if (list !== undefined ? list.length !== size : isHardened) {
      const message = `expected one entry for each of ${size} members, found ${list?.length ?? 'none'}`;
      return [{ code: 'INCONSISTENT', where: `input.${name}`, message }];
    }
  }
  const batch = createPowerBatch(group);
  const signers = certificates.map(({ verification }) => batch.base(verification));
  const checks = [
    ...expectCommitments(batch, signers, commitments, threshold, 'input.coefexps'),
    ...expectCertificatesSignatures(
      batch,
      signers,
      { certificates, commitments, ...(signatures === undefined ? {} : { signatures }) },
      'input.signatures',
    ),
  ];
  return runChecks(batch, checks);
}

/** The member's own polynomial must have come back unchanged, and be the one its commitments belong to. */
function checkOwnPolynomial(
  { group, threshold }: Ceremony,
  keys: MemberKeys,
  { polynomial, commitments }: MemberInput,
  position: number,
): readonly Refusal[] {
  const where = 'input.polynomial';
  const reader = object({ polynomial: array(scalarReader(group), threshold, threshold) });
  const own = openMessage(group, keys, keys.verification, polynomial, where, reader, (value) => ({
    polynomial: value.polynomial.map(String),
  }));
  if (!own.ok) return [own.error];
  const committed = commitments[position - 1]?.coefficients ?? [];
  const fits = raiseGenerator(group, own.value.polynomial).every((element, k) => {
    const given = committed[k];
    return given !== undefined && group.equals(element, given);
  });
  return fits
    ? []
    : [{ code: 'INCONSISTENT', where, message: 'your commitments are not to this polynomial' }];
}

/** Every member's share for this one, each checked against its sender's commitments. */
function openShares(
  { group, certificates }: Ceremony,
  keys: MemberKeys,
  { secrets, commitments }: MemberInput,
  position: number,
): Result<readonly bigint[], readonly Refusal[]> {
  const reader = object({ secret: unreducedScalarReader(group) });
  const findings: Refusal[] = [];
  const shares = certificates.map(({ verification }, i) => {
    const where = `input.secrets[${i}]`;
    const opened = openMessage(group, keys, verification, secrets[i] ?? '', where, reader, ({ secret }) => ({
      secret: secret.toString(),
    }));
    if (!opened.ok) {
      findings.push(opened.error);
      return 0n;
    }
    const share = reduce(group, opened.value.secret);
    const expected = evaluateInExponent(group, commitments[i]?.coefficients ?? [], position);
    if (!group.equals(group.power(group.generator, share), expected)) {
      const message = `the share member ${i + 1} sent does not fit its commitments`;
      findings.push({ code: 'INCONSISTENT', where, message });
    }
    return share;
  });
  return findings.length === 0 ? ok(shares) : err(findings);
}

/** Receives a channel text and reads the compact JSON in it. */
function openMessage<T>(
  group: Group,
  keys: MemberKeys,
  sender: Element,
  text: string,
  where: string,
  reader: Reader<T>,
  toJson: (value: T) => object,
): Result<T> {
  const message = receiveMessage(group, keys, sender, text, where);
  return message.ok
    ? readCompact(message.value, where, MAX_MESSAGE, reader, (value) => JSON.stringify(toJson(value)))
    : message;
}
