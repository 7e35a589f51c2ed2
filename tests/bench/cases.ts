/** The elections that everything is measured on: played by our own code once, with every ballot encrypted, and kept. */
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openFile } from '../../tally/cli/files.ts';
import { playSession } from '../../tally/cli/session/play-session.ts';
import type { SessionPlan } from '../../tally/cli/session/prepare.ts';
import type { Item } from '../../tally/count/poll.ts';
import { chunksOf } from '../../tally/encoding/byte-source.ts';
import type { Sheet } from '../../tally/record/questions.ts';
import { openRecord } from '../../tally/record/record.ts';
import { assert, assertOk } from '../../tally/result.ts';
import { findPreset, withSeats } from '../../tally/rules/presets.ts';

export interface BenchCase {
  readonly id: 'i' | 'ii';
  readonly title: string;
  readonly sheet: Sheet;
  /** The marks of voter n. */
  marks(voter: number): readonly (number | boolean)[];
}

const items = (count: number, what: string): readonly Item[] =>
  Array.from({ length: count }, (_, i) => ({
    no: i + 1,
    titleZh: `${what}${i + 1}`,
    titleEn: `${what} ${i + 1}`,
    leadUnit: '区民政局',
    costFen: 100,
  }));

function caseI(): BenchCase {
  const pack = findPreset('congress-tick');
  assert(pack?.kind === 'projects', 'the preset ships with the project');
  return {
    id: 'i',
    title: 'one question, 12 candidates, 0…10',
    sheet: { pack: withSeats(pack, 10), items: items(12, '候选项目'), round: { kind: 'first' } },
    marks: (voter) => Array.from({ length: 12 }, (_, i) => (i * 7 + voter * 5) % 12 < voter % 11),
  };
}

function caseII(): BenchCase {
  const pack = findPreset('eval-members-majority-congress');
  assert(pack !== undefined, 'the preset ships with the project');
  return {
    id: 'ii',
    title: 'ten questions of four grades, exactly one',
    sheet: { pack, items: items(10, '测评项目'), round: { kind: 'first' } },
    marks: (voter) => Array.from({ length: 10 }, (_, i) => (i + voter) % 4),
  };
}

export const CASES: readonly BenchCase[] = [caseI(), caseII()];

export interface BenchArchive {
  /** Folder that holds nothing but the archive, as the peer wants it. */
  readonly folder: string;
  readonly path: string;
}

/** The archive of a case with so many ballots; made under `root` unless it is there. */
export async function archiveOf(
  given: BenchCase,
  ballots: number,
  root: string,
  threads: number,
): Promise<BenchArchive> {
  const folder = join(root, `${given.id}-${ballots}`);
  const present = existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith('.bel')) : undefined;
  if (present !== undefined) return { folder, path: join(folder, present) };
  const played = await playSession(
    planOf(given, ballots),
    `${folder}.playing`,
    { threads, engine: 'auto' },
    {
      onStage: () => {},
      onBallot: () => {},
    },
  );
  const { path } = assertOk(played);
  const record = assertOk(openFile(path));
  const { uuid, ballots: archive } = assertOk(await openRecord(record, path));
  mkdirSync(folder, { recursive: true });
  const to = join(folder, `${uuid}.bel`);
  const file = openSync(to, 'wx');
  for await (const chunk of chunksOf(archive)) writeSync(file, chunk);
  closeSync(file);
  record.close();
  rmSync(`${folder}.playing`, { recursive: true });
  return { folder, path: to };
}

function planOf({ sheet, title, marks }: BenchCase, ballots: number): SessionPlan {
  return {
    organ: {
      kind: 'congress',
      nameZh: '基准测试',
      nameEn: 'Benchmark',
      regionZh: '基准',
      regionEn: 'Benchmark',
    },
    meeting: { titleZh: '基准测试会议', titleEn: 'Benchmark meeting', number: 1 },
    subject: { year: 2026, subjectZh: title, subjectEn: title },
    ...sheet,
    inOffice: ballots,
    present: ballots,
    issued: ballots,
    spare: 0,
    ballots: Array.from({ length: ballots }, (_, voter) => marks(voter)),
  };
}
