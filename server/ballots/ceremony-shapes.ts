/** What clients send and are told about the key set-up of a meeting. Every message is public or encrypted to a member. */
import { z } from 'zod';

export type CeremonyState = 'certificates' | 'polynomials' | 'outputs' | 'rehearsal' | 'complete';
export type CeremonyStep = 'certificate' | 'polynomial' | 'output' | 'decryption';

/** A finding of one member about what another sent to it. */
export interface CeremonyFault {
  readonly reporter: number;
  readonly culprit: number;
}

/** Messages are one line each, as the command line writes them; the longest, a polynomial of a hundred members, has some 300 kB. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;
const message = z.string().min(1).max(MAX_MESSAGE_BYTES);
const attempt = z.number().int().min(0).max(1_000_000);

export const beginInput = z.strictObject({
  /** 0, or the attempt that is given up. */
  afterAttempt: attempt,
  /** How many are needed to open a count; without it more than half. */
  threshold: z.number().int().min(1).max(100).optional(),
  /** Who takes part; without it every scrutineer of the body. */
  accountIds: z.array(z.uuid()).min(1).max(100).optional(),
});

export const messageInput = z.strictObject({
  attempt,
  step: z.enum(['certificate', 'polynomial', 'output', 'decryption']),
  message,
  /** With the decryption, by who has a signing key: the signed statement of docs/formats/setup.md. */
  holder: z
    .strictObject({
      publicKey: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits'),
      signedAt: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'expected a UTC time to the second'),
      signature: z.string().regex(/^[A-Za-z0-9+/]{86}==$/, 'expected 64 bytes in Base64'),
    })
    .optional(),
});
export const faultInput = z.strictObject({ attempt, culprit: z.number().int().min(1).max(100) });

export interface CeremonyMemberView {
  readonly position: number;
  readonly name: string;
  readonly isYou: boolean;
  readonly hasCertificate: boolean;
  readonly hasPolynomial: boolean;
  readonly hasOutput: boolean;
  readonly isRehearsed: boolean;
}

export interface CeremonyView {
  readonly meetingId: string;
  readonly organId: string;
  readonly meetingTitleZh: string;
  readonly meetingTitleEn: string;
  /** Null before it is begun. */
  readonly state: CeremonyState | null;
  readonly attempt: number;
  readonly threshold: number;
  readonly members: readonly CeremonyMemberView[];
  readonly faults: readonly CeremonyFault[];
  /** SHA-256 of trustees.json, to compare by eye; null before rehearsal. */
  readonly trusteesHash: string | null;
  /** Whether a session is sealed under these keys, so that they cannot be begun again. */
  readonly isInUse: boolean;
  /** Scrutineers who could take part, for whoever begins. */
  readonly candidates: readonly {
    readonly accountId: string;
    readonly name: string;
    readonly isChief: boolean;
  }[];
}

/** What a member's own program needs for its next step. */
export interface CeremonyPart {
  readonly attempt: number;
  readonly state: CeremonyState;
  readonly position: number;
  readonly size: number;
  readonly threshold: number;
  /** Certificates in order of position, once all are there. */
  readonly certificates: readonly string[] | null;
  /** Step 4's text for this member, once all polynomials are there. */
  readonly input: string | null;
  /** What this member itself sent last, its `.dkey` inside, once the key is assembled. */
  readonly output: string | null;
  readonly trustees: string | null;
  /** The key this person signs with, once registered: then the decryption of the rehearsal comes with a statement. */
  readonly signingKey: string | null;
  readonly name: string;
}
