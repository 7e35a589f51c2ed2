/** Checks 14–17: published tally, shuffles, partial decryptions and result of an archive, in the order of its events. */
import type { DataMember } from '../belenios/archive/read-archive.ts';
import { checkResult } from '../belenios/check-result.ts';
import {
  checkDecryption,
  type Owned,
  type PartialDecryption,
  readDecryption,
  readOwned,
} from '../belenios/decryption.ts';
import { type ElectionResult, openTally, readResult } from '../belenios/result.ts';
import { checkShuffle, rankedColumns, readShuffle, withShuffled } from '../belenios/shuffle.ts';
import {
  type EncryptedTally,
  readEncryptedTally,
  readSizedTally,
  writeEncryptedTally,
} from '../belenios/tally.ts';
import { listMembers } from '../belenios/trustee.ts';
import type { CheckId } from './checks.ts';
import { errorFinding, type Finding } from './finding.ts';
import type { Setup } from './verify-setup.ts';

/** What the ballots add up to, recomputed. */
export interface RecomputedTally {
  readonly tally: EncryptedTally;
  readonly numTallied: number;
  readonly totalWeight: bigint;
}

/** Takes the events after EndBallots one by one. */
export interface TallyVerifier {
  encryptedTally(data: readonly DataMember[]): readonly Finding[];
  shuffle(data: readonly DataMember[]): readonly Finding[];
  decryption(data: readonly DataMember[]): readonly Finding[];
  result(data: readonly DataMember[]): readonly Finding[];
  /** Trustee numbers whose decryption was read, in order of the archive. */
  readonly decryptedBy: readonly number[];
  /** The published result, if it could be read. */
  readonly published: ElectionResult | undefined;
}

export function createTallyVerifier({ open, trustees }: Setup, recomputed: RecomputedTally): TallyVerifier {
  const { group, election } = open;
  const { questions, fingerprint } = election;
  const members = listMembers(trustees);
  const decryptions = new Map<number, PartialDecryption>();
  const shufflers = new Set<number>();
  // What is decrypted: the recomputed tally, its ranked columns replaced by those of the last shuffle.
  let tally = recomputed.tally;
  let published: ElectionResult | undefined;

  /** Reads "owner made payload" and requires a known owner, seen for the first time, and the right payload. */
  function readOwner(
    check: CheckId,
    [content, owned]: readonly DataMember[],
    isNew: (owner: number) => boolean,
  ): { owner: Owned['owner'] | undefined; content: DataMember | undefined; findings: Finding[] } {
    const where = owned?.hash ?? 'event';
    const read = readOwned(owned?.text ?? '', where);
    if (!read.ok) return { owner: undefined, content, findings: [errorFinding(check, read.error)] };
    const { owner, payload } = read.value;
    const findings: Finding[] = [];
    const complain = (message: string) => findings.push(errorFinding(check, { where, message }));
    if (payload !== content?.hash) complain('the payload is not the data member before it');
    if (!members.some((member) => member.owner === owner)) {
      complain(`trustee ${owner} is not one of the ${members.length} trustees`);
      return { owner: undefined, content, findings };
    }
    if (!isNew(owner)) complain(`trustee ${owner} occurs twice`);
    return { owner, content, findings };
  }

  return {
    encryptedTally([content, sized]) {
      const where = content?.hash ?? 'event';
      const findings: Finding[] = [];
      const read = readEncryptedTally(group, content?.text ?? '', where);
      if (!read.ok) findings.push(errorFinding('14.1', read.error));
      else if (writeEncryptedTally(group, recomputed.tally) !== content?.text) {
        const message = 'the published encrypted tally is not the product of the counted ballots';
        findings.push(errorFinding('14.2', { where, message }));
      }
      const sizes = readSizedTally(sized?.text ?? '', sized?.hash ?? where);
      if (!sizes.ok) return [...findings, errorFinding('14.1', sizes.error)];
      const { numTallied, totalWeight, encryptedTally } = sizes.value;
      const place = sized?.hash ?? where;
      const expect = (what: string, expected: bigint | number | string, found: bigint | number | string) => {
        if (expected === found) return;
        findings.push(
          errorFinding('14.3', { where: place, message: `${what}: expected ${expected}, found ${found}` }),
        );
      };
      expect('number of counted ballots', recomputed.numTallied, numTallied);
      expect('total weight', recomputed.totalWeight, totalWeight);
      expect('hash of the encrypted tally', content?.hash ?? '', encryptedTally);
      return findings;
    },

    shuffle(data) {
      const { owner, content, findings } = readOwner('15.1', data, (one) => !shufflers.has(one));
      if (owner !== undefined) shufflers.add(owner);
      const where = content?.hash ?? 'event';
      const read = readShuffle(group, content?.text ?? '', where);
      if (!read.ok) return [...findings, errorFinding('15.1', read.error)];
      const refusals = checkShuffle(open, rankedColumns(questions, tally), read.value, where);
      if (!refusals.some(({ code }) => code === 'MALFORMED')) {
        tally = withShuffled(questions, tally, read.value.ciphertexts);
      }
      return [...findings, ...refusals.map((refusal) => errorFinding('15.2', refusal))];
    },

    decryption(data) {
      const { owner, content, findings } = readOwner('16.1', data, (one) => !decryptions.has(one));
      const where = content?.hash ?? 'event';
      const read = readDecryption(group, content?.text ?? '', where);
      if (!read.ok) return [...findings, errorFinding('16.2', read.error)];
      const member = members.find((one) => one.owner === owner);
      if (owner === undefined || member === undefined) return findings;
      if (!decryptions.has(owner)) decryptions.set(owner, read.value);
      const refusals = checkDecryption(group, fingerprint, tally, member.key.publicKey, read.value, where);
      return [...findings, ...refusals.map((refusal) => errorFinding('16.2', refusal))];
    },

    result([content]) {
      const where = content?.hash ?? 'event';
      const opened = openTally(group, trustees, tally, decryptions);
      const read = readResult(questions, content?.text ?? '', where);
      const findings = [
        ...(opened.ok ? [] : [errorFinding('16.3', opened.error)]),
        ...(read.ok ? [] : [errorFinding('17.1', read.error)]),
      ];
      if (read.ok) published = read.value;
      if (!opened.ok || !read.ok) return findings;
      const refusals = checkResult(group, questions, opened.value, recomputed.totalWeight, read.value, where);
      return refusals.map((refusal) => errorFinding('17.2', refusal));
    },

    get decryptedBy() {
      return [...decryptions.keys()];
    },
    get published() {
      return published;
    },
  };
}
