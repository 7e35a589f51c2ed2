/**
 * `npm run bench`: verification beside the installed peer on the same archives in the same run, encryption of a ballot,
 * memory, and counting without encryption. Prints a table for docs/performance.md; asserts nothing.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deriveSecret, drawCredential } from '../../tally/belenios/credential.ts';
import {
  type OpenElection,
  openElection,
  readElection,
  writeElection,
} from '../../tally/belenios/election.ts';
import { encryptBallot } from '../../tally/belenios/encrypt-ballot.ts';
import { isPoolThread, runPoolThread } from '../../tally/cli/pool.ts';
import { platformRandom } from '../../tally/cli/random.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { readPabulib } from '../../tally/import/pabulib.ts';
import { recount } from '../../tally/import/recount.ts';
import { choicesOf, questionsOf } from '../../tally/record/questions.ts';
import { assertOk } from '../../tally/result.ts';
import { archiveOf, type BenchArchive, type BenchCase, CASES } from './cases.ts';
import { type Measured, measure, median } from './measure.ts';

const HELP = `npm run bench -- [OPTIONS]
  --ballots N    ballots of each case (default 1000)
  --rounds N     rounds, interleaved; medians are printed (default 3)
  --cases LIST   i, ii or i,ii (default)
  --large N      ballots of the memory comparison, 0 to leave it out (default 10000)
  --pabulib DIR  folder of .pb files; the largest is counted
  --threads N    threads of the parallel run (default 2)`;

const MIB = 1024 * 1024;

interface Settings {
  readonly ballots: number;
  readonly rounds: number;
  readonly cases: readonly string[];
  readonly large: number;
  readonly threads: number;
  readonly pabulib: string | undefined;
}

function readSettings(): Settings {
  const { values } = parseArgs({
    options: {
      ballots: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '3' },
      cases: { type: 'string', default: 'i,ii' },
      large: { type: 'string', default: '10000' },
      threads: { type: 'string', default: '2' },
      pabulib: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const { pabulib } = values;
  return {
    ballots: Number(values.ballots),
    rounds: Number(values.rounds),
    cases: values.cases.split(','),
    large: Number(values.large),
    threads: Number(values.threads),
    pabulib,
  };
}

function hasPeer(): boolean {
  try {
    execFileSync('belenios-tool', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const root = process.cwd();
const verifyOurs = (path: string, threads: number) =>
  measure(['node', 'tally/cli/run.mjs', 'verify', path, '--threads', String(threads)], root);

async function compare(given: BenchCase, { folder, path }: BenchArchive, settings: Settings): Promise<void> {
  const rows: Record<'peer' | 'one' | 'parallel', Measured[]> = { peer: [], one: [], parallel: [] };
  const isPeerThere = hasPeer();
  for (let round = 0; round < settings.rounds; round++) {
    if (isPeerThere)
      rows.peer.push(await measure(['belenios-tool', 'election', 'verify', '--dir', folder], root));
    rows.one.push(await verifyOurs(path, 1));
    rows.parallel.push(await verifyOurs(path, settings.threads));
  }
  const of = (list: readonly Measured[], key: keyof Measured) => median(list.map((row) => row[key]));
  console.log(
    `\nVerify (${given.id}) ${given.title}: ${settings.ballots} ballots, medians of ${settings.rounds}`,
  );
  console.log('| program | CPU s | wall s | CPU, times less | wall, times less | peak MiB |');
  console.log('|---|---|---|---|---|---|');
  const print = (name: string, list: readonly Measured[]) => {
    if (list.length === 0) return;
    const [cpu, wall, peak] = [of(list, 'cpuSeconds'), of(list, 'wallSeconds'), of(list, 'peakBytes')];
    const ratio = (key: 'cpuSeconds' | 'wallSeconds', own: number) =>
      isPeerThere ? (of(rows.peer, key) / own).toFixed(2) : '–';
    console.log(
      `| ${name} | ${cpu.toFixed(1)} | ${wall.toFixed(1)} | ${ratio('cpuSeconds', cpu)} | ${ratio('wallSeconds', wall)} | ${(peak / MIB).toFixed(0)} |`,
    );
  };
  print('belenios-tool', rows.peer);
  print('ours, 1 thread', rows.one);
  print(`ours, ${settings.threads} threads`, rows.parallel);
}

async function compareMemory(settings: Settings, dist: string): Promise<void> {
  if (settings.large === 0) return;
  const [given] = CASES;
  if (given === undefined) return;
  const small = await archiveOf(given, settings.ballots, dist, settings.threads);
  const large = await archiveOf(given, settings.large, dist, settings.threads);
  const [a, b] = [
    await verifyOurs(small.path, settings.threads),
    await verifyOurs(large.path, settings.threads),
  ];
  console.log(`\nPeak memory of a verification, case (i), ${settings.threads} threads`);
  console.log('| ballots | archive MiB | peak MiB | times |');
  console.log('|---|---|---|---|');
  const row = (ballots: number, path: string, { peakBytes }: Measured) =>
    console.log(
      `| ${ballots} | ${(statSync(path).size / MIB).toFixed(0)} | ${(peakBytes / MIB).toFixed(0)} | ${(peakBytes / a.peakBytes).toFixed(2)} |`,
    );
  row(settings.ballots, small.path, a);
  row(settings.large, large.path, b);
}

function encryptionTimes(): void {
  console.log('\nEncrypt one ballot in plain BigInt, CPU ms, median of 15');
  console.log('| case | ms |');
  console.log('|---|---|');
  for (const given of CASES) {
    const open = electionOf(given);
    const secret = deriveSecret(open.group, open.election.uuid, drawCredential(platformRandom));
    const times = Array.from({ length: 15 }, (_, voter) => {
      const before = process.cpuUsage();
      assertOk(encryptBallot(open, choicesOf(given.sheet, given.marks(voter)), secret, platformRandom));
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    console.log(`| (${given.id}) ${given.title} | ${median(times).toFixed(1)} |`);
  }
}

function electionOf({ sheet, title }: BenchCase): OpenElection {
  const group = assertOk(openGroup('BELENIOS-2048'));
  const publicKey = group.power(group.generator, 123456789n);
  const template = { description: '', name: title, questions: questionsOf(sheet) };
  const text = writeElection(template, { uuid: 'BenchmarkE1ection22222', group, publicKey });
  return assertOk(openElection(assertOk(readElection(text)), group));
}

function countLargest(folder: string): void {
  const files = readdirSync(folder).filter((name) => name.endsWith('.pb'));
  const times = files.map((name) => {
    const started = performance.now();
    const election = assertOk(readPabulib(readFileSync(join(folder, name))));
    recount(election);
    return { name, ballots: election.ballots.length, ms: performance.now() - started };
  });
  const [slowest] = times.sort((a, b) => b.ms - a.ms);
  const [largest] = [...times].sort((a, b) => b.ballots - a.ballots);
  console.log('\nRead and count public budget elections without encryption');
  console.log('| file | ballots | ms |');
  console.log('|---|---|---|');
  for (const row of [largest, slowest]) {
    if (row !== undefined) console.log(`| ${row.name} | ${row.ballots} | ${row.ms.toFixed(0)} |`);
  }
}

async function main(): Promise<void> {
  const settings = readSettings();
  const dist = join(root, 'dist', 'bench');
  encryptionTimes();
  if (settings.pabulib !== undefined) countLargest(settings.pabulib);
  for (const given of CASES.filter(({ id }) => settings.cases.includes(id))) {
    console.error(`preparing (${given.id}), ${settings.ballots} ballots …`);
    const archive = await archiveOf(given, settings.ballots, dist, settings.threads);
    await compare(given, archive, settings);
  }
  await compareMemory(settings, dist);
}

if (isPoolThread()) runPoolThread();
else await main();
