/**
 * Verifies a published record: its archive (verify-archive.ts), and that everything published around it follows from it:
 * ledger, set-up, questions, roll, cap proofs, report and certificate. Collects every finding, like all checks.
 */

import { capProofsJson } from '../caps/caps-file.ts';
import { type ByteSource, readAll } from '../encoding/byte-source.ts';
import { readUtf8 } from '../encoding/bytes.ts';
import type { Group } from '../groups/group.ts';
import type { Policy } from '../ledger/policy.ts';
import { capsOf, electronicColumn } from '../record/questions.ts';
import { recordedVoteTracker } from '../record/receipt.ts';
import { decodeRecord, type OpenedRecord, openRecord } from '../record/record.ts';
import { MAX_VOTES_LENGTH, type RecordedVotes, readRecordedVotes } from '../record/recorded-votes.ts';
import { cardHash, usableCards } from '../record/roll.ts';
import { sheetOf } from '../record/setup.ts';
import { type Refusal, type Result, refuse } from '../result.ts';
import type { ArchiveView } from './archive-view.ts';
import { errorFinding, expectTrue, type Finding } from './finding.ts';
import type { OnBallot, VerifyOptions } from './options.ts';
import { verifyArchive } from './verify-archive.ts';
import { verifyLedger } from './verify-ledger.ts';
import { type Outcome, verifyOutcome } from './verify-outcome.ts';
import { columnOfVotes, verifyRecorded } from './verify-recorded.ts';
import { verifySealed } from './verify-sealed.ts';

export interface RecordOptions extends Omit<VerifyOptions, 'caps' | 'onBallot'> {
  /** The keys an auditor trusts; without it the record names its own, which is a warning. */
  readonly policy?: Policy;
}

export interface RecordVerdict {
  readonly findings: readonly Finding[];
  /** Absent when the file is no record at all, its zip is not canonical, or its votes are by name. */
  readonly view?: ArchiveView;
  /** Of the record of a vote by name, as far as its list could be read. */
  readonly votes?: RecordedVotes;
  /** Whether this is some other file rather than a changed record. */
  readonly isForeign?: boolean;
  readonly parts?: RecordParts;
}

type Decoded = ReturnType<typeof decodeRecord>;
type PartOf<R> = Extract<R, { readonly ok: true; readonly value: unknown }>['value'];

/** Every file of a record, decoded. */
export type RecordParts = { readonly [name in keyof Decoded]: PartOf<Decoded[name]> } & {
  readonly uuid: string;
  readonly texts: OpenedRecord['texts'];
};

const WHERE = 'record';

export async function verifyRecord(source: ByteSource, options: RecordOptions): Promise<RecordVerdict> {
  const opened = await openRecord(source, WHERE);
  if (!opened.ok) {
    const isForeign = opened.error.code === 'MALFORMED' || opened.error.code === 'TOO_LARGE';
    return { findings: [errorFinding('01.1', opened.error)], isForeign };
  }
  const group = options.openGroup('BELENIOS-2048');
  if (!group.ok) return { findings: [errorFinding('07.2', group.error)] };
  const decoded = decodeParts(opened.value, group.value);
  const form = [
    ...opened.value.mismatches.map((refusal) => errorFinding('01.2', refusal)),
    ...decoded.refusals.map((refusal) => errorFinding('01.3', refusal)),
  ];
  const { parts } = decoded;
  if (opened.value.kind === 'recorded') return judgeVotes(opened.value, parts, form, options);
  if (parts === undefined) {
    // Without its parts a record cannot be verified; its archive still can.
    const archive = await verifyArchive(opened.value.ballots, options);
    return { findings: [...form, ...archive.findings], view: archive.view };
  }
  const rules = capsOf(sheetOf(parts.setup, parts.pack));
  const proofs = new Map(parts.caps.ballots.map(({ ballot, proofs: own }) => [ballot, capProofsJson(own)]));
  const archive = await verifyArchive(opened.value.ballots, {
    ...options,
    caps: { rules, proofs },
    onBallot: cardChecker(parts),
  });
  const { view } = archive;
  const findings = [
    ...form,
    ...archive.findings,
    ...verifyLedger(parts, { events: view.events, votes: [] }, options.policy),
    ...verifySealed(parts, view),
    ...checkCapsOrder(parts, view, rules.length),
    ...checkOneVote(parts, view),
    ...verifyOutcome(parts, electronicOutcome(parts, view)),
  ];
  return { findings: inOrder(findings), view, parts };
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => (a.check < b.check ? -1 : a.check > b.check ? 1 : 0));
}

/** What archive and result say for the report: the electronic column, under the last event. */
function electronicOutcome({ setup, pack }: RecordParts, view: ArchiveView): Outcome | undefined {
  if (view.result === undefined) return undefined;
  const counted = view.ballots.filter(({ supersededBy }) => supersededBy === undefined).length;
  const column = electronicColumn(sheetOf(setup, pack), view.result, counted);
  return { column, chainHead: view.events.at(-1)?.hash ?? null };
}

/** The record of a vote by name: a list of votes where others have an archive. */
async function judgeVotes(
  opened: OpenedRecord,
  parts: RecordParts | undefined,
  form: readonly Finding[],
  { policy, onProgress }: RecordOptions,
): Promise<RecordVerdict> {
  const where = `${WHERE}/votes.json`;
  const bytes = await readAll(opened.ballots, where, MAX_VOTES_LENGTH);
  const text = bytes.ok ? readUtf8(bytes.value) : undefined;
  const votes =
    text === undefined ? refuse('MALFORMED', where, 'the file is not UTF-8') : readRecordedVotes(text, where);
  onProgress?.(opened.ballots.size, opened.ballots.size);
  if (!votes.ok) return { findings: [...form, errorFinding('01.3', votes.error)] };
  if (parts === undefined) return { findings: form, votes: votes.value };
  const findings = [
    ...form,
    ...verifyLedger(parts, { events: [], votes: votes.value.votes.map(recordedVoteTracker) }, policy),
    ...verifyRecorded(parts, votes.value),
    ...verifyOutcome(parts, { column: columnOfVotes(parts, votes.value), chainHead: null }),
  ];
  return { findings: inOrder(findings), votes: votes.value, parts };
}

function decodeParts(
  opened: OpenedRecord,
  group: Group,
): { readonly parts?: RecordParts; readonly refusals: readonly Refusal[] } {
  const decoded = decodeRecord(opened, group, WHERE);
  const results: readonly Result<unknown>[] = Object.values(decoded);
  const refusals = results.flatMap((result) => (result.ok ? [] : [result.error]));
  const { setup, caps, pack, roll, paper, report, certificate, policy, actions, checkpoint, leaves, guide } =
    decoded;
  if (
    !(setup.ok && caps.ok && pack.ok && roll.ok && paper.ok && report.ok && certificate.ok) ||
    !(policy.ok && actions.ok && checkpoint.ok && leaves.ok && guide.ok)
  ) {
    return { refusals };
  }
  const parts: RecordParts = {
    setup: setup.value,
    caps: caps.value,
    pack: pack.value,
    roll: roll.value,
    paper: paper.value,
    report: report.value,
    certificate: certificate.value,
    policy: policy.value,
    actions: actions.value,
    checkpoint: checkpoint.value,
    leaves: leaves.value,
    guide: guide.value,
    uuid: opened.uuid,
    texts: opened.texts,
  };
  return { parts, refusals };
}

/** Check 10.3 for a record: the ballot's card was handed out and not voided. */
function cardChecker({ roll }: RecordParts): OnBallot {
  const usable = usableCards(roll);
  return ({ credential, height }) =>
    usable.has(cardHash(credential))
      ? []
      : [
          errorFinding('10.3', {
            where: `ballot ${height}`,
            message: 'the ballot was cast under a card that was never handed out, or was voided',
          }),
        ];
}

/** Check 10.8: cap proofs for exactly the ballots of the archive, in their order; none where there are no caps. */
function checkCapsOrder({ caps, uuid }: RecordParts, view: ArchiveView, rules: number): readonly Finding[] {
  const expected = rules === 0 ? [] : view.ballots.map(({ hash }) => hash);
  const isSame = caps.poll === uuid && caps.ballots.map(({ ballot }) => ballot).join() === expected.join();
  const message = 'caps.json does not list exactly the ballots of the archive, in their order';
  return isSame ? [] : [errorFinding('10.8', { where: 'caps.json', message })];
}

/**
 * Checks 10.3 and 13.1: one representative, one vote. A session's cards weigh 1, whatever weights the archive's format
 * allows, and a second ballot under a card needs a rule pack that lets voters vote again.
 */
function checkOneVote({ pack }: RecordParts, { ballots }: ArchiveView): readonly Finding[] {
  return ballots.flatMap(({ height, weight, supersededBy }) => [
    ...expectTrue(
      '10.3',
      weight === 1n,
      `ballot ${height}`,
      `the ballot is listed with the weight ${weight}, in a session every card counts once`,
    ),
    ...expectTrue(
      '13.1',
      pack.revoting || supersededBy === undefined,
      `ballot ${supersededBy}`,
      `the ballot replaces ballot ${height}, but under these rules the first ballot of a card is final`,
    ),
  ]);
}
