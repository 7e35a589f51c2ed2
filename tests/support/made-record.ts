/**
 * Records made with our own code, every role played honestly but for what a test changes: `makeRecord({ votes: [0, 1] })`.
 * Six members of a congress vote on one resolution; cards are listed for all of them and one spare. Everybody who signs
 * signs what a test made, so a record is refuted by what it says and never by a broken seal.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { type Trustee, writeTrustees } from '../../tally/belenios/trustee.ts';
import { writeCapsFile } from '../../tally/caps/caps-file.ts';
import type { RevoteRecord } from '../../tally/count/poll.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { concatBytes, hex } from '../../tally/encoding/bytes.ts';
import { sha256, sha256Hex } from '../../tally/encoding/hash.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { signCheckpoint, writeCheckpoint } from '../../tally/ledger/checkpoint.ts';
import type { Leaf } from '../../tally/ledger/leaf.ts';
import { verifierKeyOf } from '../../tally/ledger/note.ts';
import { writePolicy } from '../../tally/ledger/policy.ts';
import { type Action, actionHash, writeActions } from '../../tally/record/actions.ts';
import { writeBallotForm } from '../../tally/record/ballot-form.ts';
import { writeLedgerSlice } from '../../tally/record/ledger-slice.ts';
import { type PaperBatch, paperColumn, writePaper } from '../../tally/record/paper.ts';
import { electronicColumn } from '../../tally/record/questions.ts';
import { manifestOf, planRecord } from '../../tally/record/record.ts';
import { cardHash, type Roll, writeRoll } from '../../tally/record/roll.ts';
import { sessionTemplate } from '../../tally/record/session-election.ts';
import { type Setup, sheetOf, writeSetup } from '../../tally/record/setup.ts';
import { buildTallyReport } from '../../tally/report/build-report.ts';
import { signStatement, writeCertificate, writeCertificateText } from '../../tally/report/certificate.ts';
import { tallyReportHash, writeTallyReport } from '../../tally/report/tally-report.ts';
import { assertOk } from '../../tally/result.ts';
import { type RulePack, writeRulePack } from '../../tally/rules/rule-pack.ts';
import type { Finding } from '../../tally/verify/finding.ts';
import { verifyArchive } from '../../tally/verify/verify-archive.ts';
import { type RecordVerdict, verifyRecord } from '../../tally/verify/verify-record.ts';
import {
  archiveOf,
  ballotEvents,
  countElection,
  type SetupPlan,
  setUpElection,
  setupEvent,
  type TestElection,
  tallyBallots,
  vote,
} from './election.ts';
import { LOG_KEY, treeOf } from './ledger.ts';
import { items, preset } from './poll.ts';

const MEMBERS = 6;
const SPARE = 1;
export const AT = '2026-11-23T04:00:00Z';

export const OFFICIALS = (['chiefScrutineer', 'scrutineer', 'teller', 'presidium'] as const).map((role) => {
  const secret = sha256(`key of the ${role}`);
  return { secret, signer: { role, name: `${role} 1`, publicKey: hex(ed25519.getPublicKey(secret)) } };
});

export interface RecordPlan extends Pick<SetupPlan, 'group' | 'trustees' | 'weights'> {
  /** What the set-up event says of the trustees, given honest ones. */
  readonly published?: (trustees: readonly Trustee[]) => readonly Trustee[];
  /** Six by default. */
  readonly inOffice?: number;
  /** The actions that void cards; by default one of two people for each lost card. */
  readonly voidings?: readonly Pick<Action, 'what' | 'with'>[];
  /** Numbers of cards lost after they were handed out. */
  readonly lost?: readonly number[];
  readonly pack?: RulePack;
  /** Who votes how, in the order of casting: number of the card, and 0 for, 1 against, 2 abstain. */
  readonly votes: readonly (readonly [card: number, mark: number])[];
  readonly paper?: readonly PaperBatch[];
  /** Figures of the roll; by default all are present, and everyone without a paper ballot has a card. */
  readonly roll?: Partial<Roll>;
  readonly revotes?: readonly RevoteRecord[];
  /** The leaves of the ledger in their order, given those of an honest one. */
  readonly order?: (leaves: readonly Leaf[]) => readonly Leaf[];
}

/** The record as a zip. */
export async function makeRecord(plan: RecordPlan): Promise<Uint8Array> {
  const pack = plan.pack ?? preset('resolution-default');
  const common = {
    trustees: plan.trustees ?? [{ size: 3, threshold: 2 }],
    voters: MEMBERS + SPARE,
    ...(plan.group === undefined ? {} : { group: plan.group }),
    ...(plan.weights === undefined ? {} : { weights: plan.weights }),
  };
  const { uuid } = setUpElection(common).open.election;
  const setup = setupOf(uuid, pack, plan.inOffice ?? MEMBERS);
  const election = withPublished(setUpElection({ ...common, ...sessionTemplate(setup, pack) }), plan);
  const cast = plan.votes.map(([card, mark]) => {
    return vote(election, card, [[0, 1, 2].map((column) => (column === mark ? 1 : 0))]).text;
  });
  const count = countElection(election, tallyBallots(election, cast));
  const archive = archiveOf([setupEvent(election), ...ballotEvents(cast), ...count.events]);
  const roll = rollOf(plan, election);
  const paper = { v: 'paper/1' as const, poll: uuid, batches: plan.paper ?? [] };
  const onPaper = paperColumn(paper);
  const events = await eventHashes(archive);
  const sheet = sheetOf(setup, pack);
  const report = assertOk(
    buildTallyReport({
      organ: setup.organ,
      meeting: setup.meeting,
      subject: setup.subject,
      poll: {
        pack,
        items: setup.items,
        round: setup.round,
        attendance: {
          inOffice: roll.inOffice,
          present: roll.present,
          issued: roll.issued.electronic + roll.issued.paper,
        },
        columns: [
          electronicColumn(sheet, count.result, count.tallied.numTallied),
          ...(onPaper === undefined ? [] : [onPaper]),
        ],
        revotes: plan.revotes ?? [],
      },
      chainHead: events.at(-1) ?? null,
    }),
  );
  const reportHash = tallyReportHash(report);
  const signatures = OFFICIALS.map(({ secret, signer }) =>
    signStatement({ ...signer, sessionUuid: uuid, reportHash, signedAt: AT }, secret),
  );
  const act = (did: Action['did']): Action => ({
    v: 'action/1',
    at: AT,
    poll: uuid,
    role: 'clerk',
    who: 'clerk 1',
    did,
    what: uuid,
  });
  const voidings = plan.voidings ?? roll.voided.map(({ serial }) => ({ what: serial, with: 'scrutineer 1' }));
  const actions = [
    act('setup_sealed'),
    ...voidings.map((voiding) => ({ ...act('card_voided'), ...voiding })),
    act('published'),
  ];
  const texts = {
    'setup.json': writeSetup(setup),
    'caps.json': writeCapsFile({ poll: uuid, ballots: [] }),
    'form.json': writeBallotForm(sheet),
    'rule-pack.json': writeRulePack(pack),
    'roll.json': writeRoll(roll),
    'paper.json': writePaper(paper),
    'report.json': writeTallyReport(report),
    'certificate.json': writeCertificateText(writeCertificate({ sessionUuid: uuid, reportHash }, signatures)),
    'ledger/policy': writePolicy({ log: verifierKeyOf(LOG_KEY), witnesses: [], quorum: 0 }),
    'ledger/actions.json': writeActions(actions),
  };
  const manifest = await manifestOf(uuid, bytesSource(archive), texts);
  const honest: readonly Leaf[] = [
    ...actions.map((action): Leaf => ({ kind: 'action', hashHex: actionHash(action) })),
    ...events.map((eventHex, height): Leaf => ({ kind: 'ballot-event', poll: uuid, height, eventHex })),
    { kind: 'action', hashHex: sha256Hex(manifest) },
  ];
  const leaves = plan.order?.(honest) ?? honest;
  const tree = treeOf(leaves);
  const zip = assertOk(
    await planRecord(uuid, bytesSource(archive), texts, {
      'manifest.json': manifest,
      'ledger/checkpoint': writeCheckpoint(signCheckpoint(tree.size, tree.root(), LOG_KEY)),
      'ledger/proofs.json': writeLedgerSlice(
        leaves.map((leaf, index) => ({ index, leaf, proof: tree.inclusionProof(index) })),
      ),
    }),
  );
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip.chunks()) chunks.push(chunk);
  return concatBytes(...chunks);
}

function withPublished(election: TestElection, { published }: RecordPlan): TestElection {
  if (published === undefined) return election;
  const trustees = writeTrustees(election.open.group, published(election.trustees));
  return { ...election, texts: { ...election.texts, trustees } };
}

export function setupOf(uuid: string, pack: RulePack, inOffice: number): Setup {
  const list = items(1);
  return {
    v: 'setup/1',
    organ: {
      kind: 'congress',
      nameZh: '青禾区第三届人民代表大会',
      nameEn: 'Third Qinghe District People’s Congress',
      regionZh: '青禾区',
      regionEn: 'Qinghe District',
    },
    meeting: { titleZh: '第五次会议', titleEn: 'Fifth meeting', number: 5 },
    subject: { uuid, year: 2026, subjectZh: '决议', subjectEn: 'Resolution' },
    round: { kind: 'first' },
    items: list,
    rulePack: sha256Hex(writeRulePack(pack)),
    form: sha256Hex(writeBallotForm({ pack, items: list, round: { kind: 'first' } })),
    inOffice,
    cards: { kind: 'named', listed: MEMBERS + SPARE, spare: SPARE },
    signers: OFFICIALS.map(({ signer }) => signer),
    ledger: writePolicy({ log: verifierKeyOf(LOG_KEY), witnesses: [], quorum: 0 }),
    booth: [],
    planned: null,
  };
}

function rollOf(plan: RecordPlan, { open, voters }: TestElection): Roll {
  const { inOffice = MEMBERS, lost = [], paper = [] } = plan;
  const onPaper = paper.reduce((sum, { first }) => sum + first.column.returned, 0);
  const issued = plan.roll?.issued ?? { electronic: MEMBERS - onPaper, paper: onPaper };
  const hashes = voters.map(({ publicKey }) => cardHash(publicKey));
  return {
    v: 'roll/1',
    poll: open.election.uuid,
    inOffice,
    present: inOffice,
    activated: hashes.slice(0, issued.electronic + lost.length).sort(),
    voided: lost.map((card) => ({ serial: `card ${card}`, credential: hashes[card] ?? '' })),
    ...plan.roll,
    issued,
  };
}

async function eventHashes(archive: Uint8Array): Promise<readonly string[]> {
  const { view } = await verifyArchive(bytesSource(archive), { openGroup: (name) => openGroup(name) });
  return view.events.map(({ hash }) => hash);
}

export function verifyMade(record: Uint8Array): Promise<RecordVerdict> {
  return verifyRecord(bytesSource(record), { openGroup: (name) => openGroup(name) });
}

/** The errors a record is refuted by, as "check message", in order. */
export async function errorsOf(plan: RecordPlan): Promise<readonly string[]> {
  return (await findingsOf(plan, 'error')).map(({ check, message }) => `${check} ${message}`);
}

export async function findingsOf(
  plan: RecordPlan,
  severity: Finding['severity'],
): Promise<readonly Finding[]> {
  const { findings } = await verifyMade(await makeRecord(plan));
  return findings.filter((finding) => finding.severity === severity);
}
