/**
 * A meeting of a few representatives played through HTTP from keys and cards to the published record: every step is the
 * request the page of that role sends, every secret is made here as its browser makes it. Only body, roll and sitting are
 * written as rows.
 */
import {
  assertOk,
  base64url,
  capProofsJson,
  capsOf,
  choicesOf,
  deriveSecret,
  drawCredential,
  drawToken,
  encryptBallot,
  hex,
  type Marks,
  openElection,
  proveCaps,
  publicCredentialOf,
  readElection,
  readRulePackText,
  readSetup,
  type SignerRole,
  sha256,
  sheetOf,
  signStatement,
} from '#tally';
import { drawSigningKey, proveSigningKey } from '../../tally/report/signing-key-proof.ts';
import { seededRandom } from './random.ts';
import { bytesOf, decryptAs, group, type KeyHolder, makeKeys, must, tallyInArchive } from './scrutineers.ts';
import type { AccountClient, Answer, Client, World } from './world.ts';

export interface SmallPlan {
  readonly members?: number;
  /** How many of them come, the first ones; all by default. */
  readonly present?: number;
  /** How many of them are handed paper instead of a card, the last ones. */
  readonly onPaper?: number;
  readonly scrutineers?: number;
  /** How many sessions the cards are made for. */
  readonly sessions?: number;
  readonly seed?: string;
}

export interface HeldCard {
  readonly serial: string;
  readonly text: string;
  readonly loginKey: Uint8Array;
}

export interface SmallMeeting {
  readonly organId: string;
  readonly meetingId: string;
  readonly clerk: AccountClient;
  readonly presidium: AccountClient;
  readonly chair: AccountClient;
  readonly chief: AccountClient;
  readonly scrutineers: readonly AccountClient[];
  readonly tellers: readonly [AccountClient, AccountClient];
  readonly holders: readonly KeyHolder[];
  /** Those handed out; what is on them never leaves the browser of the clerk. */
  readonly cards: readonly HeldCard[];
  /** Signing keys in hex, by account. */
  readonly secretKeys: ReadonlyMap<string, string>;
  /** Created and sealed, roll taken, box open. @returns its id */
  open(draft: object): Promise<string>;
  /** Seals, takes the roll and opens a session that exists. */
  openExisting(poll: string): Promise<void>;
  /** A representative's browser: logs in with the card and casts. @param card from 0 */
  cast(poll: string, card: number, marks: Marks): Promise<Answer>;
  close(poll: string): Promise<Answer>;
  reconcile(poll: string): Promise<Answer>;
  /** One scrutineer opens its part. */
  decrypt(poll: string, holder: number): Promise<Answer>;
  /** As many as are needed. */
  openCount(poll: string): Promise<Answer['body']>;
  /** Signs the report as the person in this role. */
  sign(poll: string, role: SignerRole, who?: AccountClient): Promise<Answer>;
  /** From counted to confirmed. */
  certify(poll: string): Promise<void>;
}

const random = seededRandom;
/** Credentials of one upload. */
const MOST_AT_ONCE = 200;

export async function openSmallMeeting(world: World, plan: SmallPlan = {}): Promise<SmallMeeting> {
  const {
    members = 5,
    present = members,
    onPaper = 0,
    scrutineers: size = 3,
    sessions = 1,
    seed = 'small meeting',
  } = plan;
  const dice = random(seed);
  const { sql } = world;
  const organId = await world.organ();
  const [meeting] = await sql<{ id: string }[]>`
    insert into meetings (organ_id, number, title_zh, title_en, held_on, state)
    values (${organId}, 5, '青禾区第一届人民代表大会第五次会议', 'Fifth session', '2026-03-02', 'sitting') returning id`;
  const meetingId = meeting?.id ?? '';
  const roll = await sql<{ id: string }[]>`
    insert into members (organ_id, number, name)
    select ${organId}, n::text, '代表 ' || n from generate_series(1, ${members}) as n returning id`;

  const secretKeys = new Map<string, string>();
  const person = async (role: Parameters<World['account']>[0]): Promise<AccountClient> => {
    const account = await world.account(role, organId);
    const { secretKey, publicKey } = drawSigningKey(dice);
    const proved = proveSigningKey(account.accountId, secretKey);
    must(await account.put('/api/me/signing-key', { publicKey, proof: proved?.proof }));
    secretKeys.set(account.accountId, secretKey);
    return account;
  };
  const clerk = await world.account('clerk', organId);
  const chair = await world.account('presidingChair', organId);
  const presidium = await person('presidium');
  const chief = await person('chiefScrutineer');
  const scrutineers: AccountClient[] = [];
  for (let i = 1; i < size; i += 1) scrutineers.push(await person('scrutineer'));
  const tellers = [await person('teller'), await person('teller')] as const;
  const holders = await makeKeys(clerk, meetingId, [chief, ...scrutineers], dice, secretKeys);
  const cards = await registerCards(clerk, scrutineers[0] ?? chief, meetingId, roll, present - onPaper);
  for (const [i, { id }] of roll.slice(0, present).entries()) {
    const hand = i < present - onPaper ? 'card' : 'paper';
    must(await clerk.post(`/api/meetings/${meetingId}/arrivals`, { who: { memberId: id }, hand }));
  }

  async function registerCards(
    by: AccountClient,
    witness: AccountClient,
    id: string,
    people: readonly { readonly id: string }[],
    count: number,
  ): Promise<readonly HeldCard[]> {
    const made = Array.from({ length: people.length + 1 }, (_, i) => ({
      serial: `A-${String(i + 1).padStart(4, '0')}`,
      text: drawCredential(dice),
      loginKey: dice(32),
      memberId: people[i]?.id,
    }));
    const reserves = Array.from({ length: sessions }, () => drawToken(dice));
    must(
      await by.post(`/api/meetings/${id}/cards`, {
        kind: 'named',
        reserves,
        cards: made.map(({ serial, loginKey, memberId }) => ({
          serial,
          isSpare: memberId === undefined,
          loginHash: hex(sha256(loginKey)),
          ...(memberId === undefined ? {} : { memberId }),
        })),
      }),
      201,
    );
    for (const poll of reserves) {
      const credentials = made.map(({ serial, text }) => ({
        serial,
        credential: group.text(publicCredentialOf(group, deriveSecret(group, poll, text))),
      }));
      for (let from = 0; from < credentials.length; from += MOST_AT_ONCE) {
        const some = credentials.slice(from, from + MOST_AT_ONCE);
        must(await by.post(`/api/meetings/${id}/cards/credentials`, { poll, credentials: some }));
      }
    }
    must(await by.post(`/api/meetings/${id}/cards/finish`, { witnessId: witness.accountId }));
    return made.slice(0, count);
  }

  const openExisting = async (poll: string): Promise<void> => {
    const { setupHash, missing } = must(await presidium.get(`/api/ballot-sessions/${poll}/seal`));
    if (setupHash === null) throw new Error(`missing for the seal: ${missing.join(', ')}`);
    must(await presidium.post(`/api/ballot-sessions/${poll}/seal`, { setupHash }));
    must(await clerk.post(`/api/ballot-sessions/${poll}/roll`));
    must(await chief.post(`/api/ballot-sessions/${poll}/opening`));
  };

  const sign = async (poll: string, role: SignerRole, who?: AccountClient): Promise<Answer> => {
    const by =
      who ?? { chiefScrutineer: chief, scrutineer: scrutineers[0], teller: tellers[0], presidium }[role];
    if (by === undefined) throw new Error(`nobody is ${role}`);
    const { hash } = must(await by.get(`/api/ballot-sessions/${poll}/report`));
    const view = must(await by.get(`/api/ballot-sessions/${poll}/count`));
    const own = view.signers.find(
      (one: { isYou: boolean; role: string }) => one.isYou && (one.role === role || who !== undefined),
    );
    const secret = secretKeys.get(by.accountId) ?? '';
    const signature = signStatement(
      {
        role,
        name: by.name,
        publicKey: own?.publicKey ?? '',
        sessionUuid: poll,
        reportHash: hash,
        signedAt: `${world.clock.now().toISOString().slice(0, 19)}Z`,
      },
      new Uint8Array(Buffer.from(secret, 'hex')),
    );
    const path = role === 'presidium' ? 'confirmation' : 'signatures';
    return by.post(`/api/ballot-sessions/${poll}/${path}`, { reportHash: hash, signature });
  };

  const decrypt = async (poll: string, index: number): Promise<Answer> => {
    const holder = holders[index];
    if (holder === undefined) throw new Error(`there is no holder ${index}`);
    const { head } = must(await holder.client.get(`/api/ballot-sessions/${poll}/count/evidence`));
    const archive = await bytesOf(holder.client, `/api/ballot-sessions/${poll}/count/archive.bel`);
    const { fingerprint, tally } = tallyInArchive(archive);
    return holder.client.post(`/api/ballot-sessions/${poll}/count/decryptions`, {
      head,
      decryption: decryptAs(holder, fingerprint, tally, dice),
    });
  };

  return {
    organId,
    meetingId,
    clerk,
    presidium,
    chair,
    chief,
    scrutineers,
    tellers,
    holders,
    cards,
    secretKeys,
    openExisting,
    sign,
    decrypt,
    open: async (draft) => {
      const { id } = must(await clerk.post(`/api/meetings/${meetingId}/ballot-sessions`, draft), 201);
      await openExisting(id);
      return id;
    },
    cast: async (poll, card, marks) => {
      const held = cards[card];
      if (held === undefined) throw new Error(`there is no card ${card}`);
      const browser: Client = world.browser();
      const loginKey = base64url(held.loginKey);
      must(await browser.post('/api/card-logins', { meeting: meetingId, loginKey }), 201);
      const given = must(await browser.get(`/api/booth/${poll}`));
      const setup = assertOk(readSetup(given.setup, 'setup'));
      const sheet = sheetOf(setup, assertOk(readRulePackText(given.rulePack)));
      const opened = assertOk(openElection(assertOk(readElection(given.election)), group));
      const choices = choicesOf(sheet, marks);
      const made = assertOk(encryptBallot(opened, choices, deriveSecret(group, poll, held.text), dice));
      const rules = capsOf(sheet);
      const caps =
        rules.length === 0 ? null : capProofsJson(assertOk(proveCaps(opened, rules, made, choices, dice)));
      return browser.post(`/api/booth/${poll}/cast`, { ballot: made.text, caps });
    },
    close: (poll) => chief.post(`/api/ballot-sessions/${poll}/closing`),
    reconcile: (poll) => chief.post(`/api/ballot-sessions/${poll}/reconciliation`),
    openCount: async (poll) => {
      const { threshold } = must(await chief.get(`/api/ballot-sessions/${poll}/count`));
      for (let i = 0; i < threshold; i += 1) must(await decrypt(poll, i), 201);
      return must(await chief.get(`/api/ballot-sessions/${poll}/count`));
    },
    certify: async (poll) => {
      for (const role of ['teller', 'chiefScrutineer', 'scrutineer'] as const)
        must(await sign(poll, role), 201);
      must(await chair.post(`/api/ballot-sessions/${poll}/announcement`));
      must(await sign(poll, 'presidium'), 201);
    },
  };
}
