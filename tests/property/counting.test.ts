import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countBallots, type PaperBallot } from '../../tally/count/ballots.ts';
import type { ItemOutcome } from '../../tally/count/count.ts';
import { selectGreedyBudget } from '../../tally/count/greedy-budget.ts';
import { markNames } from '../../tally/count/poll.ts';
import { checkColumns, checkMarks } from '../../tally/lifecycle/identities.ts';
import { PRESETS } from '../../tally/rules/presets.ts';
import type { RulePack } from '../../tally/rules/rule-pack.ts';
import { decision, items, poll, presetWith } from '../support/poll.ts';

const ITEMS = 6;
const counted = PRESETS.filter((pack) => pack.kind !== 'resolution');

/** Paper ballots of six items under a pack: blank, sloppy and illegible ones among them. */
function ballotsOf(pack: RulePack): fc.Arbitrary<PaperBallot[]> {
  const mark = fc.uniqueArray(fc.nat(markNames(pack).length - 1), { maxLength: 2 });
  return fc.array(
    fc.record({
      marks: fc.array(mark, { minLength: ITEMS, maxLength: ITEMS }),
      ruling: fc.constantFrom('clear' as const, 'clear' as const, 'valid' as const, 'void' as const, null),
    }),
    { maxLength: 40 },
  );
}

function rulesOf(pack: RulePack) {
  return poll({ pack, items: items(ITEMS, [5, 4, 3, 2, 1, 0]), for: [] });
}

const packAndBallots = fc
  .constantFrom(...counted)
  .chain((pack) => fc.tuple(fc.constant(pack), ballotsOf(pack), fc.infiniteStream(fc.nat())));

test('the order of ballots changes nothing', () => {
  fc.assert(
    fc.property(packAndBallots, ([pack, ballots, keys]) => {
      const keyed = ballots.map((ballot) => ({ ballot, key: Number(keys.next().value) }));
      const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ ballot }) => ballot);
      expect(countBallots(rulesOf(pack), shuffled)).toEqual(countBallots(rulesOf(pack), ballots));
    }),
  );
});

test('counts of any ballots keep the identities of a poll', () => {
  fc.assert(
    fc.property(packAndBallots, ([pack, ballots]) => {
      const whole = { ...rulesOf(pack), columns: [countBallots(rulesOf(pack), ballots)] };
      expect([...checkColumns(whole), ...checkMarks(whole)]).toEqual([]);
    }),
  );
});

test('counting batches apart and adding them up is counting them together', () => {
  fc.assert(
    fc.property(packAndBallots, fc.nat(40), ([pack, ballots], cut) => {
      const parts = [ballots.slice(0, cut), ballots.slice(cut)].map((part) =>
        countBallots(rulesOf(pack), part),
      );
      const whole = countBallots(rulesOf(pack), ballots);
      whole.items.forEach((item, i) => {
        item.marks.forEach((votes, m) => {
          expect(votes).toBe((parts[0]?.items[i]?.marks[m] ?? 0) + (parts[1]?.items[i]?.marks[m] ?? 0));
        });
      });
    }),
  );
});

const WORTH: { readonly [outcome in ItemOutcome]: number } = {
  failed: 0,
  passed_not_elected: 1,
  waiting: 2,
  tied: 3,
  elected: 4,
};

const votes = fc.array(fc.nat(189), { minLength: 3, maxLength: 12 });

test.each([
  ['places', presetWith('congress-default', { 'ballot.seats': 3, 'ballot.cap': 3, 'threshold.den': 4 })],
  ['a budget', presetWith('congress-budget', { 'selection.budgetFen': 12, 'threshold.den': 4 })],
  ['item-by-item votes', presetWith('congress-each', { 'threshold.den': 4 })],
])('with %s, one more approval never hurts the item it is for', (_what, pack) => {
  fc.assert(
    fc.property(
      votes,
      fc.array(fc.nat(8), { minLength: 12, maxLength: 12 }),
      fc.nat(),
      (approvals, costs, pick) => {
        // Few distinct values, so that ties are frequent; the cap of three approvals a ballot stays kept.
        const before = approvals.map((v) => 40 + (v % 5));
        const index = pick % before.length;
        const after = before.map((v, i) => (i === index ? v + 1 : v));
        const outcomeOf = (list: readonly number[]) =>
          decision({ pack, for: list, costs }).outcomes[index]?.outcome ?? 'failed';
        expect(WORTH[outcomeOf(after)]).toBeGreaterThanOrEqual(WORTH[outcomeOf(before)]);
      },
    ),
  );
});

test('a budget is never overspent, and a reported tie is one: two orders of it differ', () => {
  const candidates = fc.array(fc.record({ for: fc.nat(4), costFen: fc.nat(9) }), { maxLength: 8 });
  fc.assert(
    fc.property(candidates, fc.nat(30), (given, budget) => {
      const list = given.map((item, i) => ({ no: i + 1, ...item }));
      const selected = selectGreedyBudget(list, budget);
      const spent = list
        .filter(({ no }) => selected.elected.includes(no))
        .reduce((sum, item) => sum + item.costFen, 0);
      expect(BigInt(spent) + selected.leftFen).toBe(BigInt(budget));
      const inOrder = (ordered: typeof list) => {
        let left = budget;
        return ordered
          .filter(({ costFen }) => {
            if (costFen > left) return false;
            left -= costFen;
            return true;
          })
          .map(({ no }) => no)
          .sort((a, b) => a - b);
      };
      const up = inOrder([...list].sort((a, b) => b.for - a.for || a.no - b.no));
      if (selected.kind === 'decided') {
        const down = inOrder([...list].sort((a, b) => b.for - a.for || b.no - a.no));
        expect([up, down]).toEqual([selected.elected, selected.elected]);
      } else {
        const outcomes = selected.tied.map((first) =>
          inOrder(
            [...list].sort(
              (a, b) => b.for - a.for || Number(b.no === first) - Number(a.no === first) || a.no - b.no,
            ),
          ),
        );
        expect(new Set(outcomes.map(String)).size).toBeGreaterThan(1);
        for (const [i, first] of selected.tied.entries()) expect(outcomes[i]).toContain(first);
      }
    }),
    { numRuns: 500 },
  );
});
