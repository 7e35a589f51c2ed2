/**
 * Where ballots are checked: on threads (checker-pool.ts, Node) or here, one after another (Workers, tests). The costly part
 * of casting, apart from everything that reads or writes the box.
 */
import type { Result } from '#tally';
import {
  type BallotRuleTexts,
  type CheckedBallot,
  checkGiven,
  type GivenBallot,
  type OpenRules,
  openRules,
  sumBallots,
} from './check-given.ts';
import { createRecent } from './recent.ts';

export interface Checkers {
  /** How many checks it can usefully be given at once. */
  readonly concurrency: number;
  check(rules: BallotRuleTexts, given: GivenBallot): Promise<Result<CheckedBallot>>;
  /** Text of the encrypted tally of some checked ballots. */
  sum(rules: BallotRuleTexts, ballots: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** Elections a thread keeps open, with their tables of powers. */
export const OPEN_ELECTIONS = 8;

export function createLocalCheckers(): Checkers {
  const opened = createRecent<OpenRules>(OPEN_ELECTIONS);
  const open = (rules: BallotRuleTexts) => opened.get(rules.key, () => openRules(rules));
  return {
    concurrency: 1,
    check: async (rules, given) => checkGiven(open(rules), given),
    sum: async (rules, ballots) => sumBallots(open(rules), ballots),
    close: async () => {},
  };
}
