/**
 * A whole election by the command line alone, in a folder, step after step as people would: cards, one mandatory trustee
 * and two of three scrutineers, ballots, count. The verifier and, where installed, belenios-tool accept it.
 */
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readArchive } from '../../tally/belenios/archive/read-archive.ts';
import { appendEvent } from '../../tally/belenios/archive/write-archive.ts';
import { writeSizedTally } from '../../tally/belenios/tally.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { minyi, minyiOutput, temporaryFolder } from '../support/cli.ts';
import { hasPeer, peer } from '../support/peer.ts';

const cwd = temporaryFolder();
const run = (...args: readonly string[]): string => minyiOutput(args, { cwd });
const attempt = (...args: readonly string[]) => minyi(args, { cwd });
const read = (name: string): string => readFileSync(join(cwd, name), 'utf8');
const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text);
const only = (folder: string, extension: string): string => {
  const [name] = readdirSync(join(cwd, folder)).filter((file) => file.endsWith(extension));
  return `${folder}/${name}`;
};
const modeOf = (name: string): number => statSync(join(cwd, name)).mode & 0o777;

/** The same archive with a well-chained tally event that publishes the first ballot alone. */
async function withOneBallotAsTally(bytes: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let last: { hash: string; height: number } | undefined;
  let firstBallot: string | undefined;
  let timestamp = 0;
  for await (const { event, hash, data, end } of readArchive(bytesSource(bytes))) {
    const texts = data.map(({ text }) => text);
    if (event.type === 'Ballot') firstBallot ??= texts[0];
    if (event.type === 'EncryptedTally') {
      const { answers } = JSON.parse(firstBallot ?? '') as { answers: { choices: unknown }[] };
      const tally = JSON.stringify(answers.map(({ choices }) => choices));
      const sizes = { numTallied: 1, totalWeight: 1n, encryptedTally: sha256Hex(tally) };
      parts.push(...appendEvent(timestamp, last, 'EncryptedTally', [tally, writeSizedTally(sizes)]).bytes);
    } else {
      timestamp = Number(/"timestamp":"(\d+)"/.exec(Buffer.from(bytes.subarray(0, 1024)).toString())?.[1]);
      const before = parts.reduce((sum, part) => sum + part.length, 0);
      parts.push(bytes.subarray(before, end));
    }
    last = { hash, height: event.height };
  }
  return Buffer.concat(parts);
}

let uuid = '';
let archive = '';
/** Archive just after voting ended, for attempts on the count. */
const closed = 'closed.bel';
const members = ['m1', 'm2', 'm3'] as const;
const QUESTIONS = [
  { answers: ['甲', '乙', '丙'], blank: true, min: 1, max: 2, question: '选谁？' },
  { answers: ['for', 'against', 'abstain'], min: 1, max: 1, question: 'The budget' },
];
const CHOICES = ['[[0,1,1,0],[1,0,0]]', '[[0,1,0,0],[0,1,0]]', '[[1,0,0,0],[1,0,0]]'];

beforeAll(() => {
  uuid = run('election', 'uuid').trim();
  archive = `${uuid}.bel`;
  run('cards', '--uuid', uuid, '--count', '4', '--spares', '1', '--out', 'secret');
  run('keys', 'new', '--out', 'single');
  for (const [i, folder] of members.entries()) {
    run(
      'threshold',
      'certificate',
      '--index',
      String(i + 1),
      '--size',
      '3',
      '--threshold',
      '2',
      '--out',
      folder,
    );
  }
  const certificates = members.map((folder) => only(folder, '.cert'));
  run('threshold', 'check', ...certificates.reverse(), '--out', 'all/certs.jsons');
  for (const folder of members) {
    run(
      'threshold',
      'polynomial',
      '--certs',
      'all/certs.jsons',
      '--key',
      only(folder, '.key'),
      '--out',
      'all',
    );
  }
  run('threshold', 'distribute', '--certs', 'all/certs.jsons', '--polynomials', 'all', '--out', 'all');
  for (const folder of members) {
    const key = only(folder, '.key');
    const input = key.replace(folder, 'all').replace('.key', '.vinput');
    run(
      'threshold',
      'complete',
      '--certs',
      'all/certs.jsons',
      '--key',
      key,
      '--input',
      input,
      '--out',
      folder,
    );
    const output = only(folder, '.voutput');
    copyFileSync(join(cwd, output), join(cwd, output.replace(folder, 'all')));
  }
  const collected = ['--certs', 'all/certs.jsons', '--polynomials', 'all', '--outputs', 'all'];
  run('threshold', 'assemble', ...collected);
  run('election', 'trustees', only('single', '.pubkey'), '--threshold', 'threshold.json');
  write('template.json', JSON.stringify({ description: '', name: '青禾区票决', questions: QUESTIONS }));
  run('election', 'make', '--template', 'template.json', '--trustees', 'trustees.json', '--uuid', uuid);
  const setup = ['--election', 'election.json', '--trustees', 'trustees.json'];
  run('election', 'open', ...setup, '--credentials', `secret/${uuid}.pubcreds`);
  const cards = read(`secret/${uuid}.privcreds`).split('\n');
  CHOICES.forEach((choices, i) => {
    write(`card-${i}`, cards[i]?.split(' ')[1] ?? '');
    write(`choices-${i}`, choices);
    const ballot = ['--credential', `card-${i}`, '--choices', `choices-${i}`, '--out', `ballot-${i}`];
    run('ballot', '--election', archive, ...ballot);
  });
  run('election', 'cast', archive, 'ballot-0', 'ballot-1', 'ballot-2');
  run('election', 'close', archive);
  copyFileSync(join(cwd, archive), join(cwd, closed));
  run('decrypt', '--archive', archive, '--key', only('single', '.privkey'), '--out', 'count');
  for (const folder of ['m1', 'm3']) {
    const keys = ['--key', only(folder, '.key'), '--dkey', only(folder, '.dkey')];
    run('decrypt', '--archive', archive, ...keys, '--out', 'count');
  }
  for (const owner of [1, 2, 4]) {
    const made = `count/partial_decryption-${owner}`;
    run(
      'election',
      'add-decryption',
      archive,
      '--decryption',
      `${made}.json`,
      '--owned',
      `${made}.owned.json`,
    );
  }
  run('election', 'result', archive);
}, 180_000);

test('the archive verifies, with the counts of what was chosen', () => {
  const { status, stdout } = attempt('verify', archive, '--json');
  expect(status).toBe(0);
  const { summary } = JSON.parse(stdout) as { summary: { questions: { counts: { count: string }[] }[] } };
  const counts = summary.questions.map((question) => question.counts.map(({ count }) => count));
  expect(counts).toEqual([
    ['1', '2', '1', '0'],
    ['2', '1', '0'],
  ]);
});

test.skipIf(!hasPeer)('belenios-tool accepts the archive', () => {
  mkdirSync(join(cwd, 'peer'));
  copyFileSync(join(cwd, archive), join(cwd, 'peer', archive));
  const { status, stderr } = peer(['election', 'verify'], { cwd: join(cwd, 'peer') });
  expect(stderr).toContain('all checks passed');
  expect(status).toBe(0);
});

test('secrets are readable by their owner only', () => {
  const secrets = [
    `secret/${uuid}.privcreds`,
    only('single', '.privkey'),
    ...members.flatMap((folder) => [only(folder, '.key'), only(folder, '.dkey')]),
  ];
  for (const secret of secrets) expect(modeOf(secret)).toBe(0o600);
});

test('nothing existing is overwritten', () => {
  const before = read(`secret/${uuid}.privcreds`);
  const again = attempt('cards', '--uuid', uuid, '--count', '4', '--out', 'secret');
  expect(again.status).toBe(2);
  expect(again.stderr).toContain('ALREADY_EXISTS');
  expect(read(`secret/${uuid}.privcreds`)).toBe(before);
  const key = only('m1', '.key');
  const second = ['--certs', 'all/certs.jsons', '--key', key, '--out', 'all'];
  expect(attempt('threshold', 'polynomial', ...second).stderr).toContain('ALREADY_EXISTS');
});

describe('a card', () => {
  test('does not cast twice, and a ballot not under a card of the list not at all', () => {
    const twice = attempt('election', 'cast', closed, 'ballot-0');
    expect(twice.status).toBe(2);
    expect(twice.stderr).toContain('voting has ended');
    run('cards', '--uuid', uuid, '--count', '1', '--spares', '0', '--out', 'other');
    write('stranger', read(`other/${uuid}.privcreds`).split(' ')[1] ?? '');
    const ballot = ['--credential', 'stranger', '--choices', 'choices-0'];
    expect(attempt('ballot', '--election', archive, ...ballot)).toMatchObject({ status: 2, stdout: '' });
    // Without the list of the archive the ballot can be made, and is refused when it is cast.
    run('ballot', '--election', 'election.json', ...ballot, '--out', 'strange-ballot');
    const setup = ['--election', 'election.json', '--trustees', 'trustees.json'];
    run('election', 'open', ...setup, '--credentials', `secret/${uuid}.pubcreds`, '--out', 'fresh');
    const fresh = `fresh/${archive}`;
    expect(attempt('election', 'cast', fresh, 'strange-ballot').stderr).toContain(
      'not on the list (NOT_FOUND)',
    );
    run('election', 'cast', fresh, 'ballot-0');
    expect(attempt('election', 'cast', fresh, 'ballot-0').stderr).toContain('this ballot is in the box');
    const second = ['--credential', 'card-0', '--choices', 'choices-1', '--out', 'second-ballot'];
    run('ballot', '--election', fresh, ...second);
    const size = statSync(join(cwd, fresh)).size;
    expect(attempt('election', 'cast', fresh, 'second-ballot').stderr).toContain('--revote');
    expect(statSync(join(cwd, fresh)).size).toBe(size);
    run('election', 'cast', fresh, 'second-ballot', '--revote');
    expect(run('election', 'close', fresh)).toContain('1 ballots count');
  });

  test('with a mistyped secret is told by its check digit, without repeating it', () => {
    const typed = read('card-0').trim();
    write('mistyped', `${typed.slice(0, -1)}${typed.endsWith('x') ? 'y' : 'x'}`);
    const { status, stderr } = attempt(
      'ballot',
      '--election',
      archive,
      '--credential',
      'mistyped',
      '--choices',
      'choices-0',
    );
    expect(status).toBe(2);
    expect(stderr).toContain('check digit');
    expect(stderr).not.toContain(typed.slice(0, 3));
  });

  test.each([
    ['[[0,1,1,1],[1,0,0]]', 'INCONSISTENT'],
    ['[[0,1,0,0]]', 'MALFORMED'],
    ['[[0,2,0,0],[1,0,0]]', 'MALFORMED'],
    ['[[1,1,0,0],[1,0,0]]', 'INCONSISTENT'],
    ['no choices', 'MALFORMED'],
  ])('is not spent on %s', (choices, code) => {
    const { status, stdout, stderr } = minyi(
      ['ballot', '--election', archive, '--credential', 'card-0', '--choices', '-'],
      { cwd, input: choices },
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(code);
  });
});

describe('a trustee', () => {
  const single = (): readonly string[] => ['--key', only('single', '.privkey'), '--out', 'never'];

  test('decrypts nothing before voting has ended', () => {
    const setup = ['--election', 'election.json', '--trustees', 'trustees.json'];
    run('election', 'open', ...setup, '--credentials', `secret/${uuid}.pubcreds`, '--out', 'open');
    run('election', 'cast', `open/${archive}`, 'ballot-0');
    const { status, stderr } = attempt('decrypt', '--archive', `open/${archive}`, ...single());
    expect(status).toBe(2);
    expect(stderr).toContain('the archive has no encrypted tally yet (NOT_FOUND)');
  });

  test('R34: decrypts no single ballot that is passed off as the tally', async () => {
    writeFileSync(join(cwd, 'traitor.bel'), await withOneBallotAsTally(readFileSync(join(cwd, closed))));
    const { status, stderr } = attempt('decrypt', '--archive', 'traitor.bel', ...single());
    expect(status).toBe(1);
    expect(stderr).toContain('ERROR 14.2');
    expect(stderr).toContain('nothing was decrypted');
    expect(readdirSync(cwd)).not.toContain('never');
  });

  test('R34: decrypts nothing for a flawless archive that is not the one published', () => {
    // One ballot alone, well closed: its sum would be that voter's choices.
    const setup = ['--election', 'election.json', '--trustees', 'trustees.json'];
    run('election', 'open', ...setup, '--credentials', `secret/${uuid}.pubcreds`, '--out', 'alone');
    run('election', 'cast', `alone/${archive}`, 'ballot-1');
    run('election', 'close', `alone/${archive}`);
    expect(attempt('verify', `alone/${archive}`).status).toBe(0);
    const head = /"head": "(\w+)"/.exec(run('verify', closed, '--json'))?.[1] ?? '';
    const refused = attempt('decrypt', '--archive', `alone/${archive}`, '--head', head, ...single());
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toContain('not the archive published');
    expect(readdirSync(cwd)).not.toContain('never');
    const accepted = ['--key', only('single', '.privkey'), '--out', 'with-head'];
    expect(run('decrypt', '--archive', closed, '--head', head, ...accepted)).toContain(`head    ${head}`);
  });

  test('is told when the key is another’s', () => {
    const stranger = join(cwd, 'stranger-key');
    minyiOutput(['keys', 'new', '--out', stranger]);
    const other = ['--key', only('stranger-key', '.privkey'), '--out', 'never'];
    expect(attempt('decrypt', '--archive', closed, ...other).stderr).toContain('belongs to no trustee');
    expect(attempt('decrypt', '--archive', closed, ...single(), '--owner', '2').stderr).toContain(
      'trustee 1',
    );
    const crossed = ['--key', only('m1', '.key'), '--dkey', only('m2', '.dkey'), '--out', 'never'];
    expect(attempt('decrypt', '--archive', closed, ...crossed)).toMatchObject({ status: 2 });
  });

  test('can prove before sealing that what was kept is enough', () => {
    const check = (key: string, dkey: string) =>
      attempt('threshold', 'restore-check', '--keys', 'threshold.json', '--key', key, '--dkey', dkey);
    expect(check(only('m2', '.key'), only('m2', '.dkey'))).toMatchObject({
      status: 0,
      stdout: 'good: the files kept give the public key of member 2\n',
    });
    expect(check(only('m2', '.key'), only('m3', '.dkey')).status).toBe(1);
    write('lost.key', '1111111111111111111111\n');
    expect(check('lost.key', only('m3', '.dkey')).status).toBe(1);
    expect(
      attempt('keys', 'check', only('single', '.pubkey'), '--private', only('single', '.privkey')).status,
    ).toBe(0);
  });

  test('who sends a wrong share is named', () => {
    cpSync(join(cwd, 'all'), join(cwd, 'spoilt'), { recursive: true });
    const input = only('m1', '.key').replace('m1', 'spoilt').replace('.key', '.vinput');
    const parsed = JSON.parse(read(input)) as { secrets: string[] };
    const [first = '', second = ''] = parsed.secrets;
    write(input, JSON.stringify({ ...parsed, secrets: [first, first, second] }));
    const { status, stderr } = attempt(
      'threshold',
      'complete',
      '--certs',
      'all/certs.jsons',
      '--key',
      only('m1', '.key'),
      '--input',
      input,
      '--out',
      'never',
    );
    expect(status).toBe(2);
    expect(stderr).toContain('input.secrets[1]');
    expect(stderr).toContain('input.secrets[2]');
    expect(stderr).not.toContain('input.secrets[0]');
  });
});
