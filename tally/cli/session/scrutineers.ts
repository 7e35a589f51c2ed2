/** The scrutineers of a session played on this machine: a threshold key set of theirs, and their partial decryptions. */

import { drawSeed } from '../../belenios/channel.ts';
import { decryptTally, type PartialDecryption } from '../../belenios/decryption.ts';
import type { Random } from '../../belenios/scalar.ts';
import type { EncryptedTally } from '../../belenios/tally.ts';
import {
  assembleThresholdKeys,
  distribute,
  makeCertificate,
  makePolynomial,
  openCeremony,
} from '../../belenios/threshold-ceremony.ts';
import { restoreMember } from '../../belenios/threshold-key.ts';
import { completeKey } from '../../belenios/threshold-share.ts';
import type { Trustee } from '../../belenios/trustee.ts';
import type { Group } from '../../groups/group.ts';
import { assertOk } from '../../result.ts';

export interface Scrutineers {
  readonly trustees: readonly Trustee[];
  /** The partial decryption of member `owner`, counted from 1. */
  decrypt(owner: number, fingerprint: string, tally: EncryptedTally): PartialDecryption;
}

/** All six steps of the ceremony, every member's part done here in turn, and every key restored once as a test. */
export function appointScrutineers(
  group: Group,
  size: number,
  threshold: number,
  random: Random,
): Scrutineers {
  const seeds = Array.from({ length: size }, () => drawSeed(random));
  const certificates = seeds.map((seed, i) =>
    makeCertificate(group, seed, { index: i + 1, size, threshold }, random),
  );
  const ceremony = assertOk(openCeremony(group, certificates, threshold, 'hardened'));
  const polynomials = seeds.map((seed) => assertOk(makePolynomial(ceremony, seed, random)));
  const outputs = distribute(ceremony, polynomials).map((input, i) =>
    assertOk(completeKey(ceremony, seeds[i] ?? '', input, random)),
  );
  const keys = assertOk(assembleThresholdKeys(ceremony, polynomials, outputs));
  const secrets = outputs.map(
    ({ decryptionKey }, i) =>
      assertOk(restoreMember(group, seeds[i] ?? '', decryptionKey, keys, `member ${i + 1}`)).decryptionKey,
  );
  return {
    trustees: [{ kind: 'Pedersen', keys }],
    decrypt: (owner, fingerprint, tally) =>
      decryptTally(group, fingerprint, tally, secrets[owner - 1] ?? 0n, random),
  };
}
