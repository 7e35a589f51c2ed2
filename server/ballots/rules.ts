/**
 * Decisions about a ballot session that need no database: which rule pack a draft asks for, whether items fit it, what to
 * warn of, what a tie or a shortfall leaves for a further vote, whether a column of paper ballots is possible.
 */
import {
  type Column,
  canonicalJson,
  checkColumns,
  checkItems,
  checkMarks,
  findPreset,
  type Item,
  ok,
  type PaperBatch,
  type Poll,
  placesOf,
  type Result,
  type Round,
  type RulePack,
  readRulePackText,
  refuse,
  type Sheet,
  type TallyReport,
  withBudget,
  withSeats,
} from '#tally';
import { findConfusable } from './confusable.ts';
import type { Descriptions, DraftInput, Warning } from './shapes.ts';

/** What a draft comes to, before anything is stored. */
export interface Draft {
  readonly pack: RulePack;
  readonly items: readonly Item[];
  readonly descriptions: Descriptions;
  readonly warnings: readonly Warning[];
}

/** The rule pack a draft asks for: a preset with places, budget and secrecy set, or a text read strictly. */
export function packOf(rules: DraftInput['rules']): Result<RulePack> {
  if ('text' in rules) return readRulePackText(rules.text, 'rules.text');
  const preset = findPreset(rules.preset);
  if (preset === undefined) return refuse('NOT_FOUND', 'rules.preset', 'no preset has this name');
  const isTopN = preset.kind === 'projects' && preset.selection.method === 'top_n';
  const isBudget = preset.kind === 'projects' && preset.selection.method === 'greedy_budget';
  if (rules.seats !== undefined && !isTopN) {
    return refuse('INCONSISTENT', 'rules.seats', 'these rules know no places to fill');
  }
  if (rules.budgetFen !== undefined && !isBudget) {
    return refuse('INCONSISTENT', 'rules.budgetFen', 'these rules know no budget');
  }
  let pack: RulePack = preset;
  if (pack.kind === 'projects' && rules.seats !== undefined) pack = withSeats(pack, rules.seats);
  if (pack.kind === 'projects' && rules.budgetFen !== undefined) pack = withBudget(pack, rules.budgetFen);
  return ok(rules.secrecy === undefined ? pack : { ...pack, secrecy: rules.secrecy });
}

/** A draft as it would be stored. Refuses items that do not fit the rules, or that a voter could take for each other. */
export function checkDraft(given: DraftInput, round: Round = { kind: 'first' }): Result<Draft> {
  const pack = packOf(given.rules);
  if (!pack.ok) return pack;
  const items = given.items.map(({ description: _, supportUnits, ...item }, at): Item => {
    const { titleZh, titleEn, leadUnit, costFen, projectNo } = item;
    return {
      no: at + 1,
      titleZh,
      titleEn,
      leadUnit,
      ...(supportUnits.length > 0 ? { supportUnits } : {}),
      ...(costFen === undefined ? {} : { costFen }),
      ...(projectNo === undefined ? {} : { projectNo }),
    };
  });
  const alike = findAlike(items);
  if (!alike.ok) return alike;
  const flaw = checkItems({ pack: pack.value, items, round })[0];
  if (flaw !== undefined) return { ok: false, error: flaw };
  const limits = checkLimits(given, pack.value);
  if (!limits.ok) return limits;
  const { planned } = given;
  if (planned !== null && planned.opensAt >= planned.closesAt) {
    return refuse('INCONSISTENT', 'planned', 'it would close before it opens');
  }
  const descriptions = Object.fromEntries(
    given.items.flatMap(({ description }, at) =>
      Object.keys(description).length > 0 ? [[String(at + 1), description] as const] : [],
    ),
  );
  return ok({ pack: pack.value, items, descriptions, warnings: warningsOf(pack.value, items, round) });
}

function findAlike(items: readonly Item[]): Result<null> {
  for (const [language, titles] of [
    ['titleZh', items.map(({ titleZh }) => titleZh)],
    ['titleEn', items.map(({ titleEn }) => titleEn)],
  ] as const) {
    const [pair] = findConfusable(titles);
    if (pair !== undefined) {
      const [first, second] = pair;
      return refuse(
        'INCONSISTENT',
        `items.${second}.${language}`,
        `items ${first + 1} and ${second + 1} can be taken for each other`,
      );
    }
  }
  return ok(null);
}

function checkLimits({ limits, items }: DraftInput, pack: RulePack): Result<null> {
  if (limits === null) return ok(null);
  const isOpen = pack.kind === 'projects' && pack.selection.method === 'greedy_budget';
  if (!isOpen) return refuse('INCONSISTENT', 'limits', 'the rules themselves say how many may be approved');
  return limits.min > limits.max || limits.max > items.length
    ? refuse('INCONSISTENT', 'limits', 'expected min ≤ max ≤ number of items')
    : ok(null);
}

/** What a clerk should know before sealing; none of it stops anything. */
export function warningsOf(pack: RulePack, items: readonly Item[], round: Round): readonly Warning[] {
  if (pack.kind !== 'projects' || round.kind !== 'first') return [];
  const seats = placesOf({ pack, items, round });
  const { differential, selection } = pack;
  const isLow =
    differential !== undefined &&
    seats !== null &&
    (items.length - seats) * differential.den < seats * differential.num;
  const cost = items.reduce((sum, { costFen }) => sum + BigInt(costFen ?? 0), 0n);
  const isCovered = selection.method === 'greedy_budget' && cost <= BigInt(selection.budgetFen);
  return [
    ...(isLow ? (['DIFFERENTIAL_LOW'] as const) : []),
    ...(isCovered ? (['BUDGET_COVERS_ALL'] as const) : []),
  ];
}

/** What the descriptions are bound by at sealing: their text, which the list of the voting page's files names by its hash. */
export function descriptionsText(descriptions: Descriptions): string {
  return canonicalJson(descriptions);
}

/** The round and items of a further vote that a counted report calls for. */
export function childOf(
  report: TallyReport,
  kind: 'revote' | 'second_round',
): Result<{ readonly round: Round; readonly numbers: readonly number[] }> {
  const { result, subject } = report;
  const parentUuid = subject.uuid;
  if (kind === 'revote') {
    const tie = result?.kind === 'decision' ? result.tie : null;
    if (tie === null) return refuse('INCONSISTENT', 'report', 'there is no tie to vote on again');
    const round: Round =
      tie.places === null
        ? { kind: 'revote_budget', parentUuid, leftFen: tie.leftFen ?? 0 }
        : { kind: 'revote', parentUuid, places: tie.places };
    return ok({ round, numbers: tie.tied });
  }
  const shortfall = result?.kind === 'decision' ? result.shortfall : null;
  if (shortfall === null || shortfall.handling !== 'second_round') {
    return refuse('INCONSISTENT', 'report', 'the rules ask for no second round');
  }
  if (shortfall.candidates.length === 0) {
    return refuse('INCONSISTENT', 'report', 'nobody is left who could stand in a second round');
  }
  return ok({
    round: { kind: 'second_round', parentUuid, places: shortfall.places },
    numbers: [...shortfall.candidates].sort((a, b) => a - b),
  });
}

/** Refuses a column of paper ballots that cannot come from ballots of this sheet. */
export function checkPaperColumn({ pack, items, round }: Sheet, column: Column): Result<null> {
  const most = column.returned;
  const poll: Poll = {
    pack,
    items,
    round,
    attendance: { inOffice: most, present: most, issued: most },
    columns: [column],
    revotes: [],
  };
  const flaw = [...checkColumns(poll), ...checkMarks(poll)][0];
  return flaw === undefined ? ok(null) : { ok: false, error: flaw };
}

/** Whether the chief scrutineer must rule on a batch: its keyings differ, or ballots of it are doubtful. */
export function needsRuling(first: Column, second: Column): boolean {
  return canonicalJson(first) !== canonicalJson(second) || first.pending > 0;
}

/** The first batch that cannot be counted yet, as a refusal; ok when all can. */
export function checkBatches(
  batches: readonly (Omit<PaperBatch, 'second'> & { readonly second: PaperBatch['second'] | null })[],
): Result<readonly PaperBatch[]> {
  const whole: PaperBatch[] = [];
  for (const batch of batches) {
    const where = `paper.batches.${batch.batch}`;
    if (batch.second === null) {
      return refuse('ADJUDICATION_PENDING', where, `batch ${batch.batch} has been keyed only once`);
    }
    if (batch.resolution === null && needsRuling(batch.first.column, batch.second.column)) {
      return refuse(
        'ADJUDICATION_PENDING',
        where,
        `batch ${batch.batch} waits for the ruling of the chief scrutineer`,
      );
    }
    whole.push({ ...batch, second: batch.second });
  }
  return ok(whole);
}
