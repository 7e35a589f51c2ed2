/**
 * Verifies a published record: its archive (verify-archive.ts), and that everything published around it follows from it:
 * ledger, set-up, questions, roll, cap proofs, report and certificate. Collects every finding, like all checks.
 */

import { capProofsJson } from '../caps/caps-file.ts';
import type { ByteSource } from '../encoding/byte-source.ts';
import type { Group } from '../groups/group.ts';
import type { Policy } from '../ledger/policy.ts';
import { capsOf } from '../record/questions.ts';
import { decodeRecord, type OpenedRecord, openRecord } from '../record/record.ts';
import { cardHash, usableCards } from '../record/roll.ts';
import { sheetOf } from '../record/setup.ts';
import type { Refusal, Result } from '../result.ts';
import type { ArchiveView } from './archive-view.ts';
import { errorFinding, expectTrue, type Finding } from './finding.ts';
import type { OnBallot, VerifyOptions } from './options.ts';
import { verifyArchive } from './verify-archive.ts';
import { verifyLedger } from './verify-ledger.ts';
import { verifyOutcome } from './verify-outcome.ts';
import { verifySealed } from './verify-sealed.ts';

export interface RecordOptions extends Omit<VerifyOptions, 'caps' | 'onBallot'> {
  /** The keys an auditor trusts; without it the record names its own, which is a warning. */
  readonly policy?: Policy;
}

export interface RecordVerdict {
  readonly findings: readonly Finding[];
  /** Absent when the file is no record at all, or its zip is not canonical. */
  readonly view?: ArchiveView;
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
  if (parts === undefined) {
    // Without its parts a record cannot be verified; its archive still can.
    const archive = await verifyArchive(opened.value.archive, options);
    return { findings: [...form, ...archive.findings], view: archive.view };
  }
  const rules = capsOf(sheetOf(parts.setup, parts.pack));
  const proofs = new Map(parts.caps.ballots.map(({ ballot, proofs: own }) => [ballot, capProofsJson(own)]));
  const archive = await verifyArchive(opened.value.archive, {
    ...options,
    caps: { rules, proofs },
    onBallot: cardChecker(parts),
  });
  const { view } = archive;
  const findings = [
    ...form,
    ...archive.findings,
    ...verifyLedger(parts, view, options.policy),
    ...verifySealed(parts, view),
    ...checkCapsOrder(parts, view, rules.length),
    ...checkOneVote(parts, view),
    ...verifyOutcome(parts, view),
  ];
  return {
    findings: findings.sort((a, b) => (a.check < b.check ? -1 : a.check > b.check ? 1 : 0)),
    view,
    parts,
  };
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
