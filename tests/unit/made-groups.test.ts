/** Which checks a verification says it has made, of archives that lack something. */
import { expect, test } from 'vitest';
import { madeGroups } from '../../tally/verify/summary.ts';
import type { RecordVerdict } from '../../tally/verify/verify-record.ts';

const made = (types: readonly string[], more: object = {}, findings: readonly object[] = []) =>
  [
    ...madeGroups({
      findings,
      view: { events: types.map((type) => ({ type })), trustees: [], ...more },
    } as unknown as RecordVerdict),
  ].sort();

test('without a set-up only the chain of events was checked', () => {
  expect(made(['Ballot'])).toEqual(['05']);
});

test('of a set-up that could not be read nothing but what was found is claimed', () => {
  expect(made(['Setup', 'Ballot'], {}, [{ check: '07.1' }])).toEqual(['05', '07']);
  expect(made(['Setup'], { election: {} }, [{ check: '08.1' }])).toEqual(['05', '07', '08']);
});

test('whether enough have decrypted is known at the result alone', () => {
  const whole = { election: {}, trustees: [{}] };
  const types = ['Setup', 'Ballot', 'EndBallots', 'EncryptedTally', 'PartialDecryption'];
  expect(made(types, whole)).not.toContain('16');
  expect(made([...types, 'Result'], whole)).toEqual(expect.arrayContaining(['16', '17']));
});
