/**
 * Races on the box, many rounds each on a session of its own (requirements R21, R31; F10): sixteen casts under one credential
 * leave one ballot, and a box that closes among casts has none after EndBallots. Straight at the statements, on several
 * connections, with texts that are no ballots: proofs play no part in who is first.
 */
import { join } from 'node:path';
import { appendBallots } from '../../server/ballots/box-store.ts';
import { closeBox } from '../../server/ballots/close-store.ts';
import { migrate, readMigrations } from '../../server/db/migrate.ts';
import { openPostgres } from '../../server/db/postgres.ts';
import type { Sql } from '../../server/db/sql.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { shortCode } from '../../tally/record/receipt-code.ts';
import { createPostgresDatabase, silentLog } from '../support/database.ts';

export interface RaceReport {
  readonly rounds: number;
  /** Rounds in which some ballots were cast and some came too late: the others are no race. */
  readonly contested: number;
  readonly failures: readonly string[];
}

const AT_ONCE = 16;
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function pollOf(round: number): string {
  let rest = round;
  let id = '';
  for (let i = 0; i < 22; i += 1, rest = Math.floor(rest / 58)) id = (ALPHABET[rest % 58] ?? '1') + id;
  return id;
}

/** A box of its own for a round: open, with sixteen credentials. */
async function openBareBox(sql: Sql, meetingId: string, round: number): Promise<string> {
  const poll = pollOf(round);
  await sql`
    with id as (insert into poll_ids (uuid, meeting_id, position) values (${poll}, ${meetingId}, ${round + 1}))
    insert into ballot_sessions (id, meeting_id, state, kind, year, subject_zh, subject_en, rule_pack, items, round, setup)
    values (${poll}, ${meetingId}, 'open', 'resolution', 2026, '', '', '', '[]', '{}', '{"inOffice":16}')`;
  await sql`select box.seal(${poll}, ${meetingId}, false, false, 0, array['a', 'b', 'c', 'd'], '', '', '', '')`;
  await sql`
    with opened as (update box.polls set state = 'open', opened_at = now() where poll = ${poll})
    insert into box.usable (poll, credential) select ${poll}, n::text from generate_series(0, ${AT_ONCE - 1}) n`;
  return poll;
}

export async function raceOnBoxes(root: string, rounds: number): Promise<RaceReport> {
  const created = await createPostgresDatabase();
  const database = openPostgres(created.url, silentLog, { connections: AT_ONCE });
  const { sql } = database;
  const failures: string[] = [];
  let contested = 0;
  try {
    await migrate(database, readMigrations(join(root, 'server', 'db', 'migrations')));
    const [meeting] = await sql<{ id: string }[]>`
      with organ as (
        insert into organs (kind, name_zh, name_en, region_zh, region_en, seat_quota)
        values ('congress', '', '', '', '', 16) returning id
      )
      insert into meetings (organ_id, number, title_zh, title_en, held_on) select id, 1, '', '', '2026-03-02' from organ
      returning id`;
    const meetingId = meeting?.id ?? '';
    const cast = async (poll: string, credential: string, text: string) => {
      const tracker = sha256Hex(text);
      const ballot = { poll, credential, tracker, code: shortCode(tracker), ballot: text, caps: '[]' };
      const [answer] = await appendBallots(sql, [ballot]);
      return answer?.outcome ?? 'NOT_FOUND';
    };
    for (let round = 0; round < rounds; round += 1) {
      const poll = await openBareBox(sql, meetingId, round);
      const same = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, i) => cast(poll, '0', `${round} same ${i}`)),
      );
      if (same.filter((outcome) => outcome === 'CAST').length !== 1) {
        failures.push(`round ${round}: one credential, outcomes ${same.join(' ')}`);
      }
      const racing = Array.from({ length: AT_ONCE - 1 }, (_, i) =>
        cast(poll, String(i + 1), `${round} ${i}`),
      );
      racing.splice(
        round % AT_ONCE,
        0,
        closeBox(sql, poll, '{}').then(({ outcome }) => outcome as never),
      );
      const outcomes = await Promise.all(racing);
      const inTime = outcomes.filter((outcome) => outcome === 'CAST').length;
      if (inTime > 0 && outcomes.includes('NOT_OPEN')) contested += 1;
      const [box] = await sql<{ ballots: number; last: string; chain: boolean }[]>`
        select (select count(*)::int from box.ballots b where b.poll = ${poll}) as ballots,
          (select e.type from box.events e where e.poll = ${poll} order by height desc limit 1) as last,
          (select bool_and(coalesce(e.event::json ->> 'parent', '') = coalesce(before.hash, ''))
            from box.events e left join box.events before on before.poll = e.poll and before.height = e.height - 1
            where e.poll = ${poll}) as chain`;
      if (box?.last !== 'EndBallots' || box.ballots !== inTime + 1 || !box.chain) {
        failures.push(`round ${round}: ${JSON.stringify(box)}, ${inTime} cast in time`);
      }
    }
    return { rounds, contested, failures };
  } finally {
    await database.close(2_000);
    await created.drop();
  }
}
