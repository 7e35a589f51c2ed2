/** Where a session stands between closing and publication, its report, and the evidence a scrutineer opens the count on. */
import {
  assertOk,
  ok,
  paperColumn,
  readSetup,
  readTallyReport,
  readTrustees,
  sha256Hex,
  type Trustee,
  verificationCode,
  writeCheckpoint,
} from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { loadLeaves } from '../ledger/store.ts';
import { loadSigningKey } from './ceremony-store.ts';
import { loadTally, requireCounting } from './count.ts';
import type { CountView, EvidenceView, ReportView, SignerView } from './count-shapes.ts';
import {
  type CountingSession,
  loadClosingEvents,
  loadHolders,
  loadRevoteStates,
  loadSignatures,
} from './count-store.ts';
import { electionGroup } from './engine.ts';
import { paperOfPoll } from './paper-entry.ts';
import { loadCorrection, loadPublications } from './publish-store.ts';
import { type Answer, refused } from './refused.ts';

export async function viewCount(deps: Deps, actor: Actor, poll: string): Promise<Answer<CountView>> {
  const found = await requireCounting(deps, poll);
  if (!found.ok) return found;
  const session = found.value;
  const [holders, paper, events, signatures, revotes, publications, correction, ownKey] = await Promise.all([
    session.isRecorded ? [] : loadHolders(deps, session),
    paperOfPoll(deps, poll),
    loadClosingEvents(deps, poll),
    loadSignatures(deps, poll),
    loadRevoteStates(deps, poll),
    loadPublications(deps, poll),
    loadCorrection(deps, poll),
    loadSigningKey(deps, actor.accountId),
  ]);
  const { organ, meeting, subject, signers } = assertOk(readSetup(session.setup, 'setup'));
  return ok({
    poll,
    meetingId: session.meetingId,
    organId: session.organId,
    organNameZh: organ.nameZh,
    meetingTitleZh: meeting.titleZh,
    meetingTitleEn: meeting.titleEn,
    state: session.state,
    isRecorded: session.isRecorded,
    subjectZh: subject.subjectZh,
    subjectEn: subject.subjectEn,
    inOffice: session.inOffice,
    present: session.present,
    issued: { electronic: session.issuedElectronic, paper: session.issuedPaper },
    returned: {
      electronic: session.returned,
      paper: paper.ok ? (paperColumn(paper.value)?.returned ?? 0) : null,
    },
    threshold: thresholdOf(session),
    holders: holders.map(({ owner, name, hasOpened, accountId }) => ({
      owner,
      name,
      hasOpened,
      isYou: accountId === actor.accountId,
    })),
    tallyHead: events.find(({ type }) => type === 'EncryptedTally')?.hash ?? null,
    hasResult: events.some(({ type }) => type === 'Result'),
    reportHash: session.report === null ? null : sha256Hex(session.report),
    signatures,
    signers: signers.map(
      (signer): SignerView => ({
        ...signer,
        isYou: signer.name === actor.name && signer.publicKey === ownKey,
      }),
    ),
    revotes,
    publications,
    correction: correction && {
      version: correction.version,
      reason: correction.reason,
      proposedBy: correction.proposedBy,
    },
  });
}

function thresholdOf({ isRecorded, trustees }: CountingSession): number {
  if (isRecorded) return 0;
  const list = assertOk(readTrustees(electionGroup(), trustees ?? '', 'trustees'));
  return list.reduce(
    (sum, trustee: Trustee) => sum + (trustee.kind === 'Single' ? 1 : trustee.keys.threshold),
    0,
  );
}

/** WRONG_STATE before there is one: no figure of a vote exists before the count (requirement R15). */
export async function viewReport(deps: Deps, poll: string): Promise<Answer<ReportView>> {
  const found = await requireCounting(deps, poll);
  if (!found.ok) return found;
  const { report, rulePack } = found.value;
  if (report === null) return refused('WRONG_STATE', 'report', 'the ballots are not counted yet');
  // What was written by us is what our readers read.
  assertOk(readTallyReport(report));
  const hash = sha256Hex(report);
  return ok({ text: report, hash, verificationCode: verificationCode(hash), rulePack });
}

export async function viewEvidence(deps: Deps, poll: string): Promise<Answer<EvidenceView>> {
  const found = await requireCounting(deps, poll);
  if (!found.ok) return found;
  const session = found.value;
  const tally = await loadTally(deps, poll);
  if (session.isRecorded || tally === null) {
    return refused('WRONG_STATE', 'session', 'there is no encrypted tally to open');
  }
  const head = await deps.ledger.head();
  if (!head.ok) return head;
  return ok({
    poll,
    setup: session.setup,
    head: tally.head,
    checkpoint: writeCheckpoint(head.value),
    size: head.value.checkpoint.size,
  });
}

const PAGE = 10_000;

/** Texts of the ledger's leaves from one on, as many as fit a page. */
export async function listLeaves(
  deps: Pick<Deps, 'sql'>,
  from: number,
): Promise<{ readonly from: number; readonly leaves: readonly string[] }> {
  return { from, leaves: await loadLeaves(deps.sql, from, PAGE) };
}
