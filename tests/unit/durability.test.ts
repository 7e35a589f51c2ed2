/** Settings under which PostgreSQL may forget: those no test may set on a server that others use, since all would wait. */
import { expect, test } from 'vitest';
import { checkDurability } from '../../server/db/durability.ts';
import type { Sql } from '../../server/db/sql.ts';

const found = (synchronous_commit: string, standbys: string) =>
  checkDurability((async () => [
    { fsync: 'on', full_page_writes: 'on', synchronous_commit, standbys },
  ]) as unknown as Sql);

test.each(['local', 'remote_write'])(
  'R37: with a synchronous standby, synchronous_commit %s does not wait for its disk and is refused',
  async (value) => {
    const [unsafe, ...others] = await found(value, 'ANY 1 (b, c)');
    expect(unsafe).toMatchObject({ name: 'synchronous_commit', found: value });
    expect(unsafe?.message).toContain(
      'standby that synchronous_standby_names asks for: set synchronous_commit = on',
    );
    expect(others).toEqual([]);
    expect(await found(value, '')).toEqual([]);
  },
);

test.each(['on', 'remote_apply'])('R37: synchronous_commit %s is enough', async (value) => {
  expect(await found(value, 'b')).toEqual([]);
});
