/**
 * Polls for tests, in few words: `poll({ pack: 'congress-default', for: [184, …] })`. Counts given as approvals only are
 * filled up with abstentions to the valid ballots.
 */

import { type Counted, countPoll, type Decision, decide, type Stopped } from '../../tally/count/count.ts';
import type { Attendance, Column, Item, Poll } from '../../tally/count/poll.ts';
import { markNames } from '../../tally/count/poll.ts';
import { assertOk } from '../../tally/result.ts';
import { findPreset } from '../../tally/rules/presets.ts';
import { type RulePack, readRulePack } from '../../tally/rules/rule-pack.ts';

export function preset(id: string): RulePack {
  const pack = findPreset(id);
  if (pack === undefined) throw new Error(`no preset ${id}`);
  return pack;
}

/** A preset with members replaced at paths like "threshold.base", read again so that it is a legal pack. */
export function presetWith(id: string, changes: { readonly [path: string]: unknown }): RulePack {
  const value = JSON.parse(JSON.stringify(preset(id)));
  for (const [path, member] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    keys.reduce((inner, key) => inner[key], value)[last] = member;
  }
  return assertOk(readRulePack(value));
}

export function items(count: number, costs: readonly number[] = []): readonly Item[] {
  return Array.from({ length: count }, (_, i) => {
    const costFen = costs[i];
    const item = { no: i + 1, titleZh: `项目${i + 1}`, titleEn: `Project ${i + 1}`, leadUnit: '区住建局' };
    return costFen === undefined ? item : { ...item, costFen };
  });
}

/** The base case of the domain reference: 200 in office, 192 present, 192 issued, 190 returned, none void. */
export const BASE: Attendance = { inOffice: 200, present: 192, issued: 192 };

type Given = Partial<Omit<Poll, 'pack'>> & {
  readonly pack: string | RulePack;
  /** Approvals of items 1, 2, …; one column of `returned` valid ballots is made of them. */
  readonly for?: readonly number[];
  /** Marks of items 1, 2, …, in place of `for`. */
  readonly marks?: readonly (readonly number[])[];
  readonly returned?: number;
  readonly costs?: readonly number[];
};

export function poll(given: Given): Poll {
  const pack = typeof given.pack === 'string' ? preset(given.pack) : given.pack;
  const returned = given.returned ?? 190;
  const width = markNames(pack).length;
  const marks =
    given.marks ?? (given.for ?? []).map((votes) => (width === 1 ? [votes] : [votes, 0, returned - votes]));
  const list = given.items ?? items(marks.length, given.costs);
  const column: Column = {
    source: 'electronic',
    returned,
    voids: [],
    pending: 0,
    items: list.map(({ no }, i) => ({ no, marks: marks[i] ?? [], itemVoid: 0 })),
  };
  return {
    pack,
    items: list,
    round: given.round ?? { kind: 'first' },
    attendance: given.attendance ?? BASE,
    columns: given.columns ?? [column],
    revotes: given.revotes ?? [],
  };
}

export function count(given: Given): Stopped | Counted {
  return assertOk(countPoll(poll(given)));
}

export function decision(given: Given): Decision {
  const counted = count(given);
  if (counted.code !== 'COUNTED') throw new Error(`stopped: ${counted.code}`);
  return assertOk(decide(poll(given), counted));
}
