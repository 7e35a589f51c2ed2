/**
 * The votes of a Pabulib file: which limits META sets (`min_length`, `max_sum_points` …) and what each row says.
 * `approval` lists projects, `ordinal` lists them best first, `cumulative` and `scoring` give points in the same order.
 * A ballot beyond the stated limits is kept and marked, because the published counts hold it too.
 */
import { ok, type Result, refuse } from '../result.ts';
import { readAmount } from './amount.ts';
import type { CellOf, CsvRow } from './csv.ts';

/** Longest id of a project or a voter, in UTF-16 units. */
export const MAX_ID = 200;

export type VoteType = 'approval' | 'ordinal' | 'cumulative' | 'scoring';

/** What META says about one ballot; an absent limit is null. Points are integers of 10^-12. */
export interface VoteRules {
  readonly voteType: VoteType;
  readonly minLength: number | null;
  /** Ordinal ballots: the first place is worth `maxLength` points (all projects when absent), each later one less. */
  readonly maxLength: number | null;
  readonly minPoints: bigint | null;
  readonly maxPoints: bigint | null;
  readonly minSumPoints: bigint | null;
  readonly maxSumPoints: bigint | null;
  readonly minSumCost: bigint | null;
  readonly maxSumCost: bigint | null;
  /** Scoring: points of a project the ballot does not name. */
  readonly defaultScore: bigint;
}

/** One row. `choices` are indexes into the projects, in the ballot's order, each once; `points` stands beside them. */
export interface Ballot {
  readonly line: number;
  readonly voterId: string;
  readonly choices: readonly number[];
  /** Cumulative and scoring ballots only: as many as choices, integers of 10^-12. */
  readonly points?: readonly bigint[];
  /** Keeps the limits META states. */
  readonly isWithinLimits: boolean;
}

const VOTE_TYPES: { readonly [written: string]: VoteType } = {
  approval: 'approval',
  'choose-1': 'approval',
  ordinal: 'ordinal',
  cumulative: 'cumulative',
  scoring: 'scoring',
};

export function readVoteRules(meta: ReadonlyMap<string, string>): Result<VoteRules> {
  const written = meta.get('vote_type') ?? '';
  const voteType = Object.hasOwn(VOTE_TYPES, written) ? VOTE_TYPES[written] : undefined;
  if (voteType === undefined) {
    return refuse('UNSUPPORTED', 'META vote_type', 'expected approval, ordinal, cumulative or scoring');
  }
  const scoring = meta.get('scoring_fn');
  if (scoring !== undefined && scoring.toLowerCase() !== 'borda') {
    return refuse('UNSUPPORTED', 'META scoring_fn', 'only Borda points are implemented');
  }
  const unreadable: string[] = [];
  const limit = <T>(key: string, read: (text: string) => T | undefined): T | null => {
    const text = meta.get(key);
    if (text === undefined) return null;
    const value = read(text);
    if (value === undefined) unreadable.push(key);
    return value ?? null;
  };
  const length = (text: string) => (/^[0-9]{1,6}$/.test(text) ? Number(text) : undefined);
  const points = (text: string) => readAmount(text, 'signed');
  const rules: VoteRules = {
    voteType,
    minLength: limit('min_length', length),
    maxLength: written === 'choose-1' ? 1 : limit('max_length', length),
    minPoints: limit('min_points', points),
    maxPoints: limit('max_points', points),
    minSumPoints: limit('min_sum_points', points),
    maxSumPoints: limit('max_sum_points', points),
    minSumCost: limit('min_sum_cost', readAmount),
    maxSumCost: limit('max_sum_cost', readAmount),
    defaultScore: limit('default_score', points) ?? 0n,
  };
  const bad = unreadable[0];
  return bad === undefined ? ok(rules) : refuse('MALFORMED', `META ${bad}`, 'expected a number');
}

/**
 * Collects ballots row by row.
 * @param projects in the order of the file
 * @param indexes  project id -> its index
 * @returns the columns needed, the row reader (NOT_FOUND for an unknown project; INCONSISTENT for a project or a voter
 *          twice, or points that are not one a choice), and the list it fills
 */
export function openVotes(
  rules: VoteRules,
  projects: readonly { readonly cost: bigint }[],
  indexes: ReadonlyMap<string, number>,
) {
  const ballots: Ballot[] = [];
  const voters = new Set<string>();
  const hasPoints = rules.voteType === 'cumulative' || rules.voteType === 'scoring';

  function read(row: CsvRow, cell: CellOf): Result<null> {
    const where = `line ${row.line}`;
    const voterId = cell(row, 'voter_id') ?? '';
    if (voterId === '' || voterId.length > MAX_ID) {
      return refuse('MALFORMED', where, `expected a voter id of 1 to ${MAX_ID} characters`);
    }
    if (voters.has(voterId)) return refuse('INCONSISTENT', where, `the voter "${voterId}" has voted before`);
    voters.add(voterId);
    const choices = readChoices(cell(row, 'vote') ?? '', indexes, where);
    if (!choices.ok) return choices;
    const points = hasPoints
      ? readPoints(cell(row, 'points') ?? '', choices.value.length, where)
      : ok(undefined);
    if (!points.ok) return points;
    const cost = sumOf(choices.value.map((choice) => projects[choice]?.cost ?? 0n));
    const isWithinLimits = keepsLimits(rules, choices.value.length, cost, points.value);
    const ballot = { line: row.line, voterId, choices: choices.value, isWithinLimits };
    ballots.push(points.value === undefined ? ballot : { ...ballot, points: points.value });
    return ok(null);
  }

  return { columns: hasPoints ? ['voter_id', 'vote', 'points'] : ['voter_id', 'vote'], read, ballots };
}

function readChoices(
  text: string,
  indexes: ReadonlyMap<string, number>,
  where: string,
): Result<readonly number[]> {
  const choices: number[] = [];
  if (text === '') return ok(choices);
  const seen = new Set<number>();
  for (const part of text.split(',')) {
    const id = part.trim();
    const index = indexes.get(id);
    if (index === undefined)
      return refuse('NOT_FOUND', where, `a vote for the unknown project "${id.slice(0, 40)}"`);
    if (seen.has(index)) return refuse('INCONSISTENT', where, `a vote names the project "${id}" twice`);
    seen.add(index);
    choices.push(index);
  }
  return ok(choices);
}

function readPoints(text: string, choices: number, where: string): Result<readonly bigint[]> {
  const parts = text === '' ? [] : text.split(',');
  if (parts.length !== choices) {
    return refuse(
      'INCONSISTENT',
      where,
      `a vote names ${choices} projects and gives ${parts.length} times points`,
    );
  }
  const points: bigint[] = [];
  for (const part of parts) {
    const value = readAmount(part.trim(), 'signed');
    if (value === undefined)
      return refuse('MALFORMED', where, `"${part.slice(0, 40)}" is no number of points`);
    points.push(value);
  }
  return ok(points);
}

function keepsLimits(
  rules: VoteRules,
  length: number,
  cost: bigint,
  points: readonly bigint[] | undefined,
): boolean {
  const isBetween = (value: bigint, min: bigint | null, max: bigint | null) =>
    value >= (min ?? value) && value <= (max ?? value);
  return (
    length >= (rules.minLength ?? 0) &&
    length <= (rules.maxLength ?? length) &&
    isBetween(cost, rules.minSumCost, rules.maxSumCost) &&
    (points === undefined ||
      (points.every((value) => isBetween(value, rules.minPoints, rules.maxPoints)) &&
        isBetween(sumOf(points), rules.minSumPoints, rules.maxSumPoints)))
  );
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
