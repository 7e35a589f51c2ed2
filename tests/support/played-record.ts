/**
 * A small session played from keys to record through the door of the tally alone, as a server and pages will: three
 * representatives, one lost card, two electronic ballots under a cap, one paper ballot keyed twice. Seeded, so its
 * texts are the same every time; they are the samples of docs/formats.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import {
  type Action,
  actionHash,
  appendEvent,
  archiveStart,
  assertOk,
  buildTallyReport,
  bytesSource,
  type CapsFile,
  capsOf,
  cardHash,
  choicesOf,
  computeResult,
  createMerkleTree,
  decryptTally,
  deriveSecret,
  drawCredential,
  drawTrustee,
  type EventType,
  electionKeyOf,
  electronicColumn,
  emptyTally,
  encryptBallot,
  findPreset,
  hex,
  type KeyHolders,
  type Leaf,
  leafHash,
  manifestOf,
  mergeTallies,
  openElection,
  openGroup,
  openTally,
  type Paper,
  type PaperBatch,
  PLAIN_ED25519,
  type Policy,
  paperColumn,
  planRecord,
  proveCaps,
  publicCredentialOf,
  type Roll,
  readBallot,
  readElection,
  type SealedTexts,
  type Setup,
  type Signer,
  type SignerRole,
  type SigningKey,
  sessionTemplate,
  setupMembers,
  sha256,
  sha256Hex,
  sheetOf,
  signCheckpoint,
  signKeyHolder,
  signStatement,
  sortCredentials,
  tallyOfBallot,
  tallyReportHash,
  verifierKeyOf,
  withSeats,
  writeActions,
  writeBallotForm,
  writeCapsFile,
  writeCertificate,
  writeCertificateText,
  writeCheckpoint,
  writeDecryption,
  writeElection,
  writeEncryptedTally,
  writeLeaf,
  writeLedgerSlice,
  writeOwned,
  writePaper,
  writePolicy,
  writePublicCredentials,
  writeResult,
  writeRoll,
  writeRulePack,
  writeSetup,
  writeSizedTally,
  writeTallyReport,
  writeTrustees,
} from '#tally';
import { QINGHE_CONGRESS, QINGHE_MEETING, QINGHE_PROJECTS } from '../../tally/cli/demo/qinghe.ts';
import { seededRandom } from './random.ts';

/** 2026-03-02T01:00:00Z */
const TIMESTAMP = 1772413200;
const UUID = 'QingheSamp1eRecord2o26';
const ROLES: readonly (readonly [SignerRole, string])[] = [
  ['chiefScrutineer', '总监票人 1'],
  ['scrutineer', '监票人 1'],
  ['teller', '计票人 1'],
  ['presidium', '主席团常务主席 1'],
];
const [FOR, AGAINST, ABSTAIN] = [0, 1, 2];
/** Cards: three representatives and a spare. */
const LISTED = 4;

export interface PlayedRecord {
  readonly zip: Uint8Array;
  readonly archive: Uint8Array;
  readonly texts: SealedTexts;
  readonly manifest: string;
  readonly proofs: string;
  /** Last line of the election's description. */
  readonly description: string;
}

export async function playRecord(): Promise<PlayedRecord> {
  const random = seededRandom('sample record');
  const group = assertOk(openGroup('BELENIOS-2048'));
  const preset = findPreset('congress-default');
  if (preset?.kind !== 'projects') throw new Error('the preset is shipped');
  const pack = withSeats(preset, 1);
  const items = QINGHE_PROJECTS.slice(0, 3);
  const ledgerKey: SigningKey = {
    name: 'qinghe.example/ledger',
    type: PLAIN_ED25519,
    seed: sha256('sample ledger'),
  };
  const secrets = ROLES.map(([, name]) => sha256(`sample key of ${name}`));
  const signers = ROLES.map(
    ([role, name], i): Signer => ({
      role,
      name,
      publicKey: hex(ed25519.getPublicKey(secrets[i] ?? new Uint8Array())),
    }),
  );
  const sheet = { pack, items, round: { kind: 'first' } } as const;
  const policy: Policy = { log: verifierKeyOf(ledgerKey), witnesses: [], quorum: 0 };
  const cards = Array.from({ length: LISTED }, () => {
    const secret = deriveSecret(group, UUID, drawCredential(random));
    return { secret, publicKey: group.text(publicCredentialOf(group, secret)) };
  });
  // Two scrutineers, and both are needed.
  const pairs = [drawTrustee(group, random), drawTrustee(group, random)];
  const trustees = pairs.map(({ key }) => ({ kind: 'Single', key }) as const);
  const trusteesText = writeTrustees(group, trustees);
  const keyHolders: KeyHolders = {
    trustees: sha256Hex(trusteesText),
    statements: signers
      .slice(0, 2)
      .map(({ name, publicKey }, i) =>
        signKeyHolder(
          sha256Hex(trusteesText),
          { position: i + 1, name, publicKey, signedAt: '2026-03-02T00:30:00Z' },
          secrets[i] ?? new Uint8Array(),
        ),
      ),
  };
  const setup: Setup = {
    v: 'setup/1',
    organ: QINGHE_CONGRESS,
    meeting: QINGHE_MEETING,
    subject: {
      uuid: UUID,
      year: 2026,
      subjectZh: '2026年度民生实事项目票决',
      subjectEn: 'Ballot on the livelihood projects of 2026',
    },
    round: { kind: 'first' },
    items,
    rulePack: sha256Hex(writeRulePack(pack)),
    form: sha256Hex(writeBallotForm(sheet)),
    inOffice: 3,
    cards: { kind: 'named', listed: LISTED, spare: 1 },
    signers,
    keyHolders,
    ledger: writePolicy(policy),
    booth: [{ name: 'booth.js', sha256: sha256Hex('a voting page') }],
    planned: { opens: '2026-03-02T01:00:00Z', closes: '2026-03-02T03:00:00Z' },
  };
  const electionText = writeElection(sessionTemplate(setup, pack), {
    uuid: UUID,
    group,
    publicKey: electionKeyOf(group, trustees),
  });
  const open = assertOk(openElection(assertOk(readElection(electionText)), group));

  const chunks: Uint8Array[] = [...archiveStart(TIMESTAMP)];
  const leaves: Leaf[] = [];
  const actions: Action[] = [];
  let previous: { readonly hash: string; readonly height: number } | undefined;
  function append(type: EventType, data: readonly string[]): void {
    const { event, hash, bytes } = appendEvent(TIMESTAMP, previous, type, data);
    chunks.push(...bytes);
    previous = { hash, height: event.height };
    leaves.push({ kind: 'ballot-event', poll: UUID, height: event.height, eventHex: hash });
  }
  function act(minute: number, role: string, who: string, did: Action['did'], what: string, second?: string) {
    const at = `2026-03-02T01:${String(minute).padStart(2, '0')}:00Z`;
    const action: Action = { v: 'action/1', at, poll: UUID, role, who, did, what };
    actions.push(second === undefined ? action : { ...action, with: second });
    leaves.push({ kind: 'action', hashHex: actionHash(actions.at(-1) ?? action) });
  }

  act(0, 'clerk', '工作人员 1', 'setup_sealed', sha256Hex(writeSetup(setup)));
  append(
    'Setup',
    setupMembers(electionText, trusteesText, writePublicCredentials(sortCredentials(group, cards))),
  );
  // The first representative loses a card and votes with the spare one; the third votes on paper.
  act(5, 'clerk', '工作人员 1', 'card_voided', 'A-0001', '监票人 1');
  act(6, 'clerk', '工作人员 1', 'spare_activated', 'A-0004', '监票人 1');
  const [lost, second, , spare] = cards;
  const caps: CapsFile['ballots'][number][] = [];
  let tally = emptyTally(group, open.election.questions);
  for (const [card, marks] of [
    [spare, [FOR, AGAINST, ABSTAIN]],
    [second, [FOR, ABSTAIN, ABSTAIN]],
  ] as const) {
    const choices = choicesOf(sheet, marks);
    const made = assertOk(encryptBallot(open, choices, card?.secret ?? 0n, random));
    append('Ballot', [made.text]);
    const { answers } = assertOk(readBallot(made.text, open, 'ballot'));
    tally = mergeTallies(group, open.election.questions, tally, tallyOfBallot(group, answers, 1n));
    const proofs = assertOk(proveCaps(open, capsOf(sheet), made, choices, random));
    caps.push({ ballot: sha256Hex(made.text), proofs });
  }
  append('EndBallots', []);
  const tallyText = writeEncryptedTally(group, tally);
  const encryptedTally = sha256Hex(tallyText);
  append('EncryptedTally', [tallyText, writeSizedTally({ numTallied: 2, totalWeight: 2n, encryptedTally })]);
  const decryptions = new Map(
    pairs.map(({ secret }, i) => [
      i + 1,
      decryptTally(group, open.election.fingerprint, tally, secret, random),
    ]),
  );
  for (const [owner, decryption] of decryptions) {
    const text = writeDecryption(group, decryption);
    append('PartialDecryption', [text, writeOwned({ owner, payload: sha256Hex(text) })]);
  }
  const opened = assertOk(openTally(group, trustees, tally, decryptions));
  const result = assertOk(computeResult(group, open.election.questions, opened, 2n));
  append('Result', [writeResult(result)]);

  const paper: Paper = { v: 'paper/1', poll: UUID, batches: [paperBatch()] };
  const onPaper = paperColumn(paper);
  const { organ, meeting, subject, round } = setup;
  const report = assertOk(
    buildTallyReport({
      organ,
      meeting,
      subject,
      poll: {
        pack,
        items,
        round,
        attendance: { inOffice: 3, present: 3, issued: 3 },
        columns: [electronicColumn(sheet, result, 2), ...(onPaper === undefined ? [] : [onPaper])],
        revotes: [],
      },
      chainHead: previous?.hash ?? null,
    }),
  );
  const session = { sessionUuid: UUID, reportHash: tallyReportHash(report) };
  const signatures = signers.map((signer, i) =>
    signStatement(
      { ...signer, ...session, signedAt: `2026-03-02T01:4${i}:00Z` },
      secrets[i] ?? new Uint8Array(),
    ),
  );
  const roll: Roll = {
    v: 'roll/1',
    poll: UUID,
    inOffice: 3,
    present: 3,
    issued: { electronic: 2, paper: 1 },
    activated: [lost, second, spare].map((card) => cardHash(card?.publicKey ?? '')).sort(),
    voided: [{ serial: 'A-0001', credential: cardHash(lost?.publicKey ?? '') }],
  };
  const texts: SealedTexts = {
    'setup.json': writeSetup(setup),
    'caps.json': writeCapsFile({ poll: UUID, ballots: caps }),
    'form.json': writeBallotForm(sheetOf(setup, pack)),
    'rule-pack.json': writeRulePack(pack),
    'roll.json': writeRoll(roll),
    'paper.json': writePaper(paper),
    'report.json': writeTallyReport(report),
    'certificate.json': writeCertificateText(writeCertificate(session, signatures)),
    'ledger/policy': writePolicy(policy),
    'ledger/actions.json': writeActions(actions),
  };

  const archive = concat(chunks);
  const manifest = await manifestOf(UUID, bytesSource(archive), texts);
  leaves.push({ kind: 'action', hashHex: sha256Hex(manifest) });
  const tree = createMerkleTree(leaves.map((leaf) => leafHash(writeLeaf(leaf))));
  const proofs = writeLedgerSlice(
    leaves.map((leaf, index) => ({ index, leaf, proof: tree.inclusionProof(index) })),
  );
  const plan = assertOk(
    await planRecord(UUID, bytesSource(archive), texts, {
      'manifest.json': manifest,
      'ledger/checkpoint': writeCheckpoint(signCheckpoint(tree.size, tree.root(), ledgerKey)),
      'ledger/proofs.json': proofs,
    }),
  );
  const zip: Uint8Array[] = [];
  for await (const chunk of plan.chunks()) zip.push(chunk);
  return {
    zip: concat(zip),
    archive,
    texts,
    manifest,
    proofs,
    description: open.election.description,
  };
}

/** One paper ballot: the second teller missed a mark, and the chief scrutineer has looked at the ballot. */
function paperBatch(): PaperBatch {
  const column = (marks: readonly (readonly number[])[]) => ({
    source: 'paper' as const,
    returned: 1,
    voids: [],
    pending: 0,
    items: marks.map((each, i) => ({ no: i + 1, marks: each, itemVoid: 0 })),
  });
  const right = column([
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, 1],
  ]);
  const wrong = column([
    [0, 0, 1],
    [1, 0, 0],
    [0, 0, 1],
  ]);
  return {
    batch: 1,
    first: { teller: '计票人 1', column: right },
    second: { teller: '计票人 2', column: wrong },
    resolution: { by: '总监票人 1', reason: '第1项“反对”标记清楚', column: right },
  };
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(chunks));
}
