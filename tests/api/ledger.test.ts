/**
 * The ledger of an installation: leaves written by statements of any process, one tree, signed heads, proofs that a stranger
 * checks with the tally alone; and events of archives, which SQL writes and the tally would write the same.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, WrongSettings } from '../../server/config.ts';
import { MIGRATIONS_FOLDER, migrate, readMigrations } from '../../server/db/migrate.ts';
import type { Database, Sql } from '../../server/db/sql.ts';
import { openHeadFile } from '../../server/ledger/head-file.ts';
import { createMemoryHeads, type Head } from '../../server/ledger/head-store.ts';
import { openLedgerKey } from '../../server/ledger/key.ts';
import { openLedger } from '../../server/ledger/ledger.ts';
import { loadLeaves, loadPollLeaves } from '../../server/ledger/store.ts';
import { appendEvent, setupMembers } from '../../tally/belenios/archive/write-archive.ts';
import { readBase64, utf8 } from '../../tally/encoding/bytes.ts';
import { readLeaf, writeLeaf } from '../../tally/ledger/leaf.ts';
import { leafHash } from '../../tally/ledger/merkle.ts';
import { verifyConsistency } from '../../tally/ledger/merkle-proof.ts';
import { checkSignedCheckpoint } from '../../tally/ledger/policy.ts';
import { readTlogProof, verifyTlogProof } from '../../tally/ledger/proof.ts';
import { assertOk } from '../../tally/result.ts';
import { type OpenBox, openBox } from '../support/box.ts';
import { must } from '../support/ceremony.ts';
import { bothDatabases, silentLog } from '../support/database.ts';
import { LOG_KEY } from '../support/ledger.ts';
import { preset } from '../support/poll.ts';

for (const { name, skipped, open } of bothDatabases) {
  describe.skipIf(skipped !== null)(`the ledger on ${name}`, () => {
    let database: Database;
    let sql: Sql;
    let box: OpenBox;
    const ledgerOf = (heads = createMemoryHeads()) =>
      openLedger({ sql, signer: LOG_KEY, heads, log: silentLog });

    beforeAll(async () => {
      database = await open();
      sql = database.sql;
      await migrate(database, readMigrations(MIGRATIONS_FOLDER));
      box = await openBox(sql, { pack: preset('resolution-default'), items: 1, cards: 1, seed: 'ledger' });
    });
    afterAll(() => database?.close(2_000));

    const appendLeaf = (text: string) => sql`select ledger.append(array[${text}]::text[])`;

    test('an event written in SQL is the event the tally writes: text, hash, parent, payload, leaf', async () => {
      const members = setupMembers(box.electionText, box.trusteesText, box.credentialsText);
      const setup = appendEvent(1, undefined, 'Setup', members);
      const ballots = appendEvent(1, { hash: setup.hash, height: 0 }, 'EndBallots', []);
      const tally = appendEvent(1, { hash: ballots.hash, height: 1 }, 'EncryptedTally', [
        '["民"]',
        '{"x":1}',
      ]);
      const parts = appendEvent(1, { hash: tally.hash, height: 2 }, 'PartialDecryption', ['["y"]', '{}']);
      const result = appendEvent(1, { hash: parts.hash, height: 3 }, 'Result', ['{"result":[[1]]}']);
      await sql`select box.append_event(${box.poll}, 'EndBallots', '{}')`;
      await sql`select box.append_event(${box.poll}, 'EncryptedTally', ${sql.array(['["民"]', '{"x":1}'])}::text[])`;
      await sql`select box.append_event(${box.poll}, 'PartialDecryption', ${sql.array(['["y"]', '{}'])}::text[])`;
      await sql`select box.append_event(${box.poll}, 'Result', ${sql.array(['{"result":[[1]]}'])}::text[])`;
      const rows = await sql<{ event: string; hash: string; index: number }[]>`
        select event, hash, leaf_index::float8 as index from box.events where poll = ${box.poll} order by height`;
      const expected = [setup, ballots, tally, parts, result];
      expect(rows.map(({ event }) => JSON.parse(event))).toEqual(expected.map(({ event }) => event));
      expect(rows.map(({ hash }) => hash)).toEqual(expected.map(({ hash }) => hash));
      const leaves = await loadPollLeaves(sql, box.poll);
      expect(leaves.map(({ leaf }) => assertOk(readLeaf(utf8(leaf), 'leaf')))).toEqual(
        expected.map(({ hash }, height) => ({
          kind: 'ballot-event',
          poll: box.poll,
          height,
          eventHex: hash,
        })),
      );
    });

    test('an event out of its order is refused and writes nothing, neither event nor leaf', async () => {
      const count = () =>
        sql`select (select count(*) from box.events)::int as e, (select size from ledger.size)::int as s`;
      const [before] = await count();
      for (const type of [
        'Setup',
        'Ballot',
        'EndBallots',
        'EncryptedTally',
        'PartialDecryption',
        'Shuffle',
      ]) {
        await expect(sql`select box.append_event(${box.poll}, ${type}, array['{}'])`).rejects.toMatchObject({
          code: '23000',
        });
      }
      const none =
        await sql`select * from box.append_event_after('EndBallots', ${box.poll}, 'EncryptedTally', array['a', 'b'])`;
      expect([none.length, (await count())[0]]).toEqual([0, before]);
    });

    test('a head signed after the commit holds every leaf, and anyone can check its proof', async () => {
      await appendLeaf(`action/1\n${'a'.repeat(64)}\n`);
      const ledger = ledgerOf();
      const head = must(await ledger.head());
      expect(checkSignedCheckpoint(head, ledger.policy, 'error', 'head')).toEqual([]);
      const { size } = head.checkpoint;
      const leaves = await loadLeaves(sql, 0, 1_000);
      expect(leaves.length).toBe(size);
      const known = leaves.map((leaf, index) => ({ index, hash: leafHash(utf8(leaf)) }));
      const proofs = must(await ledger.proveUnder(size, known));
      for (const [i, text] of proofs.entries()) {
        const proof = assertOk(readTlogProof(text, 'proof'));
        expect(proof.index).toBe(i);
        expect(verifyTlogProof(proof, known[i]?.hash ?? new Uint8Array(), 'proof')).toEqual({
          ok: true,
          value: null,
        });
      }
    });

    test('two processes that append by turns have one tree; the same size is signed with the same bytes by both', async () => {
      const heads = createMemoryHeads();
      const [one, two] = [ledgerOf(heads), ledgerOf(heads)];
      for (let i = 0; i < 5; i += 1) {
        await appendLeaf(`action/1\n${String(i).repeat(64)}\n`);
        const a = must(await (i % 2 === 0 ? one : two).head());
        const b = must(await (i % 2 === 0 ? two : one).head(a.checkpoint.size));
        expect(b.note).toEqual(a.note);
      }
    });

    test('appends of many connections at once get indexes without a gap, each once', async () => {
      const before = (await sql<{ size: number }[]>`select size::int as size from ledger.size`)[0]?.size ?? 0;
      const got = await Promise.all(
        Array.from({ length: 20 }, async (_, i) => {
          const [row] = await sql<{ at: number }[]>`
            select ledger.append(array[${`action/1\n${String(i).padStart(64, '0')}\n`}]::text[])::int as at`;
          return row?.at ?? -1;
        }),
      );
      expect([...got].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => before + i));
    });

    test('the proof of consistency between two sizes is one that a monitor accepts', async () => {
      const ledger = ledgerOf();
      const to = must(await ledger.head()).checkpoint;
      for (const from of [1, 2, 5, to.size - 1, to.size]) {
        const fromRoot = must(await ledger.head(from)).checkpoint.root;
        const proof = must(await ledger.consistency(from, to.size)).map(
          (line) => readBase64(line) ?? new Uint8Array(),
        );
        const claim = { from, fromRoot, to: to.size, toRoot: to.root, proof };
        expect(verifyConsistency(claim, 'proof')).toEqual({ ok: true, value: null });
      }
      expect(await ledger.consistency(3, to.size + 1)).toMatchObject({
        ok: false,
        error: { code: 'NOT_FOUND' },
      });
    });

    test('what is outside the log is not found: a larger size, an index at the size', async () => {
      const ledger = ledgerOf();
      const { size } = must(await ledger.head()).checkpoint;
      expect(await ledger.head(size + 1)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
      expect(await ledger.proveLeaves([size], size)).toMatchObject({
        ok: false,
        error: { code: 'NOT_FOUND' },
      });
      expect(await ledger.proveLeaves([0], size + 1)).toMatchObject({
        ok: false,
        error: { code: 'NOT_FOUND' },
      });
    });

    test('signed heads are kept', async () => {
      const ledger = ledgerOf();
      await appendLeaf(`action/1\n${'c'.repeat(64)}\n`);
      const { size } = must(await ledger.head()).checkpoint;
      const newest = async () => (await sql`select max(size)::int as size from ledger.heads`)[0]?.size;
      await expect.poll(newest, { timeout: 5_000 }).toBe(size);
    });

    test('a leaf written in SQL has the hash of the tally', async () => {
      const leaf = writeLeaf({ kind: 'action', hashHex: 'd'.repeat(64) });
      await appendLeaf(Buffer.from(leaf).toString());
      const [row] = await sql<
        { hash: Uint8Array }[]
      >`select hash from ledger.leaves order by index desc limit 1`;
      expect(new Uint8Array(row?.hash ?? [])).toEqual(leafHash(leaf));
    });
  });
}

describe('what the ledger keeps beside the database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'minyi-ledger-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const source = { ledgerKey: null, dataDir: folder, origins: ['https://vote.example.cn'] };
  const random = (n: number) => new Uint8Array(n).fill(7);

  test('R65: the key is made once, readable by its owner only, and the same at the next start', () => {
    const key = openLedgerKey(source, random);
    expect(key.name).toBe('vote.example.cn/minyi-07070707');
    expect(statSync(join(folder, 'ledger-key')).mode & 0o777).toBe(0o600);
    expect(openLedgerKey(source, () => new Uint8Array(32).fill(8))).toEqual(key);
  });

  test('the file of heads makes its folder, for its owner only: with LEDGER_KEY nothing else does', async () => {
    const dataDir = join(folder, 'not', 'there yet');
    const heads = await openHeadFile(join(dataDir, 'ledger-head'));
    expect(await heads.swap(null, { size: 1, root: 'a'.repeat(64) })).toBe(true);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    await heads.close();
  });

  test('R65: a key in LEDGER_KEY is used; one that is damaged stops the start, and is not repeated', () => {
    const text = `PRIVATE+KEY+vote.example.cn/minyi-07070707+00000000+${'A'.repeat(44)}`;
    expect(readConfig({ LEDGER_KEY: text }).ledgerKey).toBe(text);
    expect(() => readConfig({ LEDGER_KEY: 'secret' })).toThrow(WrongSettings);
    expect(() => openLedgerKey({ ...source, ledgerKey: text }, random)).toThrow(/LEDGER_KEY is not a key/);
  });

  test('the file of heads is a compare-and-swap between processes, also after a line broken off by a crash', async () => {
    const path = join(folder, 'heads');
    const head = (size: number, fill = 'a') => ({ size, root: fill.repeat(64) });
    const [one, two] = [await openHeadFile(path), await openHeadFile(path)];
    expect(await one.read()).toBeNull();
    expect(await one.swap(null, head(1))).toBe(true);
    expect(await two.swap(null, head(1, 'b'))).toBe(false);
    expect(await two.swap(head(1), head(2))).toBe(true);
    expect(await one.swap(head(1), head(2, 'b'))).toBe(false);
    const torn = await import('node:fs/promises').then(({ appendFile }) => appendFile(path, '3 aaaa'));
    expect(torn).toBeUndefined();
    expect(await one.swap(head(2), head(3))).toBe(true);
    await Promise.all([one.close(), two.close()]);
    const later = await openHeadFile(path);
    expect(await later.read()).toEqual(head(3));
    await later.close();
  });

  test('of many swaps at once in two processes one line follows each head', async () => {
    const path = join(folder, 'race');
    const stores = [await openHeadFile(path), await openHeadFile(path)];
    let last: Head | null = null;
    for (let size = 1; size <= 30; size += 1) {
      const tries = stores.map((store, i) => store.swap(last, { size, root: String(i).repeat(64) }));
      expect((await Promise.all(tries)).filter((won) => won).length).toBe(1);
      last = (await stores[0]?.read()) ?? null;
      expect(await stores[1]?.read()).toEqual(last);
    }
    await Promise.all(stores.map((store) => store.close()));
  });
});
