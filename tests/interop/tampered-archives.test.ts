/**
 * The two verifiers on the corpus of tampered archives: whatever the peer refuses we refuse, and where we refuse what
 * belenios-tool 2.0 lets pass, the case is in this list, with the reason. Skipped where belenios-tool is not installed.
 */
import { describe, expect, test } from 'vitest';
import {
  archiveBytes,
  archiveNames,
  knownElections,
  tamperedBytes,
  tamperedCases,
} from '../support/belenios-fixtures.ts';
import { eventsOf } from '../support/election.ts';
import { hasPeer } from '../support/peer.ts';
import { peerVerdict } from '../support/peer-election.ts';

/** Refused by us, verified by belenios-tool 2.0. */
const WE_ARE_STRICTER: Readonly<Record<string, string>> = {
  'ballot-from-other-phase': 'does not enforce the order of events',
  'ballots-hidden-by-event': 'does not enforce the order of events',
  'no-endballots': 'does not enforce the order of events',
  'second-setup': 'does not enforce the order of events',
  'two-results': 'does not enforce the order of events',
  'replayed-ballot': 'takes a ballot text sent a second time for a new vote',
  'pd-twice-same-owner': 'takes the later of two decryptions by one trustee',
  'encrypted-tally-wrong': 'does not compare the published tally with the ballots',
  'total-weight-wrong': 'does not compare the published weight with the ballots',
  'cert-key-negated': 'does not test certificates for membership in the group',
  'json-duplicate-key': 'takes the last of two members of one name',
  'credential-hex': 'reads other spellings of a number',
  'weight-hex': 'reads other spellings of a number',
  'weight-leading-zero': 'reads other spellings of a number',
  'result-plus-q': 'checks a result in the exponent only, without a bound',
  'result-string': 'reads other spellings of a number',
  'result-spaces': 'reads white space and unknown members',
  'result-extra-field': 'reads white space and unknown members',
};

describe.skipIf(!hasPeer)('belenios-tool 2.0', () => {
  test('refuses nothing that we verify, and verifies what we refuse only where listed', () => {
    const verified = tamperedCases.filter(({ id }) => peerVerdict(tamperedBytes(id), uuidOf(id)).isVerified);
    const laxer = verified.filter(({ expect: verdict }) => verdict === 'reject').map(({ id }) => id);
    expect(laxer.sort()).toEqual(Object.keys(WE_ARE_STRICTER).sort());
    const accepted = tamperedCases.filter(({ expect: verdict }) => verdict !== 'reject');
    expect(accepted.filter((each) => !verified.includes(each))).toEqual([]);
  });

  test.each(archiveNames)('%s: verified unless its group is one 2.0 does not know', async (name) => {
    const bytes = archiveBytes(name);
    const { events } = await eventsOf(bytes);
    const isKnown = !events[0]?.data[0]?.includes('"group":"Ed25519"');
    expect(peerVerdict(bytes, knownElections[name]?.uuid ?? '')).toMatchObject({ isVerified: isKnown });
  });
});

/** The uuid inside an archive; the peer wants the file named by it. */
function uuidOf(id: string): string {
  return /"uuid":\s*"([1-9A-Za-z]+)"/.exec(Buffer.from(tamperedBytes(id)).toString('latin1'))?.[1] ?? '';
}
