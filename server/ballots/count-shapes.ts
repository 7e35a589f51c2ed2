/** What clients send and are told from the closing of a session to its publication. */
import { z } from 'zod';
import type { SessionState, Signature, SignerRole } from '#tally';

/** A tally of 500 items with six grades has some 2.4 MB of factors and proofs. */
export const MAX_DECRYPTION_BYTES = 4 * 1024 * 1024;

const hex64 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');
const line = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{C}]+$/u, 'expected one line of visible text');

/** `decryption` is the text of `partial_decryption-N.json`; `head` the EncryptedTally event its maker looked at. */
export const decryptionInput = z.strictObject({
  head: hex64,
  decryption: z.string().min(1).max(MAX_DECRYPTION_BYTES),
});

const signature = z.strictObject({
  role: z.enum(['chiefScrutineer', 'scrutineer', 'teller', 'presidium']),
  name: line,
  publicKey: hex64,
  signedAt: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'expected a UTC time to the second'),
  signature: z.string().regex(/^[A-Za-z0-9+/]{86}==$/, 'expected 64 bytes in Base64'),
});

export const signatureInput = z.strictObject({ reportHash: hex64, signature });

export const correctionInput = z.strictObject({
  reason: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{C}]+$/u, 'expected one line of visible text'),
});

export interface HolderView {
  readonly owner: number;
  readonly name: string;
  readonly isYou: boolean;
  readonly hasOpened: boolean;
}

export interface SignerView {
  readonly role: SignerRole;
  readonly name: string;
  readonly publicKey: string;
  readonly isYou: boolean;
}

export interface PublicationView {
  readonly version: number;
  readonly publishedAt: string;
  readonly reason: string;
}

/** Where a session stands between closing and publication. Holds no vote; those are in the report. */
export interface CountView {
  readonly poll: string;
  readonly meetingId: string;
  readonly organId: string;
  readonly organNameZh: string;
  readonly meetingTitleZh: string;
  readonly meetingTitleEn: string;
  readonly state: SessionState;
  readonly isRecorded: boolean;
  readonly subjectZh: string;
  readonly subjectEn: string;
  readonly inOffice: number;
  readonly present: number;
  readonly issued: { readonly electronic: number; readonly paper: number };
  /** `paper` is null while batches are keyed once or wait for a ruling. */
  readonly returned: { readonly electronic: number; readonly paper: number | null };
  /** How many of the holders are needed; 0 of a vote by name. */
  readonly threshold: number;
  readonly holders: readonly HolderView[];
  /** Hash of the EncryptedTally event, which everybody compares; null before it. */
  readonly tallyHead: string | null;
  readonly hasResult: boolean;
  readonly reportHash: string | null;
  readonly signatures: readonly Signature[];
  /** Who may sign, as sealed. */
  readonly signers: readonly SignerView[];
  /** Re-votes whose result this session's report waits for, or holds. */
  readonly revotes: readonly SessionState[];
  readonly publications: readonly PublicationView[];
  /** A further version that waits for the presidium. */
  readonly correction: {
    readonly version: number;
    readonly reason: string;
    readonly proposedBy: string;
  } | null;
}

/** The report as it is hashed and signed, and its sentences. */
export interface ReportView {
  readonly text: string;
  readonly hash: string;
  readonly verificationCode: string;
  readonly rulePack: string;
}

/** What a scrutineer's program needs to find out for itself that this is the tally everybody sees (requirement R34). */
export interface EvidenceView {
  readonly poll: string;
  readonly setup: string;
  /** Hash of the EncryptedTally event. */
  readonly head: string;
  /** The signed head of the ledger, of `size` leaves. */
  readonly checkpoint: string;
  readonly size: number;
}
