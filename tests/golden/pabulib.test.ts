/** Real participatory-budgeting elections (Pabulib): our counts are the published ones, our outcomes those known. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type PabulibElection, readPabulib } from '../../tally/import/pabulib.ts';
import { comparePublished, decideGreedy } from '../../tally/import/published-outcome.ts';
import { countBallots, countedProjects, exitCodeOf, recount } from '../../tally/import/recount.ts';
import { recountLines } from '../../tally/import/recount-text.ts';
import { assertOk } from '../../tally/result.ts';
import { fixture, hasFixtures } from '../support/fixtures.ts';

interface Expected {
  readonly file: string;
  readonly vote_type: string;
  readonly rule: string;
  readonly budget: string;
  readonly projects: number;
  readonly ballots: number;
  readonly published_outcome: {
    readonly has_selected_column: boolean;
    readonly selected_by_code: { readonly [code: string]: readonly string[] };
    readonly selected_cost: number | null;
  };
  readonly greedy_with_skip_reproduces_published: boolean | null;
  readonly greedy_difference: { readonly only_greedy: string[]; readonly only_published: string[] } | null;
  readonly outcome_depends_on_tie_break: boolean;
}

const expectations: readonly Expected[] = hasFixtures
  ? JSON.parse(readFileSync(fixture('pabulib', 'expected-outcomes.json'), 'utf8'))
  : [];

function open(file: string): PabulibElection {
  return assertOk(readPabulib(new Uint8Array(readFileSync(fixture('pabulib', file)))));
}

test.skipIf(!hasFixtures)('every file of the set has an expected outcome, 43 in all', () => {
  const files = readdirSync(fixture('pabulib')).filter((name) => name.endsWith('.pb'));
  expect(files.sort()).toEqual(expectations.map(({ file }) => file).sort());
  expect(files).toHaveLength(43);
});

test.skipIf(!hasFixtures).each(expectations)('$file recounts to what was published', (expected) => {
  const election = open(expected.file);
  const report = recount(election);
  expect(report).toMatchObject({
    voteType: expected.vote_type,
    rule: expected.rule,
    budget: expected.budget,
    ballots: expected.ballots,
    counts: 'equal',
  });
  expect(report.projects).toHaveLength(expected.projects);
  expect(report.projects.every(({ publishedVotes }) => publishedVotes !== null)).toBe(true);
  expect(exitCodeOf(report)).toBe(0);
  const published = election.projects.filter(({ selected }) => (selected ?? 0) > 0);
  for (const [code, ids] of Object.entries(expected.published_outcome.selected_by_code)) {
    expect(published.filter(({ selected }) => selected === Number(code)).map(({ id }) => id)).toEqual(ids);
  }

  const counted = countedProjects(election, countBallots(election));
  const comparison = comparePublished(counted, election.budget);
  if (!expected.published_outcome.has_selected_column) expect(comparison).toBe(null);
  else {
    expect(comparison?.reproduces).toBe(expected.greedy_with_skip_reproduces_published);
    expect(comparison?.onlyGreedy.toSorted()).toEqual(expected.greedy_difference?.only_greedy ?? []);
    expect(comparison?.onlyPublished.toSorted()).toEqual(expected.greedy_difference?.only_published ?? []);
    expect(comparison?.publishedCost).toBe(String(expected.published_outcome.selected_cost));
  }
  const decided = decideGreedy(counted, election.budget);
  expect(decided.kind).toBe(expected.outcome_depends_on_tie_break ? 'tie' : 'decided');

  const decides = expected.rule === 'greedy';
  expect(report.outcome).toEqual(decides ? decided : null);
  expect(report.comparison).toEqual(decides ? comparison : null);
});

/** Why the published outcome differs, project by project, as far as the files tell. */
const DIFFERENCES = {
  'poland_gdynia_2020_babie-doly-small.pb': { '3': 'unstated_threshold' },
  'poland_gdynia_2020_maly-kack-large.pb': { '3': 'later_stage' },
  'poland_katowice_2021_osiedle-paderewskiego-muchowiec.pb': { 'L4/13/VIII': 'unstated_threshold' },
  'poland_lodz_2022_zdrowie-mania.pb': { P042ZM: 'unstated_threshold' },
  'poland_poznan_2023_3-piatkowo-polnoc-piatkowo.pb': { 'III.1': 'later_stage', 'III.6': 'spent_later' },
  'poland_warszawa_2018_niskie-okecie.pb': { '308': 'tie_order', '615': 'tie_order', '302': 'tie_order' },
  'poland_warszawa_2020_rembertow.pb': { '1509': 'tie_order', '2072': 'tie_order', '2146': 'tie_order' },
  'poland_wroclaw_2017_rejon-nr-11-750.pb': { '425': 'unexplained', '150': 'unexplained' },
} as const;

test.skipIf(!hasFixtures)('each difference from a published outcome is given its reason', () => {
  const found = expectations
    .map(({ file }) => [file, recount(open(file)).comparison?.differences ?? []] as const)
    .filter(([, differences]) => differences.length > 0)
    .map(([file, all]) => [file, Object.fromEntries(all.map(({ project, reason }) => [project, reason]))]);
  expect(Object.fromEntries(found)).toEqual(DIFFERENCES);
});

test.skipIf(!hasFixtures)(
  'a file with another rule is recounted, and the text says that nothing was decided',
  () => {
    const lines = recountLines(recount(open('poland_wieliczka_2023.pb')));
    expect(lines).toContain(
      'Outcome: the rule equalshares/add1 is not applied here; only "greedy" decides. Recounted only.',
    );
  },
);
