/**
 * Judges files as the command line does, with the same functions and the same verdicts (tests/cli/receipt.test.ts): a record
 * or an archive, receipts beside it, or a receipt alone under the ledger's keys. Knows no page and no worker.
 */
import {
  type ByteSource,
  CHECKS,
  type Checkpoint,
  COUNTED,
  checkReceipt,
  type EngineFactory,
  type Finding,
  groupChecks,
  leafHash,
  madeGroups,
  openGroup,
  outcomeOf,
  type Policy,
  type ReceiptContext,
  type RecordVerdict,
  readPolicy,
  readReceipt,
  recordedVoteTracker,
  summaryOf,
  verdictOf,
  verifyArchive,
  verifyRecord,
  writeLeaf,
} from '#tally';

export interface GivenText {
  readonly name: string;
  readonly text: string;
}

export interface Given {
  /** A record or an archive; null for receipts alone. */
  readonly file: { readonly name: string; readonly source: ByteSource } | null;
  readonly receipts: readonly GivenText[];
  /** Text of a policy file the reader trusts; without it a record names its own keys. */
  readonly policy: string | null;
}

/** What came out, as plain data: it crosses from the worker to the page. */
export interface Judgement {
  readonly kind: 'record' | 'archive' | 'receipts';
  readonly verdict: 'verified' | 'refuted' | 'unusable';
  readonly groups: readonly ReturnType<typeof groupChecks>[number][];
  readonly findings: readonly Finding[];
  readonly summary: ReturnType<typeof summaryOf> | null;
  readonly titles: {
    readonly meetingZh: string;
    readonly meetingEn: string;
    readonly subjectZh: string;
    readonly subjectEn: string;
  } | null;
  readonly verificationCode: string | null;
  readonly checkpoint: Pick<Checkpoint, 'origin' | 'size'> | null;
  readonly receipts: readonly JudgedReceipt[];
}

export interface JudgedReceipt {
  readonly name: string;
  readonly codes: readonly string[];
  readonly verdict: 'verified' | 'refuted' | 'unusable';
  /** Whether the record beside it counts its ballot; false too where there is no record. */
  readonly isCounted: boolean;
  /** Without that it is counted. */
  readonly findings: readonly Finding[];
}

export async function judge(
  { file, receipts, policy: policyText }: Given,
  engine: EngineFactory,
  onProgress: (done: number, total: number) => void,
): Promise<Judgement> {
  const policy = policyText === null ? null : readPolicy(policyText, 'policy');
  if (policy?.ok === false) {
    const finding: Finding = {
      check: '02.1',
      severity: 'error',
      where: 'policy',
      message: policy.error.message,
    };
    return { ...NOTHING, kind: 'receipts', verdict: 'unusable', findings: [finding] };
  }
  const trusted = policy === null ? null : policy.value;
  if (file === null) {
    const judged = receipts.map((receipt) => judgeReceipt(receipt, null, trusted));
    return { ...NOTHING, kind: 'receipts', verdict: worst(judged), receipts: judged };
  }
  const options = {
    openGroup: (name: string) => openGroup(name, engine),
    onProgress,
    ...(trusted === null ? {} : { policy: trusted }),
  };
  const kind = (await isZip(file.source)) ? 'record' : 'archive';
  const verdict: RecordVerdict =
    kind === 'record' ? await verifyRecord(file.source, options) : await verifyArchive(file.source, options);
  return judgementOf(kind, verdict, receipts, trusted);
}

const NOTHING = {
  groups: [],
  findings: [],
  summary: null,
  titles: null,
  verificationCode: null,
  checkpoint: null,
  receipts: [],
} as const;

function judgementOf(
  kind: 'record' | 'archive',
  verdict: RecordVerdict,
  given: readonly GivenText[],
  policy: Policy | null,
): Judgement {
  const { findings, view, parts } = verdict;
  const receipts = given.map((receipt) => judgeReceipt(receipt, verdict, policy));
  const { setup, certificate, checkpoint } = parts ?? {};
  return {
    kind,
    verdict:
      outcomeOf(verdict) === 'unusable'
        ? 'unusable'
        : verdictOf([...findings, ...receipts.flatMap((one) => one.findings)]),
    groups: groupChecks(findings, madeGroups(verdict)),
    findings,
    summary: view === undefined ? null : summaryOf(view),
    titles:
      setup === undefined
        ? null
        : {
            meetingZh: setup.meeting.titleZh,
            meetingEn: setup.meeting.titleEn,
            subjectZh: setup.subject.subjectZh,
            subjectEn: setup.subject.subjectEn,
          },
    verificationCode: certificate?.verificationCode ?? null,
    checkpoint:
      checkpoint === undefined
        ? null
        : { origin: checkpoint.checkpoint.origin, size: checkpoint.checkpoint.size },
    receipts,
  };
}

/** A receipt beside a record, or alone under keys the reader trusts. */
function judgeReceipt(
  { name, text }: GivenText,
  verdict: RecordVerdict | null,
  policy: Policy | null,
): JudgedReceipt {
  const read = readReceipt(text.trim(), name);
  const unusable = (message: string): JudgedReceipt => ({
    name,
    codes: [],
    verdict: 'unusable',
    isCounted: false,
    findings: [{ check: '19.1', severity: 'error', where: name, message }],
  });
  if (!read.ok) return unusable(read.error.message);
  const keys = policy ?? verdict?.parts?.policy;
  if (keys === undefined) return unusable('the keys of the ledger must come from a record or a policy file');
  const all = checkReceipt(read.value, contextOf(verdict, keys, policy !== null), name);
  const findings = all.filter(({ message }) => message !== COUNTED);
  const own = verdictOf(findings);
  return {
    name,
    codes: read.value.entries.map(({ code }) => code),
    verdict: own,
    isCounted: own === 'verified' && findings.length < all.length && hasResult(verdict),
    findings,
  };
}

/** Whether the file beside it holds, and has come to a result. */
function hasResult(verdict: RecordVerdict | null): boolean {
  if (verdict === null || outcomeOf(verdict) !== 'verified') return false;
  return verdict.view?.result !== undefined || verdict.votes !== undefined;
}

function contextOf(verdict: RecordVerdict | null, policy: Policy, isTrusted: boolean): ReceiptContext {
  const view = verdict?.view;
  const election = view?.election;
  const votes = verdict?.votes;
  const parts = verdict?.parts;
  return {
    policy,
    strangers: isTrusted ? 'warning' : 'error',
    ...(view === undefined || election === undefined
      ? {}
      : { archive: { ...view, poll: election.uuid, fingerprint: election.fingerprint } }),
    ...(votes === undefined
      ? {}
      : { votes: { poll: votes.poll, trackers: new Set(votes.votes.map(recordedVoteTracker)) } }),
    evidence:
      parts === undefined
        ? []
        : [
            { kind: 'head', signed: parts.checkpoint },
            ...parts.leaves.map(
              ({ index, leaf, proof }) =>
                ({
                  kind: 'leaf',
                  leafHash: leafHash(writeLeaf(leaf)),
                  proof: { index, hashes: proof, signed: parts.checkpoint },
                }) as const,
            ),
          ],
  };
}

function worst(receipts: readonly JudgedReceipt[]): Judgement['verdict'] {
  if (receipts.some(({ verdict }) => verdict === 'unusable')) return 'unusable';
  return receipts.some(({ verdict }) => verdict === 'refuted') ? 'refuted' : 'verified';
}

async function isZip(source: ByteSource): Promise<boolean> {
  if (source.size < 4) return false;
  const start = await source.read(0, 4);
  return start[0] === 0x50 && start[1] === 0x4b;
}

/** The sentence a numbered check stands for. */
export function checkSentence(check: string): string {
  return Object.entries(CHECKS).find(([id]) => id === check)?.[1] ?? check;
}
