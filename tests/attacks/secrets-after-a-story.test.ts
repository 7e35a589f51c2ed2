/**
 * R9, R10, R18: whoever holds the database, the log, the ledger, a record or the public pages after a whole meeting looks for
 * a secret in them: of cards, logins, passwords, second factors, invitations, the scrutineers' keys and the signers'. Each is
 * sought raw, in hex and in base64 at every alignment. What is stored by design is found, and nowhere else.
 */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertOk, deriveSecret, readThresholdKeys, restoreMember } from '#tally';
import { firstAdministratorLink } from '../../server/people/accounts.ts';
import { routeTable } from '../support/route-table.ts';
import { bytesOf, group, must } from '../support/scrutineers.ts';
import { draftOf } from '../support/sitting.ts';
import { openSmallMeeting, type SmallMeeting } from '../support/small-meeting.ts';
import { totpCode } from '../support/totp.ts';
import { openWorld, type World } from '../support/world.ts';

const PASSWORDS = ['river 七 lantern orchard 41', 'copper 八 meadow station 77'] as const;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Base64 of fewer bytes would be found by chance. */
const LEAST_BYTES = 8;

/** Every way in which a text or file may hold these bytes, in small letters where letters do not count. */
function formsOf(secret: string | Uint8Array): readonly string[] {
  const bytes = Buffer.from(secret);
  const forms = [bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('hex').toUpperCase()];
  if (typeof secret === 'string') forms.push(JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret));
  if (bytes.length < LEAST_BYTES) return forms;
  for (const shift of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last sign depend on the neighbours.
    const inner = text.slice(shift === 0 ? 0 : shift + 1, -1);
    forms.push(inner, inner.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

function base32Bytes(text: string): Uint8Array {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

const bigintForms = (value: bigint) => [value.toString(), value.toString(16)];

describe('after a meeting that was played to its published record', () => {
  let world: World;
  let meeting: SmallMeeting;
  let poll: string;
  let totpSecret: string;
  let accountId: string;
  let record: Uint8Array;
  /** What an attacker seeks, by what it is. */
  const secrets = new Map<string, readonly string[]>();
  /** Where it is sought: name and content, bytes as latin1 and text also as UTF-8. */
  const places = new Map<string, string>();

  const seek = (what: string, ...given: readonly (string | Uint8Array)[]) => {
    secrets.set(
      what,
      [...new Set(given.flatMap(formsOf))].filter((form) => form.length >= 8),
    );
  };
  /** @returns `what in where` for each secret found */
  const finds = (where: Iterable<readonly [string, string]> = places): readonly string[] =>
    [...where].flatMap(([place, content]) =>
      [...secrets]
        .filter(([, forms]) => forms.some((form) => content.includes(form)))
        .map(([what]) => `${what} in ${place}`),
    );

  async function joinAsAuditor(): Promise<void> {
    const administrator = world.browser();
    const firstToken = new URL((await firstAdministratorLink(world.deps)) ?? '').hash.slice(1);
    must(
      await administrator.post('/api/invitations/accept', { token: firstToken, password: PASSWORDS[0] }),
      201,
    );
    const first = must(await administrator.post('/api/me/second-factor')).secret as string;
    must(await administrator.put('/api/me/second-factor', { code: totpCode(first, world.clock.now()) }));
    const made = must(
      await administrator.post('/api/accounts', { loginName: 'canary', name: '审计人', roles: [] }),
      201,
    );
    accountId = made.id;
    const token = new URL(made.invitation.url).hash.slice(1);
    const browser = world.browser();
    must(await browser.post('/api/invitations/accept', { token, password: PASSWORDS[0] }), 201);
    totpSecret = must(await browser.post('/api/me/second-factor')).secret;
    must(await browser.put('/api/me/second-factor', { code: totpCode(totpSecret, world.clock.now()) }));
    world.clock.advance(60_000);
    must(await browser.put('/api/me/password', { current: PASSWORDS[0], next: PASSWORDS[1] }));
    seek('first invitation', firstToken, Buffer.from(firstToken, 'base64url'));
    seek('invitation', token, Buffer.from(token, 'base64url'));
    seek('password', ...PASSWORDS);
    seek('second factor of the administrator', first, base32Bytes(first));
    seek('second factor', totpSecret, base32Bytes(totpSecret));
    for (const client of [administrator, browser]) {
      for (const [name, value] of client.cookies) seek(`cookie ${name} ${value.slice(0, 4)}`, value);
    }
  }

  async function sendSecretsWhereTheyDoNotBelong(): Promise<void> {
    const [card] = meeting.cards;
    const text = card?.text ?? '';
    const browser = world.browser();
    const refused = [
      await browser.get(`/vote?card=${encodeURIComponent(text)}`),
      await browser.get(`/api/${encodeURIComponent(text)}`),
      await browser.get(`/polls/${encodeURIComponent(text)}`),
      await browser.get(`/api/public/receipts/${encodeURIComponent(text)}`),
      await browser.post('/api/card-logins', { meeting: meeting.meetingId, loginKey: text }),
      await browser.post('/api/card-logins', { meeting: text, loginKey: text }),
      await browser.post('/api/logins', { loginName: PASSWORDS[1], password: PASSWORDS[1] }),
      await browser.post('/api/logins', { loginName: 'canary', password: `${PASSWORDS[1]} ` }),
      await browser.post('/api/invitations/accept', { token: text, password: PASSWORDS[1] }),
      await meeting.chief.post(`/api/meetings/${meeting.meetingId}/keys/messages`, {
        attempt: 1,
        step: 'output',
        message: meeting.holders[0]?.seed,
      }),
    ];
    expect(refused.filter(({ status }) => status < 400).map(({ status }) => status)).toEqual([]);
    const broken = await browser.request('/api/logins', {
      method: 'POST',
      headers: { origin: 'http://localhost:8080', 'content-type': 'application/json' },
      body: `{"loginName":"canary","password":"${PASSWORDS[1]}"`,
    });
    expect(broken.status).toBe(400);
  }

  async function dumpDatabase(): Promise<void> {
    await world.sql`
      create function rows_of(given regclass) returns setof text language plpgsql as $$
      begin return query execute format('select row_to_json(t)::text from %s as t', given); end $$`;
    const tables = await world.sql<{ schema: string; name: string }[]>`
      select table_schema as schema, table_name as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
    expect(tables.length).toBeGreaterThan(30);
    for (const { schema, name } of tables) {
      const rows = await world.sql<{ row: string }[]>`
        select row from rows_of(format('%I.%I', ${schema}::text, ${name}::text)::regclass) as row`;
      const text = rows.map(({ row }) => row).join('\n');
      places.set(`table ${schema}.${name}`, `${text}\n${Buffer.from(text).toString('latin1')}`);
    }
  }

  beforeAll(async () => {
    world = await openWorld();
    await joinAsAuditor();
    meeting = await openSmallMeeting(world, { members: 3, scrutineers: 2, seed: 'canaries' });
    poll = await meeting.open(draftOf(2));
    const receipts: string[] = [];
    for (const [card, marks] of [
      [0, 1],
      [0, 2],
      [1, 0],
    ].entries()) {
      receipts.push(JSON.stringify(must(await meeting.cast(poll, card, marks), 201)));
    }
    must(await meeting.close(poll));
    must(await meeting.reconcile(poll));
    await meeting.openCount(poll);
    await meeting.certify(poll);
    must(await meeting.clerk.post(`/api/ballot-sessions/${poll}/publication`), 201);
    record = await bytesOf(meeting.clerk, `/api/public/polls/${poll}/record-${poll}.zip`);

    for (const { serial, text, loginKey } of meeting.cards) {
      seek(`secret of card ${serial}`, text);
      seek(`login key of card ${serial}`, loginKey);
      seek(`key of card ${serial}`, ...bigintForms(deriveSecret(group, poll, text)));
    }
    for (const { seed, kept, threshold, position } of meeting.holders) {
      const keys = assertOk(readThresholdKeys(group, threshold, 'threshold'));
      const { decryptionKey } = assertOk(restoreMember(group, seed, kept, keys, 'kept'));
      seek(`seed of scrutineer ${position}`, seed);
      seek(`share of scrutineer ${position}`, ...bigintForms(decryptionKey));
    }
    for (const [account, key] of meeting.secretKeys) {
      seek(`signing key of ${account}`, key, Buffer.from(key, 'hex'));
    }
    await sendSecretsWhereTheyDoNotBelong();
    await dumpDatabase();
    places.set('log', world.log.join('\n'));
    places.set('receipts', receipts.join('\n'));
    places.set('record as a file', Buffer.from(record).toString('latin1'));
    for (const [name, bytes] of Object.entries(unzipSync(record))) {
      places.set(`record ${name}`, Buffer.from(bytes).toString('latin1'));
    }
  }, 300_000);
  afterAll(() => world?.close());

  test('the search finds what it is given, however it is written', () => {
    const [card] = meeting.cards;
    const text = card?.text ?? '';
    for (const hidden of [
      `a${text}b`,
      Buffer.from(`x${text}y`).toString('hex'),
      Buffer.from(`{"secret":"${text}"}`).toString('base64'),
      Buffer.from(`.${text}.`).toString('base64url'),
      `..${Buffer.from(`..${text}..`).toString('base64')}`,
    ]) {
      expect(finds([['a file', hidden]])).toEqual([`secret of card ${card?.serial} in a file`]);
    }
    expect(world.log.length).toBeGreaterThan(50);
    expect([...places.keys()]).toContain(`record ${poll}.bel`);
  });

  test('R9, R18: nothing of it is in any table, the log, a receipt or the record', () => {
    const second = [
      'second factor in table public.accounts',
      'second factor of the administrator in table public.accounts',
    ];
    expect([...finds()].sort()).toEqual(second);
  });

  test('second factors are in their one column, and passwords as argon2id in theirs', async () => {
    const columns = await world.sql<{ column: string }[]>`
      select key as column from accounts a, jsonb_each_text(to_jsonb(a)) as each (key, value)
      where a.id = ${accountId} and value like ${`%${totpSecret}%`}`;
    expect(columns.map(({ column }) => column)).toEqual(['totp_secret']);
    const hashed = [...places].filter(([, content]) => content.includes('$argon2')).map(([place]) => place);
    expect(hashed).toEqual(['table public.accounts']);
    const [row] = await world.sql<{ hash: string }[]>`
      select password_hash as hash from accounts where id = ${accountId}`;
    expect(row?.hash).toMatch(/^\$argon2id\$/);
  });

  test('R10: no public page, and no public answer, holds any of it', async () => {
    const [boxed] = await world.sql<{ code: string; tracker: string }[]>`
      select code, tracker from box.ballots where poll = ${poll} limit 1`;
    const fill: Readonly<Record<string, string>> = {
      ':poll': poll,
      ':meeting': meeting.meetingId,
      ':given': boxed?.code ?? '',
      ':file': `record-${poll}.zip`,
    };
    const paths = routeTable(world.app)
      .filter(({ method, path, access }) => method === 'GET' && access === undefined && !path.includes('*'))
      .map(({ path }) =>
        path
          .split('/')
          .map((part) => fill[part.replace(/\{.*\}$/, '')] ?? part)
          .join('/'),
      );
    expect(paths).toContain(`/polls/${poll}/certificate`);
    const read: [string, string][] = [];
    let answered = 0;
    for (const path of paths) {
      const response = await world.browser().request(path, {});
      if (response.status === 200) answered += 1;
      const head = JSON.stringify([...response.headers]);
      read.push([path, `${head}\n${Buffer.from(await response.arrayBuffer()).toString('latin1')}`]);
    }
    expect(answered).toBeGreaterThan(14);
    expect(finds(read)).toEqual([]);
  });

  test('R18: an error of the database that quotes the row is logged without it', async () => {
    const before = world.log.length;
    await world.sql`
      create function quote_row() returns trigger language plpgsql as $$
      begin raise exception 'row %', new using detail = to_jsonb(new)::text; end $$`;
    await world.sql`create trigger quoting before update on accounts for each row execute function quote_row()`;
    const browser = await world.login(accountId);
    const failed = await browser.put('/api/me/password', {
      current: PASSWORDS[1],
      next: `${PASSWORDS[0]} again`,
    });
    await world.sql`drop trigger quoting on accounts`;
    expect(failed.status).toBe(500);
    const lines = world.log.slice(before).join('\n');
    expect(lines).toContain('request failed');
    expect(`${lines}${JSON.stringify(failed.body)}`).not.toContain('$argon2');
    expect(
      finds([
        ['log', lines],
        ['answer', JSON.stringify(failed.body)],
      ]),
    ).toEqual([]);
  });
});
