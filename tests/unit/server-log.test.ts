/** R18: what a log must never hold does not get there, whichever way it is handed over. */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { bothDatabases, keptLog } from '../support/database.ts';

const CANARY = 'canary-7f3a';

describe('R18: logs', () => {
  test('a line is one JSON object with its time, level and event', () => {
    const { log, lines } = keptLog();
    log.info('two\nlines', { n: 1, gone: undefined, nothing: null });
    expect(lines).toEqual([
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"two\\nlines","n":1,"nothing":null}\n',
    ]);
  });

  test('telling fields, card secrets, passwords in addresses and whole objects are not written', () => {
    const { log, lines } = keptLog();
    log.warn('x', {
      password: CANARY,
      sessionToken: CANARY,
      cardSecret: CANARY,
      url: `postgres://minyi:${CANARY}@host/db`,
      note: 'card 9Ab-cde-FGH-Jkm-npq was scanned',
      body: { answer: CANARY },
    });
    expect(lines.join('')).not.toContain(CANARY);
    expect(lines.join('')).not.toContain('9Ab-cde');
    expect(lines.join('')).toContain('postgres://[redacted]@host/db');
  });

  test('an error of a parser is written without its message, which quotes the input', () => {
    const { log, lines } = keptLog();
    let error: unknown;
    try {
      JSON.parse(`{"${CANARY}`);
    } catch (thrown) {
      error = thrown;
    }
    log.error('x', { error, wrapped: new Error('outer', { cause: error }) });
    expect(lines.join('')).toContain('SyntaxError');
    expect(lines.join('')).not.toContain(CANARY);
  });

  for (const { name, skipped, open } of bothDatabases) {
    test.skipIf(skipped !== null)(
      `an error of ${name} is written with its code, never with a value or a parameter${skipped === null ? '' : ` (skipped: ${skipped})`}`,
      async () => {
        const database = await open();
        const { sql } = database;
        await sql`create table person (name text primary key, age int check (age > 0))`;
        await sql`insert into person values (${CANARY}, 1)`;
        const failures = await Promise.all(
          [
            sql`insert into person values (${CANARY}, 2)`,
            sql`insert into person values (${`${CANARY}2`}, -1)`,
            sql`select ${CANARY}::text::int`,
            sql`select ${sql.json({ a: CANARY })}::jsonb -> 'a' ->> 'b' from person where name::int = 1`,
          ].map((query) =>
            query.then(
              () => undefined,
              (error: unknown) => error,
            ),
          ),
        );
        const { log, lines } = keptLog();
        for (const error of failures) {
          expect(inspect(error)).toContain('PostgresError');
          log.error('failed', { error, outer: new Error('outer', { cause: error }) });
        }
        expect(lines.join('')).toContain('23505');
        expect(lines.join('')).toContain('person_pkey');
        expect(lines.join('')).not.toContain(CANARY);
        await database.close(2_000);
      },
    );
  }
});
