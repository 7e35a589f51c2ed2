/**
 * docs/verification.md is true: its numbers and sentences are those of the verifier, and its commands, taken from the page
 * as they stand, verify a record from an empty folder. The peer's commands run where belenios-tool and unzip are
 * installed; with REQUIRE_PEER=1 they must.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { CHECK_GROUPS, CHECKS } from '../../tally/verify/checks.ts';
import { temporaryFolder } from '../support/cli.ts';
import { hasPeer } from '../support/peer.ts';
import { playRecord } from '../support/played-record.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs', 'verification.md'), 'utf8');

/** The lines of the block that begins with "```sh NAME". */
function commandsOf(name: string): readonly string[] {
  const block = new RegExp(`^\`\`\`sh ${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(PAGE)?.[1] ?? '';
  return block.split('\n').filter((line) => line !== '');
}

describe('the numbered checks', () => {
  const headings = (level: string, number: string): readonly (readonly [string, string])[] =>
    [...PAGE.matchAll(new RegExp(`^${level} (${number}) (.+)$`, 'gm'))].map(
      ([, id = '', title = '']) => [id, title] as const,
    );
  const byNumber = ([a]: readonly [string, string], [b]: readonly [string, string]) => (a < b ? -1 : 1);

  test('the page explains exactly the checks of the verifier, in their order, in its words', () => {
    expect(headings('####', '\\d\\d\\.\\d+')).toEqual(Object.entries(CHECKS).sort(byNumber));
  });

  test('under exactly the groups of the verifier', () => {
    expect(headings('###', '\\d\\d')).toEqual(Object.entries(CHECK_GROUPS).sort(byNumber));
  });

  test('every check stands under its group, and every group has a check', () => {
    const sections = PAGE.split(/^### /m).slice(1);
    for (const section of sections) {
      const group = section.slice(0, 2);
      const ids = [...section.matchAll(/^#### (\d\d)\./gm)].map(([, id]) => id);
      expect(new Set(ids)).toEqual(new Set([group]));
    }
  });
});

describe('a stranger with a record and a copy of the source', () => {
  const folder = temporaryFolder();
  const record = join(folder, 'published', 'record-QingheSamp1eRecord2o26.zip');
  const empty = join(folder, 'empty');
  const ours = commandsOf('ours');
  const theirs = commandsOf('peer');

  beforeAll(async () => {
    mkdirSync(join(folder, 'published'));
    mkdirSync(empty);
    writeFileSync(record, (await playRecord()).zip);
  });

  /** Runs a command as a shell does, with the two names the page asks for. */
  function run(command: string): { readonly status: number | null; readonly output: string } {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
      cwd: empty,
      encoding: 'utf8',
      env: { ...process.env, RECORD: record, MINYI: ROOT, npm_config_prefer_offline: 'true' },
      timeout: 300_000,
      maxBuffer: 1 << 26,
    });
    return { status, output: `${stdout}${stderr}` };
  }

  test('needs at most six commands', () => {
    expect(ours.length).toBeGreaterThan(0);
    expect(theirs.length).toBeGreaterThan(0);
    expect(ours.length + theirs.length).toBeLessThanOrEqual(6);
  });

  test.skipIf(!existsSync(join(ROOT, '.git')))(
    'verifies it with our program, from a fresh clone in an empty folder',
    { timeout: 600_000 },
    () => {
      const runs = ours.map((command) => ({ command, ...run(command) }));
      expect(runs.filter(({ status }) => status !== 0)).toEqual([]);
      expect(runs.at(-1)?.output).toMatch(/\nVERIFIED\n$/);
    },
  );

  test.skipIf(!hasPeer)('verifies it with belenios-tool', () => {
    const runs = theirs.map((command) => ({ command, ...run(command) }));
    expect(runs.filter(({ status }) => status !== 0)).toEqual([]);
    expect(runs.at(-1)?.output).toContain('I: all checks passed');
  });
});
