/** Those who sign a session played on this machine, each with an Ed25519 key of their own. */
import { ed25519 } from '@noble/curves/ed25519.js';
import type { Random } from '../../belenios/scalar.ts';
import { hex } from '../../encoding/bytes.ts';
import { type Signature, type Signer, type SignerRole, signStatement } from '../../report/certificate.ts';

export interface Official {
  readonly signer: Signer;
  sign(sessionUuid: string, reportHash: string, signedAt: string): Signature;
}

const NAMES: Readonly<Record<SignerRole, string>> = {
  chiefScrutineer: '总监票人 1',
  scrutineer: '监票人 1',
  teller: '计票人 1',
  presidium: '主席团常务主席 1',
};

/** In the order in which they sign: the three of the count, then the presidium. */
export function appointOfficials(random: Random): readonly Official[] {
  return (['chiefScrutineer', 'scrutineer', 'teller', 'presidium'] as const).map((role) => {
    const secret = random(32);
    const signer: Signer = { role, name: NAMES[role], publicKey: hex(ed25519.getPublicKey(secret)) };
    return {
      signer,
      sign: (sessionUuid, reportHash, signedAt) =>
        signStatement({ ...signer, sessionUuid, reportHash, signedAt }, secret),
    };
  });
}
