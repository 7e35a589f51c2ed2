/**
 * The rule packs shipped with the project (domain reference, section 4), one JSON file a preset under presets/. A clerk
 * starts from one, sets places or budget, and seals the result; places of rules that differ more are a pack of their own.
 */

import { assertOk } from '../result.ts';
import congressBudget from './presets/congress-budget.json' with { type: 'json' };
import congressDefault from './presets/congress-default.json' with { type: 'json' };
import congressEach from './presets/congress-each.json' with { type: 'json' };
import congressTick from './presets/congress-tick.json' with { type: 'json' };
import evalMarksStrictCommittee from './presets/eval-marks-strict-committee.json' with { type: 'json' };
import evalMarksStrictCongress from './presets/eval-marks-strict-congress.json' with { type: 'json' };
import evalMarksStrictStreet from './presets/eval-marks-strict-street.json' with { type: 'json' };
import evalMembersMajorityCommittee from './presets/eval-members-majority-committee.json' with {
  type: 'json',
};
import evalMembersMajorityCongress from './presets/eval-members-majority-congress.json' with { type: 'json' };
import evalMembersMajorityStreet from './presets/eval-members-majority-street.json' with { type: 'json' };
import resolutionCommittee from './presets/resolution-committee.json' with { type: 'json' };
import resolutionDefault from './presets/resolution-default.json' with { type: 'json' };
import standingCommittee from './presets/standing-committee.json' with { type: 'json' };
import streetStrict from './presets/street-strict.json' with { type: 'json' };
import townshipDefault from './presets/township-default.json' with { type: 'json' };
import { type ProjectsPack, type RulePack, readRulePack } from './rule-pack.ts';

/** Every preset, in the order of the domain reference; evaluations take the quorum of their body. */
export const PRESETS: readonly RulePack[] = [
  congressDefault,
  congressTick,
  congressEach,
  townshipDefault,
  standingCommittee,
  streetStrict,
  congressBudget,
  resolutionDefault,
  resolutionCommittee,
  evalMembersMajorityCongress,
  evalMarksStrictCongress,
  evalMembersMajorityCommittee,
  evalMarksStrictCommittee,
  evalMembersMajorityStreet,
  evalMarksStrictStreet,
].map((value) => assertOk(readRulePack(value)));

export function findPreset(id: string): RulePack | undefined {
  return PRESETS.find((pack) => pack.id === id);
}

/** The pack with other places to fill, each ballot approving at most as many; the pack must select `top_n`. */
export function withSeats(pack: ProjectsPack, seats: number): ProjectsPack {
  return { ...pack, ballot: { ...pack.ballot, seats, cap: seats } };
}

/** The pack with another budget, in fen; a pack that does not select under a budget is returned as it is. */
export function withBudget(pack: ProjectsPack, budgetFen: number): ProjectsPack {
  const { selection } = pack;
  return selection.method === 'greedy_budget' ? { ...pack, selection: { ...selection, budgetFen } } : pack;
}
