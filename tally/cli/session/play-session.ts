/**
 * Plays a whole secret ballot session on this machine, every role in turn and nothing skipped: scrutineers' keys, cards,
 * sealing, real encrypted ballots, count by threshold decryption, decision by the rule pack, signatures, record. Used for
 * the demonstration and to replay other people's elections; all keys are thrown away. `playPrepared` does the same with
 * keys, clock and ballot maker of the caller.
 */
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setupMembers } from '../../belenios/archive/write-archive.ts';
import { readBallot } from '../../belenios/ballot.ts';
import type { OpenElection } from '../../belenios/election.ts';
import type { ElectionResult } from '../../belenios/result.ts';
import { type EncryptedTally, emptyTally, mergeTallies, tallyOfBallot } from '../../belenios/tally.ts';
import type { CapRule } from '../../caps/cap-rule.ts';
import { type CapsFile, readCapProofs, writeCapsFile } from '../../caps/caps-file.ts';
import { sha256Hex } from '../../encoding/hash.ts';
import { writeCheckpoint } from '../../ledger/checkpoint.ts';
import { PLAIN_ED25519 } from '../../ledger/note.ts';
import { writePolicy } from '../../ledger/policy.ts';
import { type Action, writeActions } from '../../record/actions.ts';
import { writeBallotForm } from '../../record/ballot-form.ts';
import { writeLedgerSlice } from '../../record/ledger-slice.ts';
import { writePaper } from '../../record/paper.ts';
import { capsOf, choicesOf, electronicColumn } from '../../record/questions.ts';
import { manifestOf, planRecord, recordFileName, type SealedTexts } from '../../record/record.ts';
import { cardHash, writeRoll } from '../../record/roll.ts';
import { writeSetup } from '../../record/setup.ts';
import { buildTallyReport } from '../../report/build-report.ts';
import {
  type Certificate,
  ROLE_NAMES,
  writeCertificate,
  writeCertificateText,
} from '../../report/certificate.ts';
import { type TallyReport, tallyReportHash, writeTallyReport } from '../../report/tally-report.ts';
import { assertOk, err, ok, type Result } from '../../result.ts';
import { writeRulePack } from '../../rules/rule-pack.ts';
import { openGroupWith } from '../engine.ts';
import { openFile } from '../files.ts';
import { type BallotMaker, createBallotMaker, type PoolOptions } from '../pool.ts';
import { platformRandom } from '../random.ts';
import { type ArchiveBook, openArchiveBook } from './archive-book.ts';
import { openCount } from './count.ts';
import { type LedgerBook, openLedgerBook } from './ledger-book.ts';
import { appointOfficials, type Official } from './officials.ts';
import { type PreparedSession, prepareSession, type SessionPlan } from './prepare.ts';

export interface SessionStage {
  /** What begins now, for the person who watches. */
  onStage(stage: 'keys' | 'voting' | 'count' | 'record'): void;
  onBallot(cast: number, total: number): void;
}

export interface PlayedSession {
  /** Path of the record. */
  readonly path: string;
  readonly report: TallyReport;
  readonly certificate: Certificate;
}

/** Who and what a session is played with. */
export interface Cast {
  readonly ledger: LedgerBook;
  /** In the order of `appointOfficials`; their keys are sealed in the set-up. */
  readonly officials: readonly Official[];
  readonly now: () => Date;
  makeBallots(open: OpenElection, caps: readonly CapRule[], electionText: string): BallotMaker;
}

/**
 * @param folder where `record-UUID.zip` is written; made if missing
 * @returns the record, or the refusal of a poll that has no result under its rules
 */
export async function playSession(
  plan: SessionPlan,
  folder: string,
  options: PoolOptions,
  stage: SessionStage,
): Promise<Result<PlayedSession>> {
  stage.onStage('keys');
  const group = assertOk(openGroupWith(options.engine)('BELENIOS-2048'));
  const seed = platformRandom(32);
  const ledger = openLedgerBook({ name: 'minyi.local/played-session', type: PLAIN_ED25519, seed });
  const officials = appointOfficials(platformRandom);
  const signers = officials.map(({ signer }) => signer);
  const now = () => new Date();
  const session = prepareSession(group, plan, ledger.policy, signers, platformRandom, now);
  const cast: Cast = {
    ledger,
    officials,
    now,
    makeBallots: (open, caps, electionText) => createBallotMaker(options, open, caps, electionText),
  };
  return playPrepared(session, folder, cast, stage);
}

/** Everything after the preparations, which have sealed the keys of `cast`. */
export async function playPrepared(
  session: PreparedSession,
  folder: string,
  cast: Cast,
  stage: SessionStage,
): Promise<Result<PlayedSession>> {
  const { plan } = session;
  const { ledger, officials } = cast;
  const { uuid } = session.setup.subject;
  const utcNow = () => `${cast.now().toISOString().slice(0, 19)}Z`;
  const act = (role: string, who: string, did: Action['did'], what: string) =>
    ledger.addAction({ v: 'action/1', at: utcNow(), poll: uuid, role, who, did, what });
  mkdirSync(folder, { recursive: true });
  const archivePath = join(folder, `${uuid}.bel`);
  const archive = openArchiveBook(archivePath, uuid, Math.floor(cast.now().getTime() / 1000), ledger);
  try {
    act('clerk', '工作人员 1', 'setup_sealed', sha256Hex(writeSetup(session.setup)));
    archive.append(
      'Setup',
      setupMembers(session.electionText, session.trusteesText, session.credentialsText),
    );
    act('chiefScrutineer', '总监票人 1', 'opened', uuid);
    stage.onStage('voting');
    const { tally, caps } = await castBallots(session, archive, cast, stage);
    act('chiefScrutineer', '总监票人 1', 'closed', `${plan.ballots.length}`);
    stage.onStage('count');
    const result = openCount(session, archive, tally, plan.ballots.length);
    act('scrutineer', '监票人 1', 'count_opened', archive.head() ?? '');
    const report = buildReport(session, result, archive.head());
    if (!report.ok) return err(report.error);
    stage.onStage('record');
    const certificate = sign(uuid, tallyReportHash(report.value), officials, utcNow, act);
    const texts = sealedTexts(session, caps, report.value, certificate, ledger);
    const path = await publish(uuid, archivePath, folder, texts, ledger);
    return ok({ path, report: report.value, certificate });
  } finally {
    rmSync(archivePath, { force: true });
  }
}

async function castBallots(
  { plan, open, sheet, setup, cards, electionText }: PreparedSession,
  archive: ArchiveBook,
  { makeBallots }: Cast,
  { onBallot }: SessionStage,
): Promise<{ tally: EncryptedTally; caps: CapsFile }> {
  const { group, election } = open;
  const rules = capsOf(sheet);
  const maker = makeBallots(open, rules, electionText);
  const caps: CapsFile['ballots'][number][] = [];
  let tally = emptyTally(group, election.questions);
  try {
    // A few ballots are made ahead; they are boxed in the order of the plan.
    const making: ReturnType<typeof maker.make>[] = [];
    for (let next = 0, boxed = 0; boxed < plan.ballots.length; ) {
      for (; next < plan.ballots.length && making.length < maker.concurrency; next++) {
        making.push(maker.make(choicesOf(sheet, plan.ballots[next] ?? []), cards[next]?.secret ?? 0n));
      }
      const made = await making.shift();
      if (made === undefined) break;
      archive.append('Ballot', [made.text]);
      const ballot = assertOk(readBallot(made.text, open, 'ballot'));
      tally = mergeTallies(group, election.questions, tally, tallyOfBallot(group, ballot.answers, 1n));
      if (rules.length > 0) {
        caps.push({
          ballot: sha256Hex(made.text),
          proofs: assertOk(readCapProofs(group, made.caps, 'caps')),
        });
      }
      onBallot(++boxed, plan.ballots.length);
    }
  } finally {
    await maker.close();
  }
  return { tally, caps: { poll: setup.subject.uuid, ballots: caps } };
}

function buildReport(
  { plan, setup, sheet }: PreparedSession,
  result: ElectionResult,
  chainHead: string | null,
): Result<TallyReport> {
  const { organ, meeting, subject, round, items } = setup;
  const attendance = { inOffice: plan.inOffice, present: plan.present, issued: plan.issued };
  const columns = [electronicColumn(sheet, result, plan.ballots.length)];
  const poll = { pack: plan.pack, items, round, attendance, columns, revotes: [] };
  return buildTallyReport({ organ, meeting, subject, poll, chainHead });
}

function sign(
  uuid: string,
  reportHash: string,
  officials: readonly Official[],
  utcNow: () => string,
  act: (role: string, who: string, did: Action['did'], what: string) => void,
): Certificate {
  const signatures = officials.map((official) => {
    const { role, name } = official.signer;
    act(ROLE_NAMES[role].en, name, role === 'presidium' ? 'confirmed' : 'report_signed', reportHash);
    return official.sign(uuid, reportHash, utcNow());
  });
  return writeCertificate({ sessionUuid: uuid, reportHash }, signatures);
}

function sealedTexts(
  { plan, setup, sheet, cards }: PreparedSession,
  caps: CapsFile,
  report: TallyReport,
  certificate: Certificate,
  ledger: LedgerBook,
): SealedTexts {
  const { uuid } = setup.subject;
  const { inOffice, present, issued } = plan;
  return {
    'setup.json': writeSetup(setup),
    'caps.json': writeCapsFile(caps),
    'form.json': writeBallotForm(sheet),
    'rule-pack.json': writeRulePack(plan.pack),
    'roll.json': writeRoll({
      v: 'roll/1',
      poll: uuid,
      inOffice,
      present,
      issued: { electronic: issued, paper: 0 },
      activated: cards
        .slice(0, issued)
        .map(({ publicKey }) => cardHash(publicKey))
        .sort(),
      voided: [],
    }),
    'paper.json': writePaper({ v: 'paper/1', poll: uuid, batches: [] }),
    'report.json': writeTallyReport(report),
    'certificate.json': writeCertificateText(certificate),
    'ledger/policy': writePolicy(ledger.policy),
    'ledger/actions.json': writeActions(ledger.actions),
  };
}

async function publish(
  uuid: string,
  archivePath: string,
  folder: string,
  texts: SealedTexts,
  ledger: LedgerBook,
): Promise<string> {
  const archive = assertOk(openFile(archivePath));
  try {
    const manifest = await manifestOf(uuid, archive, texts);
    ledger.addManifest(manifest);
    const { checkpoint, leaves } = ledger.close();
    const plan = assertOk(
      await planRecord(uuid, archive, texts, {
        'manifest.json': manifest,
        'ledger/checkpoint': writeCheckpoint(checkpoint),
        'ledger/proofs.json': writeLedgerSlice(leaves),
      }),
    );
    const path = join(folder, recordFileName(uuid));
    await pipeline(Readable.from(plan.chunks()), createWriteStream(path, { flags: 'wx' }));
    return path;
  } finally {
    archive.close();
  }
}
