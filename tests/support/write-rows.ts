/**
 * A process that writes rows into an embedded database until it is killed, telling each acknowledged row on its output.
 * Arguments: the data folder, the first number. Each statement writes a ballot and its participation.
 */
import { writeSync } from 'node:fs';
import { openEmbedded } from '../../server/db/pglite.ts';
import { createLog } from '../../server/log.ts';

const [folder = '', first = '0'] = process.argv.slice(2);
const database = await openEmbedded(
  folder,
  createLog(
    (line) => writeSync(2, line),
    () => new Date(),
  ),
);
const { sql } = database;
await database.runScript(`
  create table if not exists ballot (n int primary key, body text);
  create table if not exists participation (n int primary key);`);
for (let n = Number(first); ; n += 1) {
  await sql`
    with boxed as (insert into ballot values (${n}, repeat('b', 2000)) returning n)
    insert into participation select n from boxed`;
  writeSync(1, `${n}\n`);
}
