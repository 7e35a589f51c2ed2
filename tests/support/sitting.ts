/**
 * A congress in session, ready to vote, through the real routes of ballot sessions: members on the roll, cards registered for
 * the sessions' ids, keys of the scrutineers, people in every role with signing keys. What other folders of the server write
 * before a session is sealed stands here as rows; tests of those folders and the stories go through their routes.
 */
import { deriveSecret, drawCredential, publicCredentialOf } from '../../tally/belenios/credential.ts';
import { drawToken } from '../../tally/belenios/token.ts';
import { writeTrustees } from '../../tally/belenios/trustee.ts';
import { appointScrutineers, type Scrutineers } from '../../tally/cli/session/scrutineers.ts';
import { hex } from '../../tally/encoding/bytes.ts';
import { sha256 } from '../../tally/encoding/hash.ts';
import { BELENIOS_2048, createBelenios2048 } from '../../tally/groups/belenios-2048.ts';
import { createWasmEngine } from '../../tally/groups/wasm/engine.ts';
import { seededRandom } from './random.ts';
import type { AccountClient, Answer, Client, World } from './world.ts';

const GROUP = createBelenios2048(createWasmEngine(BELENIOS_2048));

export interface SittingPlan {
  readonly kind?: 'congress' | 'standing_committee' | 'street_assembly';
  readonly members?: number;
  readonly present?: number;
  /** Session ids with cards; the first of them is taken by the first session. */
  readonly sessions?: number;
  /** Cards beside one a member. */
  readonly spare?: number;
  readonly seed?: string;
}

export interface Sitting {
  readonly organId: string;
  readonly meetingId: string;
  readonly clerk: AccountClient;
  readonly presidium: AccountClient;
  readonly chief: AccountClient;
  readonly tellers: readonly [AccountClient, AccountClient];
  readonly scrutineers: Scrutineers;
  /** Secrets of the cards, by session id; members in order, spare cards last. */
  readonly secrets: ReadonlyMap<string, readonly bigint[]>;
  /** Creates a session from a draft of `draftOf`. */
  readonly create: (draft: object, by?: Client) => Promise<Answer>;
  /** Seals what the presidium is shown. */
  readonly seal: (poll: string) => Promise<Answer>;
  /** Created, sealed, roll taken, opened; its id. */
  readonly open: (draft: object) => Promise<string>;
  /** Signs a member in or out. */
  readonly signIn: (count: number) => Promise<void>;
}

export async function openSitting(world: World, plan: SittingPlan = {}): Promise<Sitting> {
  const {
    kind = 'congress',
    members = 3,
    present = members,
    sessions = 3,
    spare = 1,
    seed = 'sitting',
  } = plan;
  const { sql } = world;
  const random = seededRandom(seed);
  const organId = await world.organ(kind);
  const [meeting] = await sql<{ id: string }[]>`
    insert into meetings (organ_id, number, title_zh, title_en, held_on, state, cards_state)
    values (${organId}, 5, '青禾区第一届人民代表大会第五次会议', 'Fifth session', '2026-03-02', 'sitting',
      ${sessions === 0 ? 'none' : 'complete'}) returning id`;
  const meetingId = meeting?.id ?? '';
  await sql`
    insert into members (organ_id, number, name)
    select ${organId}, n::text, '代表 ' || n from generate_series(1, ${members}) as n`;

  const cards = Array.from({ length: members + spare }, (_, i) => ({
    serial: `A-${String(i + 1).padStart(4, '0')}`,
    text: drawCredential(random),
    login: hex(sha256(random(32))),
    isSpare: i >= members,
  }));
  const polls = Array.from({ length: sessions }, () => drawToken(random));
  const secrets = new Map(
    polls.map((poll) => [poll, cards.map(({ text }) => deriveSecret(GROUP, poll, text))] as const),
  );
  if (sessions > 0) {
    await sql`
      insert into box.cards (meeting_id, serial, login_hash, is_spare)
      select ${meetingId}, serial, decode(login, 'hex'), spare
      from unnest(${sql.array(cards.map(({ serial }) => serial))}::text[],
        ${sql.array(cards.map(({ login }) => login))}::text[],
        ${sql.array(cards.map(({ isSpare }) => isSpare))}::boolean[]) as card (serial, login, spare)`;
    for (const [position, poll] of polls.entries()) {
      const credentials = (secrets.get(poll) ?? []).map((secret) =>
        GROUP.text(publicCredentialOf(GROUP, secret)),
      );
      await sql`
        with reserved as (insert into poll_ids (uuid, meeting_id, position) values (${poll}, ${meetingId}, ${position + 1}))
        select 1`;
      await sql`
        insert into box.credentials (poll, meeting_id, serial, credential)
        select ${poll}, ${meetingId}, serial, credential
        from unnest(${sql.array(cards.map(({ serial }) => serial))}::text[], ${sql.array(credentials)}::text[])
          as card (serial, credential)`;
    }
  }
  const scrutineers = appointScrutineers(GROUP, 3, 2, random);
  await sql`
    insert into ceremonies (meeting_id, threshold, state, trustees)
    values (${meetingId}, 2, 'complete', ${writeTrustees(GROUP, scrutineers.trustees)})`;

  const person = async (role: Parameters<World['account']>[0]): Promise<AccountClient> => {
    const account = await world.account(role, organId);
    await sql`update accounts set signing_key = ${hex(random(32))} where id = ${account.accountId}`;
    return account;
  };
  const clerk = await world.account('clerk', organId);
  const presidium = await person('presidium');
  const chief = await person('chiefScrutineer');
  await person('scrutineer');
  const tellers = [await person('teller'), await person('teller')] as const;

  const signIn = async (count: number): Promise<void> => {
    await sql`
      with chosen as (
        select id from members where organ_id = ${organId} order by number::int limit ${count}
      ), here as (
        insert into roll.attendance (meeting_id, member_id) select ${meetingId}, id from chosen
        on conflict do nothing
      )
      update box.cards set state = 'activated'
      where meeting_id = ${meetingId} and state = 'registered' and not is_spare
        and serial in (select serial from box.cards where meeting_id = ${meetingId} order by serial limit ${count})`;
    await sql`
      insert into roll.issues (meeting_id, member_id, medium)
      select meeting_id, member_id, 'electronic' from roll.attendance where meeting_id = ${meetingId}
      on conflict do nothing`;
  };
  await signIn(present);

  const create = (draft: object, by: Client = clerk) =>
    by.post(`/api/meetings/${meetingId}/ballot-sessions`, draft);
  const seal = async (poll: string) => {
    const shown = await presidium.get(`/api/ballot-sessions/${poll}/seal`);
    return presidium.post(`/api/ballot-sessions/${poll}/seal`, { setupHash: shown.body.setupHash });
  };
  const open = async (draft: object): Promise<string> => {
    const created = await create(draft);
    const poll: string = created.body.id;
    const steps = [
      created,
      await seal(poll),
      await clerk.post(`/api/ballot-sessions/${poll}/roll`),
      await chief.post(`/api/ballot-sessions/${poll}/opening`),
    ];
    const failed = steps.find(({ status }) => status >= 300);
    if (failed !== undefined) throw new Error(JSON.stringify(failed.body));
    return poll;
  };
  return {
    organId,
    meetingId,
    clerk,
    presidium,
    chief,
    tellers,
    scrutineers,
    secrets,
    create,
    seal,
    open,
    signIn,
  };
}

/** What a clerk sends for a session of the given number of items, one place fewer. */
export function draftOf(count: number, changes: object = {}): Record<string, unknown> {
  return {
    year: 2026,
    subjectZh: '2026年度民生实事项目票决',
    subjectEn: 'Ballot on the livelihood projects of 2026',
    rules: { preset: 'congress-default', seats: Math.max(1, count - 1) },
    items: Array.from({ length: count }, (_, i) => itemOf(i + 1)),
    ...changes,
  };
}

const NAMES = [
  '加装电梯',
  '养老综合体',
  '助餐点',
  '幼儿园学位',
  '明厨亮灶',
  '充电设施',
  '断头路',
  '卫生中心',
];

export function itemOf(no: number, changes: object = {}): Record<string, unknown> {
  const name = NAMES[(no - 1) % NAMES.length];
  return {
    titleZh: `${name}${no > NAMES.length ? `第${no}批` : ''}`,
    titleEn: `Project number ${'abcdefghijklmnopqrstuvwxyz'.charAt(no - 1)}`,
    leadUnit: '区民政局',
    costFen: 100_000_000 * no,
    ...changes,
  };
}
