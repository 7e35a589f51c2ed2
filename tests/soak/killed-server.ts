/**
 * `kill -9` of the server at random moments while ballots are cast (requirements R37, R39): clients that get no answer send
 * the same ballot again. At the end every acknowledged ballot is in the box exactly once with the receipt that was given, and
 * the chain verifies.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, readMigrations } from '../../server/db/migrate.ts';
import { openPostgres } from '../../server/db/postgres.ts';
import { base64url } from '../../tally/encoding/bytes.ts';
import { PLAIN_ED25519, verifierKeyOf } from '../../tally/ledger/note.ts';
import { readSigningKey } from '../../tally/ledger/signing-key.ts';
import { assertOk } from '../../tally/result.ts';
import { type MadeText, openBox } from '../support/box.ts';
import { createPostgresDatabase, silentLog } from '../support/database.ts';
import { inParallel, send } from '../support/http-client.ts';
import { judgeBox } from '../support/judge-box.ts';
import { preset } from '../support/poll.ts';
import { bundleForProcesses, type ServerProcess, startServerProcess } from '../support/server-process.ts';

export interface KillPlan {
  readonly root: string;
  readonly casts: number;
  readonly kills: number;
  readonly port: number;
  /** 0 inclusive to 1 exclusive, seeded. */
  readonly dice: () => number;
}

export interface KillReport {
  readonly casts: number;
  readonly kills: number;
  /** Requests that got no answer because the server was gone. */
  readonly unanswered: number;
  /** Committed before a kill and acknowledged only to a later request for the same ballot. */
  readonly repeated: number;
  readonly failures: readonly string[];
}

const CLIENTS = 8;

export async function killWhileCasting({ root, casts, kills, port, dice }: KillPlan): Promise<KillReport> {
  const bundle = await bundleForProcesses(root);
  const created = await createPostgresDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'minyi-soak-'));
  const database = openPostgres(created.url, silentLog, { connections: 4 });
  const failures: string[] = [];
  try {
    await migrate(database, readMigrations(join(root, 'server', 'db', 'migrations')));
    const box = await openBox(database.sql, {
      pack: preset('resolution-default'),
      items: 1,
      cards: casts,
      seed: 'soak',
    });
    const ballots = Array.from({ length: casts }, (_, card) => box.make(card, [Math.floor(dice() * 3)]));
    const start = () => startServerProcess({ root, bundle, databaseUrl: created.url, dataDir, port });
    let server: ServerProcess = await start();
    const receipts: string[] = [];
    let acknowledged = 0;
    let unanswered = 0;
    let repeated = 0;
    let killed = 0;
    let isOver = false;

    /** One voter: logs in, casts, and does both again until there is an answer. */
    const vote = async (made: MadeText, card: number): Promise<void> => {
      const loginKey = base64url(box.cards[card]?.loginKey ?? new Uint8Array());
      for (let tries = 0; ; tries += 1) {
        if (tries > 200) throw new Error('a voter gave up');
        try {
          const entered = await send(
            server.origin,
            'POST',
            '/api/card-logins',
            JSON.stringify({ meeting: box.meetingId, loginKey }),
          );
          const body = JSON.stringify({ ballot: made.ballot, caps: made.caps });
          const cookie = entered.cookie ?? '';
          const answer = await send(server.origin, 'POST', `/api/booth/${box.poll}/cast`, body, cookie);
          if (answer.status === 200 || answer.status === 201) {
            receipts[card] = JSON.parse(answer.body).receipt;
            acknowledged += 1;
            if (answer.status === 200) repeated += 1;
            return;
          }
          if (answer.status !== 503 && entered.status !== 503) {
            failures.push(`card ${card}: ${answer.status} ${answer.body.slice(0, 200)}`);
            return;
          }
        } catch {
          unanswered += 1;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    const killer = async (): Promise<void> => {
      for (; killed < kills; killed += 1) {
        // At a random moment between this acknowledgement and some later one.
        const at = acknowledged + Math.floor(dice() * ((casts - acknowledged) / (kills - killed)));
        while (acknowledged < at && !isOver) await new Promise((resolve) => setTimeout(resolve, 2));
        await new Promise((resolve) => setTimeout(resolve, dice() * 20));
        await server.end('SIGKILL');
        server = await start();
      }
    };
    const killing = killer();
    await inParallel(ballots, CLIENTS, vote);
    isOver = true;
    await killing;
    await server.end('SIGTERM');

    const rows = await database.sql<{ tracker: string; n: number }[]>`
      select tracker, count(*)::int as n from box.ballots where poll = ${box.poll} group by tracker`;
    const counts = new Map(rows.map(({ tracker, n }) => [tracker, n]));
    for (const [card, { tracker }] of ballots.entries()) {
      if (receipts[card] !== undefined && counts.get(tracker) !== 1) {
        failures.push(`ballot ${card} was acknowledged and is ${counts.get(tracker) ?? 0} times in the box`);
      }
    }
    const key = assertOk(readSigningKey(readFileSync(join(dataDir, 'ledger-key'), 'utf8').trimEnd(), 'key'));
    if (key.type !== PLAIN_ED25519) failures.push('the key of the ledger is of another type');
    const policy = { log: verifierKeyOf(key), witnesses: [], quorum: 0 };
    const judged = await judgeBox(database.sql, box.poll, policy, receipts.filter(Boolean));
    if (judged.refutedBy.length > 0)
      failures.push(`the archive is refuted by ${judged.refutedBy.join(', ')}`);
    if (!judged.isLogged) failures.push('the ledger does not have the events of the archive');
    for (const verdict of judged.receipts)
      if (verdict !== true) failures.push(`a receipt is not true: ${verdict}`);
    return { casts: acknowledged, kills: killed, unanswered, repeated, failures };
  } finally {
    await database.close(2_000);
    await created.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
