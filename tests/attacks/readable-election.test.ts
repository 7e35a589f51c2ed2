/**
 * Trustees whose secrets add up to zero give the identity as election key: every proof verifies and the count is right,
 * but beta is g^choice for everyone to read. Somebody else's election is not refuted for it; the verifier warns (09.3).
 */
import { expect, test } from 'vitest';
import { electionKeyOf, writeTrustees } from '../../tally/belenios/trustee.ts';
import { trusteeKeyOf } from '../../tally/belenios/trustee-key.ts';
import { archiveOf, setUpElection, setupEvent, verify } from '../support/election.ts';

test('an election key that hides nothing is pointed out', async () => {
  const honest = setUpElection();
  const { open, random } = honest;
  const { group } = open;
  const trustees = [5n, group.order - 5n].map((secret) => ({
    kind: 'Single' as const,
    key: trusteeKeyOf(group, secret, random),
  }));
  const key = group.text(electionKeyOf(group, trustees));
  expect(key).toBe('1');
  const election = honest.texts.election.replace(open.election.publicKey, key);
  const texts = { ...honest.texts, election, trustees: writeTrustees(group, trustees) };
  const { findings } = await verify(archiveOf([setupEvent({ ...honest, texts })]));
  expect(findings.map(({ check, severity }) => `${severity} ${check}`)).toEqual(['warning 09.3']);
});
