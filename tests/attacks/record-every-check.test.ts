/**
 * A server that holds the ledger's key publishes a record with one thing wrong in it and everything else re-hashed,
 * re-chained, listed in a fitting manifest, proved and signed. For every numbered check of docs/verification.md that
 * a record meets there is one such flaw, and that check is among those that refute the record. Numbers 19 (receipts) and
 * 20 (earlier records) are in record-rewritten.test.ts.
 */
import { expect, test } from 'vitest';
import { writeOwned } from '../../tally/belenios/decryption.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { BELENIOS_2048 } from '../../tally/groups/belenios-2048.ts';
import { verifierKeyOf } from '../../tally/ledger/note.ts';
import { writePolicy } from '../../tally/ledger/policy.ts';
import { CHECKS, type CheckId } from '../../tally/verify/checks.ts';
import { archiveOf } from '../support/election.ts';
import { WITNESS_KEYS } from '../support/ledger.ts';
import {
  AGAINST,
  FOR,
  planOf,
  playRecord,
  type RecordDraft,
  recompose,
  refutationsOf,
  type SealOptions,
  seal,
  voteOf,
} from '../support/record.ts';
import { indexOf, withData, withEvents, withSetup, withText } from '../support/tamper.ts';

const plan = planOf(2, 1, {
  inOffice: 3,
  present: 3,
  issued: 3,
  spare: 1,
  ballots: [
    [FOR, AGAINST],
    [FOR, AGAINST],
  ],
});
const record = await playRecord(plan);
const other = await playRecord(plan, 'another session');
const { draft, ballots, session } = record;
const honest = archiveOf(draft.events, draft.timestamp);
const tally = indexOf(draft, 'EncryptedTally');
const decryption = indexOf(draft, 'PartialDecryption');
const result = indexOf(draft, 'Result');
const END = draft.events.findIndex(({ type }) => type === 'EndBallots');

function alteredArchive(change: (bytes: Buffer) => void): SealOptions {
  const bytes = Buffer.from(honest);
  change(bytes);
  return { archive: new Uint8Array(bytes) };
}

/** The text with the last digit of the match one higher. */
function nudged(text: string, pattern: RegExp): string {
  return text.replace(pattern, (match) =>
    match.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)),
  );
}

const inBallot = (change: (text: string) => string): RecordDraft =>
  withData(draft, 1, ([text = '']) => [change(text)]);
const inDecryption = (change: (text: string) => string, owner = 1): RecordDraft =>
  withData(draft, decryption, ([text = '']) => {
    const changed = change(text);
    return [changed, writeOwned({ owner, payload: sha256Hex(changed) })];
  });

const unchanged = await seal(draft, record.ledgerKey);

type Attack = readonly [check: CheckId, what: string, draft: RecordDraft, options?: SealOptions];

const attacks: readonly Attack[] = [
  [
    '01.2',
    'the manifest lies about a file',
    draft,
    { manifest: (text) => text.replace(/"sha256":"../, '"sha256":"00') },
  ],
  [
    '01.2',
    'the manifest is of another session',
    draft,
    { manifest: (text) => text.replace(draft.uuid, other.draft.uuid) },
  ],
  [
    '01.3',
    'the roll has a member no format knows',
    withText(draft, 'roll.json', (roll) => {
      roll.note = 1;
    }),
  ],
  [
    '02.1',
    'the policy names another key than was sealed',
    { ...draft, texts: { ...draft.texts, 'ledger/policy': other.draft.texts['ledger/policy'] } },
  ],
  [
    '04.1',
    'the policy asks for a witness nobody heard from',
    { ...draft, texts: { ...draft.texts, 'ledger/policy': witnessed() } },
  ],
  [
    '05.1',
    'padding holds a message',
    draft,
    alteredArchive((bytes) => {
      bytes[bytes.length - 1] = 1;
    }),
  ],
  [
    '05.2',
    'a member is named by another hash',
    draft,
    alteredArchive((bytes) => {
      const at = bytes.indexOf('"questions"');
      bytes[at + 1] = 0x51;
    }),
  ],
  [
    '05.3',
    'an event names another parent',
    draft,
    alteredArchive((bytes) => {
      const at = bytes.lastIndexOf('{"parent":"');
      bytes[at + 11] = bytes[at + 11] === 0x30 ? 0x31 : 0x30;
    }),
  ],
  [
    '05.4',
    'voting never ended',
    withEvents(draft, (events) => events.filter(({ type }) => type !== 'EndBallots')),
  ],
  ['06.1', 'an event is not in the ledger', draft, { leaves: (leaves) => leaves.filter((_, i) => i !== 1) }],
  [
    '06.2',
    'an action is not in the ledger',
    draft,
    { leaves: (leaves) => leaves.filter((_, i) => i !== draft.events.length) },
  ],
  [
    '07.1',
    'the election has a member no format knows',
    withSetup(draft, (texts) => {
      texts.election = texts.election.replace(/}$/, ',"note":1}');
    }),
  ],
  [
    '07.2',
    'the election is in another group than ours',
    withSetup(draft, (texts) => {
      texts.election = texts.election.replace('BELENIOS-2048', 'Ed25519');
    }),
  ],
  [
    '07.3',
    'the rule pack asks for other places than were sealed',
    withText(draft, 'rule-pack.json', (pack) => {
      pack.ballot.seats = 2;
      pack.ballot.cap = 2;
    }),
  ],
  ['07.3', 'rule pack and set-up were both replaced', replacedRules()],
  [
    '07.4',
    'the form shows another project',
    withText(draft, 'form.json', (form) => {
      form.pages[0].elements[0].rows[0].text.default = '1. Another';
    }),
  ],
  [
    '07.4',
    'the election asks about another project',
    withSetup(draft, (texts) => {
      texts.election = texts.election.replace('老旧小区', '新建小区');
    }),
  ],
  [
    '08.1',
    'a credential is listed twice',
    withSetup(draft, (texts) => {
      texts.credentials = texts.credentials.replace(/"(\d+)",/, '"$1","$1",');
    }),
  ],
  [
    '08.2',
    'a credential is of order two',
    withSetup(draft, (texts) => {
      texts.credentials = texts.credentials.replace(/\d+(?="\])/, String(BELENIOS_2048.p - 1n));
    }),
  ],
  [
    '08.3',
    'a card nobody was listed for is activated',
    withText(draft, 'roll.json', (roll) => {
      roll.activated = [...roll.activated, 'f'.repeat(64)];
    }),
  ],
  [
    '09.1',
    'the scrutineers’ keys have a member no format knows',
    withSetup(draft, (texts) => {
      texts.trustees = texts.trustees.replace('"threshold"', '"note":1,"threshold"');
    }),
  ],
  [
    '09.2',
    'a scrutineer’s key is not proved',
    withSetup(draft, (texts) => {
      texts.trustees = nudged(texts.trustees, /"response":"\d+/);
    }),
  ],
  [
    '09.3',
    'the scrutineers are others than hold the election’s key',
    withSetup(draft, (texts) => {
      texts.trustees = other.session.trusteesText;
    }),
  ],
  [
    '09.4',
    'the scrutineers have signed other keys',
    withText(draft, 'setup.json', (setup) => {
      setup.keyHolders = other.session.setup.keyHolders;
    }),
  ],
  [
    '09.4',
    'a scrutineer’s statement is repeated for a second key',
    withText(draft, 'setup.json', (setup) => {
      const [first, , third] = setup.keyHolders.statements;
      setup.keyHolders.statements = [first, { ...first, position: 2 }, third];
    }),
  ],
  [
    '09.4',
    'a key’s statement is signed by nobody of the set-up',
    withText(draft, 'setup.json', (setup) => {
      setup.signers = setup.signers.slice(0, 4);
    }),
  ],
  [
    '10.1',
    'a ballot answers one question only',
    inBallot((text) => text.replace(/},\{"choices":.*?(?=\],"signature")/s, '}')),
  ],
  [
    '10.2',
    'a ballot was cast in another session',
    withEvents(draft, ([setup, , ...rest]) =>
      [setup, { type: 'Ballot' as const, data: [other.ballots[0]?.text ?? ''] }, ...rest].filter(
        (event) => event !== undefined,
      ),
    ),
  ],
  [
    '10.3',
    'a ballot is cast under a card never handed out',
    recompose(record, [...ballots, voteOf(record, 3, [FOR, AGAINST])]),
  ],
  [
    '10.3',
    'a ballot is cast under a card that was voided',
    withText(draft, 'roll.json', (roll) => {
      roll.voided = [{ serial: 'C-001', credential: sha256Hex(session.cards[0]?.publicKey ?? '') }];
      roll.issued.electronic = 2;
    }),
  ],
  [
    '10.4',
    'a ciphertext is negated',
    inBallot((text) =>
      text.replace(/"alpha":"(\d+)"/, (_, alpha) => `"alpha":"${BELENIOS_2048.p - BigInt(alpha)}"`),
    ),
  ],
  ['10.5', 'a proof is altered', inBallot((text) => nudged(text, /"response":"\d+/))],
  ['10.6', 'the voter’s signature is altered', inBallot((text) => nudged(text, /"response":"\d+"\}+$/))],
  [
    '10.8',
    'the cap proofs are left out',
    withText(draft, 'caps.json', (caps) => {
      caps.ballots = [];
    }),
  ],
  [
    '11.1',
    'a ballot comes after the end',
    withEvents(draft, (events) => [
      ...events.slice(0, END + 1),
      { type: 'Ballot', data: [voteOf(record, 2, [FOR, AGAINST]).text] },
      ...events.slice(END + 1),
    ]),
  ],
  ['12.1', 'a ballot is boxed twice', recompose(record, [...ballots, ...ballots.slice(0, 1)])],
  [
    '13.1',
    'a voter votes again where the first ballot is final',
    recompose(record, [...ballots, voteOf(record, 0, [AGAINST, AGAINST])]),
  ],
  ['14.1', 'the tally is no JSON', withData(draft, tally, ([text = '', sized = '']) => [`${text} `, sized])],
  [
    '14.2',
    'the tally leaves a ballot out',
    {
      ...draft,
      events: recompose(record, ballots.slice(0, 1))
        .events.map((event, i) => (i === 1 ? (draft.events[1] ?? event) : event))
        .flatMap((event, i) => (i === 2 ? [draft.events[2] ?? event, event] : [event])),
    },
  ],
  [
    '14.3',
    'the number of ballots is a lie',
    withData(draft, tally, ([text = '', sized = '']) => [
      text,
      sized.replace('"num_tallied":2', '"num_tallied":3'),
    ]),
  ],
  [
    '15.1',
    'a shuffle appears where nothing is ranked',
    withEvents(draft, (events) => [
      ...events.slice(0, tally + 1),
      { type: 'Shuffle', data: ['{}', '{}'] },
      ...events.slice(tally + 1),
    ]),
  ],
  ['16.1', 'a stranger decrypts', inDecryption((text) => text, 4)],
  ['16.1', 'one scrutineer decrypts twice', inDecryption((text) => text, 3)],
  ['16.2', 'a decryption is altered', inDecryption((text) => nudged(text, /"response":"\d+/))],
  [
    '16.3',
    'one of two scrutineers has decrypted',
    withEvents(draft, (events) => events.filter((_, i) => i !== decryption)),
  ],
  [
    '17.1',
    'the result is no list of counts',
    withData(draft, result, ([text = '']) => [text.replace(/\d+/, '-1')]),
  ],
  [
    '17.2',
    'a vote moves from against to for',
    withData(draft, result, ([text = '']) => [text.replace('[0,2,0]', '[1,1,0]')]),
  ],
  [
    '17.3',
    'the report elects the other project',
    withText(draft, 'report.json', (report) => {
      report.meeting.number = 6;
    }),
  ],
  [
    '17.4',
    'more cards were issued than members present',
    withText(draft, 'roll.json', (roll) => {
      roll.present = 2;
    }),
  ],
  [
    '18.1',
    'a scrutineer has not signed',
    withText(draft, 'certificate.json', (certificate) => {
      certificate.signatures.splice(1, 1);
    }),
  ],
  [
    '18.2',
    'the presidium has not confirmed',
    withText(draft, 'certificate.json', (certificate) => {
      certificate.confirmation = null;
    }),
  ],
];

function witnessed(): string {
  const witnesses = WITNESS_KEYS.map((key, i) => ({ name: `w${i + 1}`, key: verifierKeyOf(key) }));
  return writePolicy({ ...record.policy, witnesses, quorum: 1 });
}

/** Rule pack and the hash of it in the set-up: what stays is the election's description, which names the old set-up. */
function replacedRules(): RecordDraft {
  const pack = withText(draft, 'rule-pack.json', (value) => {
    value.threshold.num = 1;
    value.threshold.den = 3;
  });
  return withText(pack, 'setup.json', (setup) => {
    setup.rulePack = sha256Hex(pack.texts['rule-pack.json']);
  });
}

test('the honest record verifies, sealed anew by its own ledger too', async () => {
  expect(await refutationsOf(record.bytes, record.policy)).toEqual([]);
  expect(await refutationsOf(await seal(draft, record.ledgerKey))).toEqual([]);
  expect(await refutationsOf(await seal(recompose(record, ballots), record.ledgerKey))).toEqual([]);
});

test.each(attacks.map(([check, what, changed, options]) => ({ check, what, changed, options })))(
  '$check: $what',
  async ({ check, changed, options }) => {
    const bytes = await seal(changed, record.ledgerKey, options);
    expect(Buffer.compare(bytes, unchanged)).not.toBe(0);
    expect(await refutationsOf(bytes)).toContain(check);
  },
);

test('03.1: the head is signed by a key that is not the ledger’s', async () => {
  expect(await refutationsOf(await seal(draft, other.ledgerKey))).toContain('03.1');
});

test('every number from 01 to 18 is met by an attack', () => {
  const met = new Set([...attacks.map(([check]) => check), '03.1'].map((check) => check.slice(0, 2)));
  const numbers = new Set(Object.keys(CHECKS).map((check) => check.slice(0, 2)));
  expect([...numbers].filter((number) => !met.has(number)).sort()).toEqual(['19', '20']);
});
