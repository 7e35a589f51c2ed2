/**
 * Reads one participatory-budgeting election in the Pabulib format (.pb; pabulib.org/format; Stolicki, Szufa, Talmon,
 * arXiv 2012.06539): UTF-8, cells separated by `;`, the sections META, PROJECTS and VOTES, each a title line, a header
 * row and its rows. Columns differ from city to city; those needed are found by name, others are passed over.
 * Ids are texts. A file whose parts contradict each other (a vote for an unknown project, another number of votes than
 * it states) is refused with its line. What the votes add up to is recount.ts.
 */

import { readUtf8 } from '../encoding/bytes.ts';
import { ok, type Result, refuse } from '../result.ts';
import { readAmount } from './amount.ts';
import { type CellOf, type CsvReader, type CsvRow, openCsv } from './csv.ts';
import { type Ballot, MAX_ID, openVotes, readVoteRules, type VoteRules } from './pabulib-votes.ts';

/** A project as published. Amounts are integers of 10^-12 (amount.ts); an absent column is null. */
export interface PabulibProject {
  readonly id: string;
  readonly name: string | null;
  /** Cost, >= 0, in the currency of the budget. */
  readonly cost: bigint;
  /** Published number of ballots that name the project. */
  readonly votes: bigint | null;
  /** Published points. */
  readonly score: bigint | null;
  /** Published outcome: 0 not funded, 1 funded, 2 and more funded in a way the file's comment explains. */
  readonly selected: number | null;
}

export interface PabulibElection {
  /** META as it stands, in its order. */
  readonly meta: ReadonlyMap<string, string>;
  /** `greedy`, `equalshares/add1` …: as written. */
  readonly rule: string;
  readonly budget: bigint;
  readonly voteRules: VoteRules;
  /** In the order of the file; ids unique. */
  readonly projects: readonly PabulibProject[];
  /** In the order of the file; voter ids unique. */
  readonly ballots: readonly Ballot[];
}

/** More than any published election (the largest has some 100,000 voters in 10 MB). */
const MAX_BYTES = 128 * 1024 * 1024;
const MAX_CELL = 65_536;
const MAX_COLUMNS = 200;
const MAX_META = 1_000;
const MAX_PROJECTS = 20_000;
const MAX_BALLOTS = 5_000_000;

/**
 * Reads and checks a whole file, in one pass.
 * @returns the election, or a refusal whose `where` is `line N`: MALFORMED (not the format, a bad number), TOO_LARGE,
 *          UNSUPPORTED (a vote type or scoring function unknown here), NOT_FOUND (no such section, column, key or
 *          project), INCONSISTENT (an id twice, other numbers of projects or votes than stated)
 */
export function readPabulib(input: Uint8Array | string): Result<PabulibElection> {
  if (input.length > MAX_BYTES) return refuse('TOO_LARGE', 'file', `more than ${MAX_BYTES} bytes`);
  const text = typeof input === 'string' ? input : readUtf8(input);
  if (text === undefined) return refuse('MALFORMED', 'file', 'the file is not UTF-8 text');
  const next = openCsv(text, ';', { cellLength: MAX_CELL, cells: MAX_COLUMNS });
  if (!next.ok) return next;

  const meta = new Map<string, string>();
  const atMeta = readTitle(next.value, 'META');
  if (!atMeta.ok) return atMeta;
  const atProjects = readSection(next.value, 'META', ['key', 'value'], 'PROJECTS', MAX_META, (row, cell) => {
    const key = cell(row, 'key') ?? '';
    if (meta.has(key)) return refuse('INCONSISTENT', `line ${row.line}`, `META has "${key}" twice`);
    meta.set(key, cell(row, 'value') ?? '');
    return ok(null);
  });
  if (!atProjects.ok) return atProjects;
  const budget = readAmount(meta.get('budget') ?? '');
  if (budget === undefined) return refuse('MALFORMED', 'META budget', 'expected an amount of money');
  const rule = meta.get('rule');
  if (rule === undefined || rule === '') return refuse('NOT_FOUND', 'META rule', 'the file names no rule');

  const projects: PabulibProject[] = [];
  const indexes = new Map<string, number>();
  const projectColumns = ['project_id', 'cost'];
  const atVotes = readSection(next.value, 'PROJECTS', projectColumns, 'VOTES', MAX_PROJECTS, (row, cell) => {
    const project = readProject(row, cell);
    if (!project.ok) return project;
    if (indexes.has(project.value.id)) {
      return refuse(
        'INCONSISTENT',
        `line ${row.line}`,
        `the project "${project.value.id}" stands here twice`,
      );
    }
    indexes.set(project.value.id, projects.length);
    projects.push(project.value);
    return ok(null);
  });
  if (!atVotes.ok) return atVotes;

  const voteRules = readVoteRules(meta);
  if (!voteRules.ok) return voteRules;
  const votes = openVotes(voteRules.value, projects, indexes);
  const end = readSection(next.value, 'VOTES', votes.columns, undefined, MAX_BALLOTS, votes.read);
  if (!end.ok) return end;
  const counted = checkStatedNumbers(meta, projects.length, votes.ballots.length);
  if (!counted.ok) return counted;
  return ok({ meta, rule, budget, voteRules: voteRules.value, projects, ballots: votes.ballots });
}

function readTitle(next: CsvReader, title: string): Result<null> {
  const row = next();
  if (!row.ok) return row;
  return row.value !== undefined && isTitle(row.value, title)
    ? ok(null)
    : refuse('NOT_FOUND', `line ${row.value?.line ?? 1}`, `expected the section ${title} here`);
}

function isTitle(row: CsvRow, title: string): boolean {
  return row.cells.length === 1 && row.cells[0]?.toUpperCase() === title;
}

/** Reads a section's header and its rows up to and including the title of the following one, or the end of the file. */
function readSection(
  next: CsvReader,
  title: string,
  needed: readonly string[],
  following: string | undefined,
  maxRows: number,
  read: (row: CsvRow, cell: CellOf) => Result<null>,
): Result<null> {
  const header = next();
  if (!header.ok) return header;
  const names = header.value?.cells ?? [];
  const places = new Map(names.map((name, place) => [name, place]));
  const where = `line ${header.value?.line ?? 'after the last'}`;
  if (places.size !== names.length) {
    return refuse('INCONSISTENT', where, `a column of ${title} stands there twice`);
  }
  const missing = needed.find((name) => !places.has(name));
  if (missing !== undefined) return refuse('NOT_FOUND', where, `${title} has no column "${missing}"`);
  const cell: CellOf = (row, column) => row.cells[places.get(column) ?? -1];

  for (let rows = 0; ; rows++) {
    const row = next();
    if (!row.ok) return row;
    if (row.value === undefined) {
      return following === undefined
        ? ok(null)
        : refuse('NOT_FOUND', 'end of file', `expected the section ${following}`);
    }
    if (following !== undefined && isTitle(row.value, following)) return ok(null);
    if (row.value.cells.length !== names.length) {
      return refuse(
        'MALFORMED',
        `line ${row.value.line}`,
        `expected ${names.length} cells as in the header of ${title}, found ${row.value.cells.length}`,
      );
    }
    if (rows === maxRows)
      return refuse('TOO_LARGE', `line ${row.value.line}`, `${title} has over ${maxRows} rows`);
    const done = read(row.value, cell);
    if (!done.ok) return done;
  }
}

function readProject(row: CsvRow, cell: CellOf): Result<PabulibProject> {
  const where = `line ${row.line}`;
  const id = cell(row, 'project_id') ?? '';
  if (id === '' || id.length > MAX_ID || id.includes(',')) {
    return refuse('MALFORMED', where, `expected a project id of 1 to ${MAX_ID} characters without a comma`);
  }
  const cost = readAmount(cell(row, 'cost') ?? '');
  if (cost === undefined)
    return refuse('MALFORMED', where, `the cost of project "${id}" is no amount of money`);
  const votes = readOptional(cell(row, 'votes'), readAmount);
  const score = readOptional(cell(row, 'score'), (text) => readAmount(text, 'signed'));
  const selected = readOptional(cell(row, 'selected'), (text) =>
    /^[0-9]$/.test(text) ? Number(text) : undefined,
  );
  if (votes === undefined || score === undefined || selected === undefined) {
    return refuse(
      'MALFORMED',
      where,
      `votes, score or selected of project "${id}" is not a number as expected`,
    );
  }
  return ok({ id, name: cell(row, 'name') ?? null, cost, votes, score, selected });
}

/** null for an absent column, undefined for a cell that cannot be read. */
function readOptional<T>(
  text: string | undefined,
  read: (text: string) => T | undefined,
): T | null | undefined {
  return text === undefined ? null : read(text);
}

/** A file cut short shows here: it states how many projects and votes it holds. */
function checkStatedNumbers(
  meta: ReadonlyMap<string, string>,
  projects: number,
  ballots: number,
): Result<null> {
  for (const [key, found] of [
    ['num_projects', projects],
    ['num_votes', ballots],
  ] as const) {
    const stated = meta.get(key);
    if (stated !== undefined && stated !== String(found)) {
      return refuse(
        'INCONSISTENT',
        `META ${key}`,
        `the file states ${stated.slice(0, 20)} and holds ${found}`,
      );
    }
  }
  return ok(null);
}
