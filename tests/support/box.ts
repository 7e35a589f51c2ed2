/**
 * A sealed session in a database, its box open, with cards whose secrets a test knows: everything the other folders of the
 * server write before the first ballot, written here as rows, so that casting is tested on its own. Stories play the same
 * through the real actions.
 */
import type { Sql } from '../../server/db/sql.ts';
import { setupMembers } from '../../tally/belenios/archive/write-archive.ts';
import { deriveSecret, drawCredential, publicCredentialOf } from '../../tally/belenios/credential.ts';
import { sortCredentials, writePublicCredentials } from '../../tally/belenios/credential-list.ts';
import { openElection, readElection, writeElection } from '../../tally/belenios/election.ts';
import { encryptBallot } from '../../tally/belenios/encrypt-ballot.ts';
import { electionKeyOf, writeTrustees } from '../../tally/belenios/trustee.ts';
import { proveCaps } from '../../tally/caps/cap-proof.ts';
import { capProofsJson } from '../../tally/caps/caps-file.ts';
import { QINGHE_BALLOT, QINGHE_CONGRESS, QINGHE_MEETING } from '../../tally/cli/demo/qinghe.ts';
import { appointOfficials } from '../../tally/cli/session/officials.ts';
import { appointScrutineers, type Scrutineers } from '../../tally/cli/session/scrutineers.ts';
import type { Item } from '../../tally/count/poll.ts';
import { sha256, sha256Hex } from '../../tally/encoding/hash.ts';
import { BELENIOS_2048, createBelenios2048 } from '../../tally/groups/belenios-2048.ts';
import { createWasmEngine } from '../../tally/groups/wasm/engine.ts';
import { writePolicy } from '../../tally/ledger/policy.ts';
import { writeBallotForm } from '../../tally/record/ballot-form.ts';
import { capsOf, choicesOf, type Marks, type Sheet } from '../../tally/record/questions.ts';
import { sessionTemplate } from '../../tally/record/session-election.ts';
import { type Setup, writeSetup } from '../../tally/record/setup.ts';
import { assertOk } from '../../tally/result.ts';
import { type RulePack, writeRulePack } from '../../tally/rules/rule-pack.ts';
import type { TestElection } from './election.ts';
import { policyOf } from './ledger.ts';
import { items } from './poll.ts';
import { seededRandom } from './random.ts';

export const GROUP = createBelenios2048(createWasmEngine(BELENIOS_2048));
const VERIFIER = `http://localhost:8080/verify sha256:${sha256Hex('verifier')}`;

export interface TestCard {
  readonly cardId: string;
  readonly serial: string;
  readonly credential: string;
  readonly secret: bigint;
  readonly loginKey: Uint8Array;
  readonly memberId: string;
}

export interface OpenBox {
  readonly poll: string;
  readonly organId: string;
  readonly meetingId: string;
  readonly cards: readonly TestCard[];
  readonly sheet: Sheet;
  readonly setup: Setup;
  readonly electionText: string;
  readonly trusteesText: string;
  readonly credentialsText: string;
  readonly scrutineers: Scrutineers;
  /** A ballot of a card as its browser sends it. */
  make(card: number, marks: Marks): MadeText;
  /** The election with its voters' secrets, for hostile clients; trustees' secrets are with the scrutineers. */
  election(): TestElection;
}

export interface MadeText {
  readonly ballot: string;
  readonly caps: unknown;
  readonly tracker: string;
}

export interface BoxPlan {
  readonly pack: RulePack;
  readonly items?: number | readonly Item[];
  /** Cards handed out; one more is registered and not. */
  readonly cards?: number;
  readonly seed?: string;
  readonly closesAt?: Date;
}

export async function openBox(sql: Sql, plan: BoxPlan): Promise<OpenBox> {
  const { pack, cards: handedOut = 3, seed = 'box' } = plan;
  const isRecorded = pack.secrecy === 'recorded';
  const random = seededRandom(seed);
  const poll = `${seed}${sha256Hex(seed)}`.replace(/[^1-9A-HJ-NP-Za-km-z]/g, 'x').slice(0, 22);
  const list = typeof plan.items === 'object' ? plan.items : items(plan.items ?? 3);
  const sheet: Sheet = { pack, items: list, round: { kind: 'first' } };
  const [organ] = await sql<{ id: string }[]>`
    insert into organs (kind, name_zh, name_en, region_zh, region_en, seat_quota)
    values ('congress', '青禾区人民代表大会', 'Qinghe District People''s Congress', '青禾区', 'Qinghe District', 210)
    returning id`;
  const [meeting] = await sql<{ id: string }[]>`
    insert into meetings (organ_id, number, title_zh, title_en, held_on, state, cards_state)
    values (${organ?.id ?? ''}, 5, '第五次会议', 'Fifth meeting', '2026-03-02', 'sitting', 'complete') returning id`;
  const organId = organ?.id ?? '';
  const meetingId = meeting?.id ?? '';
  await sql`insert into poll_ids (uuid, meeting_id, position) values (${poll}, ${meetingId}, 1)`;

  const cards: TestCard[] = [];
  for (let i = 0; i <= handedOut; i += 1) {
    const text = drawCredential(random);
    const secret = deriveSecret(GROUP, poll, text);
    const loginKey = random(32);
    const credential = GROUP.text(publicCredentialOf(GROUP, secret));
    const serial = `A-${String(i + 1).padStart(4, '0')}`;
    const isSpare = i === handedOut;
    const [made] = await sql<{ cardId: string; memberId: string }[]>`
      with member as (
        insert into members (organ_id, number, name) values (${organId}, ${String(i + 1)}, ${`代表 ${i + 1}`}) returning id
      ), card as (
        insert into box.cards (meeting_id, serial, login_hash, is_spare, state)
        values (${meetingId}, ${serial}, ${sha256(loginKey)}, ${isSpare}, ${isSpare ? 'registered' : 'activated'})
        returning id
      ), attended as (
        insert into roll.attendance (meeting_id, member_id) select ${meetingId}, id from member
        where not ${isSpare}::boolean returning member_id
      )
      select card.id as "cardId", member.id as "memberId" from card, member`;
    await sql`
      with held as (
        insert into roll.card_holders (meeting_id, serial, member_id)
        select ${meetingId}, ${serial}, ${made?.memberId ?? ''}::uuid where not ${isSpare}::boolean
      ), issued as (
        insert into roll.issues (meeting_id, member_id, medium)
        select ${meetingId}, ${made?.memberId ?? ''}::uuid, 'electronic' where not ${isSpare}::boolean
      )
      insert into box.credentials (poll, meeting_id, serial, credential) values (${poll}, ${meetingId}, ${serial}, ${credential})`;
    cards.push({
      cardId: made?.cardId ?? '',
      memberId: made?.memberId ?? '',
      serial,
      credential,
      secret,
      loginKey,
    });
  }

  const officials = appointOfficials(random);
  const listed = isRecorded ? 0 : cards.length;
  const setup: Setup = {
    v: 'setup/1',
    organ: QINGHE_CONGRESS,
    meeting: QINGHE_MEETING,
    subject: { ...QINGHE_BALLOT, uuid: poll },
    round: { kind: 'first' },
    items: list,
    rulePack: sha256Hex(writeRulePack(pack)),
    form: sha256Hex(writeBallotForm(sheet)),
    inOffice: handedOut + 1,
    cards: { kind: 'named', listed, spare: isRecorded ? 0 : 1 },
    signers: officials.map(({ signer }) => signer),
    ledger: writePolicy(policyOf(0)),
    booth: [],
    planned: null,
  };
  const scrutineers = appointScrutineers(GROUP, 3, 2, random);
  const electionText = isRecorded
    ? ''
    : writeElection(sessionTemplate(setup, pack), {
        uuid: poll,
        group: GROUP,
        publicKey: electionKeyOf(GROUP, scrutineers.trustees),
      });
  const trusteesText = writeTrustees(GROUP, scrutineers.trustees);
  const credentialsText = writePublicCredentials(
    sortCredentials(
      GROUP,
      cards.map(({ credential }) => ({ publicKey: credential })),
    ),
  );
  await sql`
    insert into ballot_sessions (id, meeting_id, state, kind, year, subject_zh, subject_en, rule_pack, items, round, setup,
      form, election, trustees, credentials)
    values (${poll}, ${meetingId}, 'open', ${pack.kind}, 2026, ${QINGHE_BALLOT.subjectZh}, ${QINGHE_BALLOT.subjectEn},
      ${writeRulePack(pack)}, ${sql.json(list as never)}, ${sql.json({ kind: 'first' })}, ${writeSetup(setup)},
      ${writeBallotForm(sheet)}, ${isRecorded ? null : electionText}, ${isRecorded ? null : trusteesText},
      ${isRecorded ? null : credentialsText})`;
  const members = isRecorded ? [] : setupMembers(electionText, trusteesText, credentialsText);
  const fingerprint = isRecorded ? '' : assertOk(readElection(electionText)).fingerprint;
  await sql`
    select box.seal(${poll}, ${meetingId}, ${isRecorded}, ${pack.revoting}, 1772413200, ${sql.array(members)}::text[],
      ${fingerprint}, ${QINGHE_MEETING.titleZh}, ${QINGHE_BALLOT.subjectZh}, ${VERIFIER}, ${plan.closesAt ?? null})`;
  if (!isRecorded) {
    await sql`
      insert into box.usable (poll, credential)
      select poll, credential from box.credentials join box.cards using (meeting_id, serial)
      where poll = ${poll} and state = 'activated'`;
  }
  await sql`update box.polls set state = 'open', opened_at = now() where poll = ${poll}`;

  const open = isRecorded ? undefined : assertOk(openElection(assertOk(readElection(electionText)), GROUP));
  const opened = () => {
    if (open === undefined) throw new Error('a vote by name has no election');
    return open;
  };
  return {
    poll,
    organId,
    meetingId,
    cards,
    sheet,
    setup,
    electionText,
    trusteesText,
    credentialsText,
    scrutineers,
    make: (card, marks) => {
      const choices = choicesOf(sheet, marks);
      const made = assertOk(encryptBallot(opened(), choices, cards[card]?.secret ?? 0n, random));
      const rules = capsOf(sheet);
      return {
        ballot: made.text,
        caps:
          rules.length === 0
            ? []
            : capProofsJson(assertOk(proveCaps(opened(), rules, made, choices, random))),
        tracker: sha256Hex(made.text),
      };
    },
    election: () => ({
      open: opened(),
      random,
      trustees: scrutineers.trustees,
      trusteeSecrets: [],
      voters: cards.map(({ secret, credential }) => ({
        credential: '',
        secret,
        publicKey: credential,
        weight: 1n,
      })),
      texts: { election: electionText, trustees: trusteesText, credentials: credentialsText },
    }),
  };
}
