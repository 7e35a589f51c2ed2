/** Records of a vote by name, made with our own code; a test changes votes, figures or the order of the ledger. */

import { writeCapsFile } from '../../tally/caps/caps-file.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { utf8 } from '../../tally/encoding/bytes.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { signCheckpoint, writeCheckpoint } from '../../tally/ledger/checkpoint.ts';
import type { Leaf } from '../../tally/ledger/leaf.ts';
import { verifierKeyOf } from '../../tally/ledger/note.ts';
import { writePolicy } from '../../tally/ledger/policy.ts';
import type { Action } from '../../tally/record/actions.ts';
import { actionHash, writeActions } from '../../tally/record/actions.ts';
import { writeBallotForm } from '../../tally/record/ballot-form.ts';
import { writeLedgerSlice } from '../../tally/record/ledger-slice.ts';
import { writePaper } from '../../tally/record/paper.ts';
import { type RecordedVote, recordedVoteTracker } from '../../tally/record/receipt.ts';
import { manifestOf, planRecord } from '../../tally/record/record.ts';
import { recordedColumn, writeRecordedVote, writeRecordedVotes } from '../../tally/record/recorded-votes.ts';
import { type Roll, writeRoll } from '../../tally/record/roll.ts';
import { type Setup, sheetOf, writeSetup } from '../../tally/record/setup.ts';
import { buildTallyReport } from '../../tally/report/build-report.ts';
import { signStatement, writeCertificate, writeCertificateText } from '../../tally/report/certificate.ts';
import { tallyReportHash, writeTallyReport } from '../../tally/report/tally-report.ts';
import { assertOk } from '../../tally/result.ts';
import { type RulePack, writeRulePack } from '../../tally/rules/rule-pack.ts';
import { LOG_KEY, treeOf } from './ledger.ts';
import { AT, OFFICIALS, setupOf } from './made-record.ts';
import { preset } from './poll.ts';
import { bytesOf } from './record-zip.ts';

export const RECORDED_UUID = 'RecordedVoteSamp1e2o26';
const MEMBERS = 6;

export interface RecordedPlan {
  /** Mark of each voter, in the order of voting: 0 for, 1 against, 2 abstain. */
  readonly marks: readonly number[];
  readonly pack?: RulePack;
  /** What the record says, given an honest one. The report is always that of the honest votes. */
  readonly listed?: (votes: readonly RecordedVote[]) => readonly RecordedVote[];
  /** What the ledger logged for the votes; by default what is listed. */
  readonly logged?: (trackers: readonly string[]) => readonly string[];
  readonly setup?: Partial<Setup>;
  readonly roll?: Partial<Roll>;
  /** Leaves in their order, given: opened, votes, closed, published. */
  readonly order?: (leaves: readonly Leaf[]) => readonly Leaf[];
}

export function recordedPack(): RulePack {
  return { ...preset('resolution-default'), secrecy: 'recorded' };
}

export function votersOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `代表 ${String(i + 1).padStart(3, '0')}`);
}

export async function makeRecordedRecord(plan: RecordedPlan): Promise<Uint8Array> {
  const uuid = RECORDED_UUID;
  const pack = plan.pack ?? recordedPack();
  const base = setupOf(uuid, pack, MEMBERS);
  const setup: Setup = { ...base, cards: { kind: 'named', listed: 0, spare: 0 }, ...plan.setup };
  const sheet = sheetOf(setup, pack);
  const voters = votersOf(plan.marks.length);
  const honest = plan.marks.map((mark, i) => writeRecordedVote(sheet, uuid, voters[i] ?? '', [mark]));
  const votes = plan.listed?.(honest) ?? honest;
  const roll: Roll = {
    v: 'roll/1',
    poll: uuid,
    inOffice: MEMBERS,
    present: MEMBERS,
    issued: { electronic: MEMBERS, paper: 0 },
    activated: [],
    voided: [],
    ...plan.roll,
  };
  const { organ, meeting, subject, items, round } = setup;
  const attendance = { inOffice: MEMBERS, present: MEMBERS, issued: MEMBERS };
  const columns = [recordedColumn(sheet, honest)];
  const poll = { pack, items, round, attendance, columns, revotes: [] };
  const report = assertOk(buildTallyReport({ organ, meeting, subject, poll, chainHead: null }));
  const reportHash = tallyReportHash(report);
  const signatures = OFFICIALS.map(({ secret, signer }) =>
    signStatement({ ...signer, sessionUuid: uuid, reportHash, signedAt: AT }, secret),
  );
  const act = (did: Action['did'], what: string): Action => ({
    v: 'action/1',
    at: AT,
    poll: uuid,
    role: 'clerk',
    who: 'clerk 1',
    did,
    what,
  });
  const sealed = act('setup_sealed', sha256Hex(writeSetup({ ...setup, ...base, cards: setup.cards })));
  const actions = [sealed, act('opened', uuid), act('closed', uuid), act('published', uuid)];
  const texts = {
    'setup.json': writeSetup(setup),
    'caps.json': writeCapsFile({ poll: uuid, ballots: [] }),
    'form.json': writeBallotForm(sheet),
    'rule-pack.json': writeRulePack(pack),
    'roll.json': writeRoll(roll),
    'paper.json': writePaper({ v: 'paper/1', poll: uuid, batches: [] }),
    'report.json': writeTallyReport(report),
    'certificate.json': writeCertificateText(writeCertificate({ sessionUuid: uuid, reportHash }, signatures)),
    'ledger/policy': writePolicy({ log: verifierKeyOf(LOG_KEY), witnesses: [], quorum: 0 }),
    'ledger/actions.json': writeActions(actions),
  };
  const list = bytesSource(utf8(writeRecordedVotes({ v: 'recorded-votes/1', poll: uuid, votes })));
  const manifest = await manifestOf(uuid, list, texts, 'recorded');
  const leafOf = (hashHex: string): Leaf => ({ kind: 'action', hashHex });
  const [first, opened, closed, published] = actions.map((action) => leafOf(actionHash(action)));
  if (!first || !opened || !closed || !published) throw new Error('there are four actions');
  const trackers = votes.map(recordedVoteTracker);
  const between = [opened, ...(plan.logged?.(trackers) ?? trackers).map(leafOf), closed, published];
  const leaves = [first, ...(plan.order?.(between) ?? between), leafOf(sha256Hex(manifest))];
  const tree = treeOf(leaves);
  const proving = {
    'manifest.json': manifest,
    'ledger/checkpoint': writeCheckpoint(signCheckpoint(tree.size, tree.root(), LOG_KEY)),
    'ledger/proofs.json': writeLedgerSlice(
      leaves.map((leaf, index) => ({ index, leaf, proof: tree.inclusionProof(index) })),
    ),
  };
  return bytesOf(assertOk(await planRecord(uuid, list, texts, proving, 'recorded')));
}
