/**
 * What a scrutineer's program does, apart from any page: each step of the key set-up, and opening a count. It decrypts one
 * kind of thing only: the tally it has recomputed from an archive that verifies, whose events are those of the ledger
 * (requirement R34). Pure but for randomness, so that tests and the worker run the same.
 */
import {
  type ByteSource,
  type Ceremony,
  type CountEvidence,
  completeKey,
  decryptTally,
  type EncryptedTally,
  type Finding,
  type Group,
  makeCertificate,
  makePolynomial,
  openCeremony,
  type Random,
  type Refusal,
  type Result,
  readMemberCertificate,
  readMemberInput,
  readMemberOutput,
  restoreMember,
  type Trustee,
  verifyArchive,
  verifyCount,
  writeDecryption,
  writeMemberCertificate,
  writeMemberOutput,
  writePolynomial,
} from '#tally';

export interface Place {
  readonly index: number;
  readonly size: number;
  readonly threshold: number;
}

/** What the members have agreed on, as the server passes it on. */
export interface GivenCeremony {
  readonly certificates: readonly string[];
  readonly threshold: number;
}

/** Why a step cannot be done; `culprit` is the member whose message is at fault. */
export interface StepFailure {
  readonly message: string;
  readonly culprit: number | null;
}

type Step = Result<string, StepFailure>;

export function certificateOf(group: Group, seed: string, place: Place, random: Random): string {
  return writeMemberCertificate(makeCertificate(group, seed, place, random));
}

export function polynomialOf(group: Group, seed: string, given: GivenCeremony, random: Random): Step {
  const ceremony = openGiven(group, given);
  if (!ceremony.ok) return ceremony;
  const made = makePolynomial(ceremony.value, seed, random);
  return made.ok ? { ok: true, value: writePolynomial(made.value) } : failed(made.error);
}

export function outputOf(
  group: Group,
  seed: string,
  given: GivenCeremony & { readonly input: string },
  random: Random,
): Step {
  const ceremony = openGiven(group, given);
  if (!ceremony.ok) return ceremony;
  const input = readMemberInput(group, given.input, 'input');
  if (!input.ok) return failed([input.error]);
  const made = completeKey(ceremony.value, seed, input.value, random);
  return made.ok ? { ok: true, value: writeMemberOutput(group, made.value) } : failed(made.error);
}

function openGiven(group: Group, { certificates, threshold }: GivenCeremony): Result<Ceremony, StepFailure> {
  const read = certificates.map((text, i) => readMemberCertificate(group, text, `certs[${i}]`));
  const wrong = read.flatMap((one) => (one.ok ? [] : [one.error]));
  if (wrong.length > 0) return failed(wrong);
  const opened = openCeremony(
    group,
    read.flatMap((one) => (one.ok ? [one.value] : [])),
    threshold,
    'hardened',
  );
  return opened.ok ? opened : failed(opened.error);
}

/** A finding names the member by the index in its place, counted from 0. */
function failed(findings: readonly Refusal[]): { readonly ok: false; readonly error: StepFailure } {
  const [first] = findings;
  const index = /^(?:certs|input\.(?:secrets|coefexps|signatures))\[(\d+)\]/.exec(first?.where ?? '')?.[1];
  return {
    ok: false,
    error: {
      message: first?.message ?? 'the step failed',
      culprit: index === undefined ? null : Number(index) + 1,
    },
  };
}

/** What a member keeps: the seed, and the output it sent in step 5, which holds its encrypted share. */
export interface Kept {
  readonly seed: string;
  readonly output: string;
}

export interface Opened {
  readonly decryption: string;
  readonly numTallied: number;
  readonly head: string;
}

export type OpenResult =
  | { readonly ok: true; readonly value: Opened }
  | { readonly ok: false; readonly findings: readonly Pick<Finding, 'check' | 'where' | 'message'>[] };

type Progress = (done: number, total: number) => void;

/** The rehearsal: a closed election of its own. Its ballots are bound to it by their proofs, so no real one can stand in it. */
export async function openRehearsal(
  kept: Kept,
  archive: ByteSource,
  engine: (name: string) => Result<Group>,
  random: Random,
  onProgress: Progress,
): Promise<OpenResult> {
  let counted: { trustees: readonly Trustee[]; fingerprint: string; group: Group } | undefined;
  let sum: { tally: EncryptedTally; numTallied: number } | undefined;
  const { findings, view } = await verifyArchive(archive, {
    openGroup: engine,
    onProgress,
    onTally: ({ open, trustees }, tally) => {
      counted = { trustees, fingerprint: open.election.fingerprint, group: open.group };
      sum = tally;
    },
  });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || counted === undefined || sum === undefined) return { ok: false, findings: errors };
  const head = view.events.at(-1)?.hash ?? '';
  return decrypt(kept, { ...counted, ...sum, head }, random);
}

/** The count: see `verifyCount`. */
export async function openCount(
  kept: Kept,
  archive: ByteSource,
  evidence: CountEvidence,
  engine: (name: string) => Result<Group>,
  random: Random,
  onProgress: Progress,
): Promise<OpenResult> {
  const { findings, toOpen } = await verifyCount(archive, evidence, { openGroup: engine, onProgress });
  if (toOpen === undefined) {
    return { ok: false, findings: findings.filter(({ severity }) => severity === 'error') };
  }
  const { open, trustees, tally, numTallied, head } = toOpen;
  const { fingerprint } = open.election;
  return decrypt(kept, { group: open.group, trustees, fingerprint, tally, numTallied, head }, random);
}

function decrypt(
  { seed, output }: Kept,
  given: {
    readonly group: Group;
    readonly trustees: readonly Trustee[];
    readonly fingerprint: string;
    readonly tally: EncryptedTally;
    readonly numTallied: number;
    readonly head: string;
  },
  random: Random,
): OpenResult {
  const { group, trustees, fingerprint, tally, numTallied, head } = given;
  const keys = trustees.flatMap((trustee) => (trustee.kind === 'Pedersen' ? [trustee.keys] : []))[0];
  const own = readMemberOutput(group, output, 'output');
  const restored =
    keys === undefined || !own.ok
      ? undefined
      : restoreMember(group, seed, own.value.decryptionKey, keys, 'key file');
  if (restored === undefined || !restored.ok) {
    const message = restored?.error.message ?? 'the key set or your part of it cannot be read';
    return { ok: false, findings: [{ check: '09.2', where: 'key file', message }] };
  }
  const { decryptionKey } = restored.value;
  const made = decryptTally(group, fingerprint, tally, decryptionKey, random);
  return { ok: true, value: { decryption: writeDecryption(group, made), numTallied, head } };
}
