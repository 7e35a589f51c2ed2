import { expect, test } from 'vitest';
import { createBelenios2048 } from '../../tally/groups/belenios-2048.ts';
import { assertOk } from '../../tally/result.ts';

const group = createBelenios2048();

test('powers of prepared, shared and single bases agree', () => {
  const exponents = [0n, 1n, 2n, 15n, 16n, 12345678901234567890n, group.order - 1n];
  const base = group.power(group.generator, 987654321n);
  const shared = group.productsOfPowers(
    [base],
    exponents.map((exponent) => [[0, exponent] as const]),
  );
  exponents.forEach((exponent, i) => {
    const single = group.power(base, exponent);
    const fixed = group.power(group.generator, (987654321n * exponent) % group.order);
    expect(group.text(single)).toBe(group.text(fixed));
    expect(group.text(shared[i] ?? group.identity)).toBe(group.text(fixed));
  });
});

test('an element outside the prime-order group is no member', () => {
  const minusOne = (
    20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049081167099310535867780980030790491654063777173764198678527273474476341835600035698305193144284561701911000786737307333564123971732897913240474578834468260652327974647951137672658693582180046317922073668860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201320481118852408731077014151666200162313177169372189248078507711827842317498073276598828825169183103125680162072880719n -
    1n
  ).toString();
  const negated = group.multiply(assertOk(group.read(minusOne, 'x')), group.generator);
  expect(group.isMember(group.generator)).toBe(true);
  expect(group.isMember(group.identity)).toBe(true);
  expect(group.isMember(negated)).toBe(false);
  expect(group.read('0', 'x')).toMatchObject({ error: { code: 'NOT_IN_GROUP' } });
});
