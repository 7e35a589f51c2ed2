/** Rules in plain words: every preset says what it does, and the figures of its example are those of the counting code. */
import { describe, expect, test } from 'vitest';
import { explainRules } from '../../tally/rules/explain.ts';
import { findPreset, PRESETS, withBudget, withSeats } from '../../tally/rules/presets.ts';
import type { ProjectsPack, RulePack } from '../../tally/rules/rule-pack.ts';

const congress = { organKind: 'congress', inOffice: 200, present: 192 } as const;
const street = { organKind: 'street_assembly', inOffice: 60, present: 56 } as const;

function preset(id: string): RulePack {
  const pack = findPreset(id);
  if (pack === undefined) throw new Error(`no preset ${id}`);
  return pack;
}
const projects = (id: string) => preset(id) as ProjectsPack;

function zh(pack: RulePack, body: Parameters<typeof explainRules>[1] = congress) {
  const { sentences, example } = explainRules(pack, body);
  return [...sentences, ...example].map((sentence) => sentence.zh).join('\n');
}

describe.each(PRESETS.map((pack) => [pack.id, pack] as const))('%s', (_id, pack) => {
  const body = pack.id.includes('street') ? street : congress;
  const { sentences, example } = explainRules(pack, body);

  test('says in both languages what its quorum, ballot, threshold and publication are', () => {
    const topics = sentences.map(({ topic }) => topic);
    for (const topic of ['quorum', 'secrecy', 'ballot', 'paper', 'validity', 'threshold', 'publication']) {
      expect(topics).toContain(topic);
    }
    for (const sentence of [...sentences, ...example]) {
      expect(sentence.zh).toMatch(/\p{Script=Han}.*。$/su);
      expect(sentence.en).toMatch(/^[\p{Lu}\d].*\.$/su);
      expect(sentence.en).not.toMatch(/\p{Script=Han}/u);
      expect(`${sentence.zh}${sentence.en}`).not.toMatch(/undefined|NaN|null/);
    }
  });

  test('shows itself at work', () => {
    expect(example.length).toBeGreaterThan(1);
  });
});

test('of 200 members 192 are present: the quorum is 134 and it takes 101', () => {
  const text = zh(preset('congress-default'));
  expect(text).toContain('法定人数134名，已达到');
  expect(text).toContain('赞成票须有101张');
  expect(text).toContain('101张通过，100张不通过');
});

test('the example of a tie is a real tie, decided by a re-vote between the two', () => {
  const text = zh(withSeats(projects('congress-default'), 3));
  expect(text).toContain('应确定3项');
  expect(text).toContain('若第3、4项同为105票，只剩1个名额');
  expect(text).toContain('再次投票114比76，第3项确定');
});

test('one place and one approval leave no room for a tie above half, and none is claimed', () => {
  expect(zh(withSeats(projects('congress-default'), 1))).not.toContain('同为');
});

test('a street assembly of 60 needs 41 for a quorum, decides by those present, and recommends', () => {
  const text = zh(preset('street-strict'), street);
  expect(text).toContain('法定人数41名');
  expect(text).toContain('赞成票须有29张');
  expect(text).toContain('推荐');
  expect(text).not.toContain('公告');
});

test('a budget: what does not fit is skipped, and a later item that fits is taken', () => {
  const text = zh(withBudget(projects('congress-budget'), 1_000_000_000));
  expect(text).toContain('资金1000万元');
  expect(text).toContain('确定第1、3项');
  expect(text).toContain('余100万元');
});

test('an evaluation: half of 190 is not more than half of 200', () => {
  const text = zh(preset('eval-members-majority-congress'));
  expect(text).toContain('过线须101');
  expect(text).toContain('满意95');
  expect(text).toContain('定为“基本满意”');
});

test('without a quorum the example says so and goes no further', () => {
  const { example } = explainRules(preset('congress-default'), { ...congress, present: 133 });
  expect(example).toHaveLength(1);
  expect(example[0]?.zh).toContain('没有达到');
});

test('a recorded vote says that votes are published', () => {
  expect(zh({ ...preset('resolution-default'), secrecy: 'recorded' })).toContain('记名');
});
