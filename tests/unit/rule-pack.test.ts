import { expect, test } from 'vitest';
import { assertOk } from '../../tally/result.ts';
import { findPreset, PRESETS } from '../../tally/rules/presets.ts';
import { readRulePack, readRulePackText, rulePackHash, writeRulePack } from '../../tally/rules/rule-pack.ts';

/** The preset as plain JSON with some members replaced (undefined = left out), path "a.b" reaching inwards. */
function altered(id: string, changes: { readonly [path: string]: unknown }): unknown {
  const pack = JSON.parse(JSON.stringify(findPreset(id)));
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const target = keys.reduce((inner, key) => inner[key], pack);
    if (value === undefined) delete target[last];
    else target[last] = value;
  }
  return pack;
}

test('every preset of the domain reference is shipped and states a quorum of its own', () => {
  expect(PRESETS.map((pack) => `${pack.id} ${pack.quorum.op} ${pack.quorum.num}/${pack.quorum.den}`)).toEqual(
    [
      'congress-default gte 2/3',
      'congress-tick gte 2/3',
      'congress-each gte 2/3',
      'township-default gte 2/3',
      'standing-committee gt 1/2',
      'street-strict gt 2/3',
      'congress-budget gte 2/3',
      'resolution-default gte 2/3',
      'resolution-committee gt 1/2',
      'eval-members-majority-congress gte 2/3',
      'eval-marks-strict-congress gte 2/3',
      'eval-members-majority-committee gt 1/2',
      'eval-marks-strict-committee gt 1/2',
      'eval-members-majority-street gt 2/3',
      'eval-marks-strict-street gt 2/3',
    ],
  );
});

test('the sealed text of a preset reads back to the same rules and hash', () => {
  for (const pack of PRESETS) {
    const text = writeRulePack(pack);
    const read = assertOk(readRulePackText(text));
    expect(read).toEqual(pack);
    expect(rulePackHash(read)).toBe(rulePackHash(pack));
  }
  expect(new Set(PRESETS.map(rulePackHash)).size).toBe(PRESETS.length);
});

test('another spelling of the same rules is not the sealed text', () => {
  const pretty = JSON.stringify(findPreset('congress-default'), null, 2);
  expect(readRulePackText(pretty)).toMatchObject({ ok: false, error: { code: 'NON_CANONICAL' } });
  const doubled = writeRulePack(assertOk(readRulePack(findPreset('congress-default')))).replace(
    '"version":1',
    '"version":1,"version":1',
  );
  expect(readRulePackText(doubled)).toMatchObject({ ok: false, error: { code: 'NON_CANONICAL' } });
});

test.each([
  ['an unknown member', { 'ballot.secret': true }, 'rule-pack.ballot.secret'],
  ['a missing member', { quorum: undefined }, 'rule-pack.quorum'],
  ['a kind that is none', { kind: 'election' }, 'rule-pack.kind'],
  ['proxies', { 'ballot.proxy': true }, 'rule-pack.ballot.proxy'],
  ['a share in decimals', { 'threshold.num': 0.5 }, 'rule-pack.threshold.num'],
  ['a quorum of the seats by law', { 'quorum.base': 'seats' }, 'rule-pack.quorum.base'],
  ['a tie broken by lot', { 'selection.tie': 'lot' }, 'rule-pack.selection.tie'],
  ['an order by fewer against', { 'selection.order': ['for', 'against'] }, 'rule-pack.selection.order'],
  ['a title with a hidden direction mark', { titleZh: '办法\u202e' }, 'rule-pack.titleZh'],
])('a pack with %s is refused at its place', (_what, changes, where) => {
  const read = readRulePack(altered('congress-default', changes));
  expect(read.ok ? 'read' : read.error.where).toBe(where);
});

test.each([
  ['congress-default', { 'ballot.cap': 11 }, 'exceeds the 10 places'],
  ['congress-default', { 'ballot.seats': undefined }, 'needs seats'],
  ['congress-default', { 'ballot.unmarked': 'not_for' }, 'unmarked item is abstain'],
  ['congress-default', { 'threshold.num': 3 }, 'more than the whole'],
  ['congress-default', { 'threshold.num': 0, 'threshold.op': 'gte' }, 'at least nothing'],
  ['congress-default', { selection: { method: 'each' } }, 'ternary_each only'],
  ['congress-default', { revote: undefined }, 'needs the rules of a revote'],
  ['congress-default', { 'revote.cap': 'items' }, 'remaining'],
  ['congress-each', { 'ballot.seats': 5 }, 'no seats'],
  ['congress-each', { revote: { needThreshold: false, cap: 'remaining' } }, 'no revote'],
  ['congress-budget', { 'ballot.cap': 5 }, 'under a budget there are no seats'],
  [
    'congress-budget',
    { 'ballot.method': 'ternary_capped', 'ballot.unmarked': 'abstain' },
    'approve_up_to_n only',
  ],
  ['congress-budget', { 'revote.cap': 'remaining' }, 'items'],
  ['resolution-default', { 'ballot.method': 'approve_up_to_n' }, 'ternary_each'],
  [
    'eval-members-majority-congress',
    { 'evaluation.grades': ['basic', 'satisfied', 'dissatisfied'] },
    'scale',
  ],
  [
    'eval-members-majority-congress',
    { 'evaluation.grades': ['satisfied', 'basic', 'dissatisfied'] },
    'unknown',
  ],
  ['eval-members-majority-congress', { 'evaluation.weights': [100, 60, 80] }, 'greater weight'],
  ['eval-members-majority-congress', { 'evaluation.weights': [100, 80, 60, 40] }, '3 weights'],
  [
    'eval-members-majority-congress',
    {
      'evaluation.bands': [
        [90, 'excellent'],
        [60, 'fair'],
      ],
    },
    'descend to 0',
  ],
  ['eval-members-majority-congress', { 'evaluation.maxPerGrade': [['poor', 3]] }, 'not in use'],
])('%s with %o contradicts itself', (id, changes, sentence) => {
  const read = readRulePack(altered(id, changes));
  expect(read).toMatchObject({ ok: false, error: { code: 'INCONSISTENT' } });
  expect(read.ok ? '' : read.error.message).toContain(sentence);
});
