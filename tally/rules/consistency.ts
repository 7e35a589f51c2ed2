/**
 * Which members of a rule pack go together (domain reference, sections 4 to 6). Each rule is a sentence about one
 * contradiction; the reader refuses a pack with the first that applies, so no later step meets impossible rules.
 */

import { findScale } from './grades.ts';
import type { ChoiceBallot, EvaluationPack, ProjectsPack, ResolutionPack, RulePack } from './rule-pack.ts';

/** @returns a sentence on the first contradiction, or undefined when the rules agree. */
export function findContradiction(pack: RulePack): string | undefined {
  const shares = [pack.quorum, pack.kind === 'evaluation' ? pack.evaluation.majority : pack.threshold];
  if (shares.some((share) => share.num > share.den)) return 'a share of more than the whole can never be met';
  if (shares.some((share) => share.num === 0 && share.op !== 'gt')) return 'at least nothing is no condition';
  if (pack.kind === 'projects') return findInProjects(pack);
  return pack.kind === 'resolution' ? findInResolution(pack) : findInEvaluation(pack);
}

function findInProjects(pack: ProjectsPack): string | undefined {
  const { ballot, selection } = pack;
  const unmarked = ballot.method === 'approve_up_to_n' ? 'not_for' : 'abstain';
  if (ballot.unmarked !== unmarked) return `with ${ballot.method} an unmarked item is ${unmarked}`;
  if (selection.method === 'each') {
    if (ballot.method !== 'ternary_each') return 'selection each goes with ballot method ternary_each only';
    if (hasPlaces(ballot)) return 'with selection each there are no seats, no cap and no overvote';
    if (pack.revote !== undefined) return 'with selection each no tie can arise, so there is no revote';
    return pack.differential === undefined ? undefined : 'with selection each there is no differential';
  }
  if (ballot.method === 'ternary_each') return 'ballot method ternary_each goes with selection each only';
  if (pack.revote === undefined) return `selection ${selection.method} needs the rules of a revote`;
  if (selection.method === 'greedy_budget') {
    if (ballot.method !== 'approve_up_to_n') return 'selection greedy_budget goes with approve_up_to_n only';
    if (hasPlaces(ballot)) return 'under a budget there are no seats, no cap and no overvote';
    if (pack.differential !== undefined) return 'under a budget there is no differential';
    return pack.revote.cap === 'items' ? undefined : 'under a budget the cap of a revote is items';
  }
  const { seats, cap, overvote } = ballot;
  if (seats === undefined || cap === undefined || overvote === undefined) {
    return 'selection top_n needs seats, cap and overvote';
  }
  if (cap > seats) return `the cap of ${cap} approvals exceeds the ${seats} places`;
  return pack.revote.cap === 'remaining' ? undefined : 'the cap of a revote is remaining';
}

function findInResolution(pack: ResolutionPack): string | undefined {
  if (pack.ballot.method !== 'ternary_each') return 'a resolution is voted by ternary_each';
  if (pack.ballot.unmarked !== 'abstain') return 'with ternary_each an unmarked item is abstain';
  return hasPlaces(pack.ballot) ? 'a resolution has no seats, no cap and no overvote' : undefined;
}

function hasPlaces(ballot: ChoiceBallot): boolean {
  return ballot.seats !== undefined || ballot.cap !== undefined || ballot.overvote !== undefined;
}

function findInEvaluation(pack: EvaluationPack): string | undefined {
  const { grades, expressed, maxPerGrade, weights, bands } = pack.evaluation;
  if (!pack.publish.counts) return 'the counts of an evaluation are always published';
  const scale = findScale(grades);
  if (scale === undefined) return `${grades.join(', ')} are no known scale from best to worst`;
  if (expressed !== scale.grades.length) return `the scale has ${scale.grades.length} expressed grades`;
  if (pack.ballot.unmarked === 'unknown' && grades.length === expressed) {
    return 'an unmarked item can only be unknown where the scale has that grade';
  }
  if (weights.length !== expressed) return `${expressed} grades need ${expressed} weights`;
  if (weights.some((weight, i) => weight >= (weights[i - 1] ?? Number.POSITIVE_INFINITY))) {
    return 'a better grade must have the greater weight';
  }
  const floors = bands.map(([floor]) => floor);
  if (
    floors.at(-1) !== 0 ||
    floors.some((floor, i) => floor >= (floors[i - 1] ?? Number.POSITIVE_INFINITY))
  ) {
    return 'the bands must descend to 0';
  }
  if (hasRepeats(bands.map(([, band]) => band))) return 'a band is listed twice';
  const limited = (maxPerGrade ?? []).map(([grade]) => grade);
  if (hasRepeats(limited)) return 'a grade has two limits';
  return limited.every((grade) => grades.includes(grade)) ? undefined : 'a limit is on a grade not in use';
}

function hasRepeats(values: readonly string[]): boolean {
  return new Set(values).size !== values.length;
}
