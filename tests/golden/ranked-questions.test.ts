/** Ranked questions of elections made by belenios-tool 2.0 and 3.0: their ballots, and what their shuffles hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readArchive } from '../../tally/belenios/archive/read-archive.ts';
import { type Ballot, readBallot } from '../../tally/belenios/ballot.ts';
import { checkBallot } from '../../tally/belenios/check-ballot.ts';
import { openElection, readElection } from '../../tally/belenios/election.ts';
import type { RankedAnswer } from '../../tally/belenios/ranked-answer.ts';
import { reduce } from '../../tally/belenios/scalar.ts';
import { readShuffle } from '../../tally/belenios/shuffle.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { fixture, hasFixtures } from '../support/fixtures.ts';

function open(folder: string) {
  const text = (...path: string[]) => readFileSync(fixture('belenios', folder, ...path), 'utf8').trimEnd();
  const election = assertOk(readElection(text('setup', 'election.json')));
  const group = assertOk(openGroup(election.groupName));
  return { text, group, opened: assertOk(openElection(election, group)) };
}

async function ballotTexts(folder: string): Promise<string[]> {
  const archive = readdirSync(fixture('belenios', folder)).find((name) => name.endsWith('.bel')) ?? '';
  const texts: string[] = [];
  for await (const { event, data } of readArchive(
    bytesSource(new Uint8Array(readFileSync(fixture('belenios', folder, archive)))),
  )) {
    if (event.type === 'Ballot') texts.push(data[0]?.text ?? '');
  }
  return texts;
}

describe.skipIf(!hasFixtures).each([
  ['nh-shuffle', 6],
  ['v3-ed25519-nh', 5],
] as const)('%s', (folder, count) => {
  test('its ballots are valid', async () => {
    const { opened } = open(folder);
    const texts = await ballotTexts(folder);
    expect(texts).toHaveLength(count);
    const findings = texts.flatMap((text) =>
      checkBallot(opened, assertOk(readBallot(text, opened, 'ballot')), 'ballot'),
    );
    expect(findings).toEqual([]);
  });

  test('a ranked answer under another proof, ciphertext or credential is refused', async () => {
    const { opened, group } = open(folder);
    const [first, second] = (await ballotTexts(folder)).map((text) =>
      assertOk(readBallot(text, opened, 'ballot')),
    );
    if (first === undefined || second === undefined) throw new Error('there are several ballots');
    const [answer, other] = [first, second].map((ballot) => ballot.answers[1] as RankedAnswer);
    if (answer === undefined || other === undefined)
      throw new Error('both ballots answer the ranked question');
    const foundIn = (changed: RankedAnswer, credential = first.credential) => {
      const ballot: Ballot = { ...first, credential, answers: first.answers.with(1, changed) };
      return checkBallot(opened, ballot, 'ballot').map(({ code, where }) => `${code} ${where}`);
    };
    const { proof, choices } = answer;
    const beta = group.multiply(choices.beta, group.generator);
    const response = reduce(group, proof.response + 1n);
    const badProof = 'BAD_PROOF ballot.answers[1].proof';
    expect(foundIn(answer)).toEqual([]);
    expect(foundIn({ ...answer, proof: { ...proof, response } })).toEqual([badProof]);
    expect(foundIn({ ...answer, choices: { ...choices, beta } })).toEqual([badProof]);
    expect(foundIn({ ...answer, proof: other.proof })).toEqual([badProof]);
    expect(foundIn(answer, second.credential)).toContain(badProof);
  });

  test('the last shuffle, opened with the trustees’ keys, holds the published rankings in its order', () => {
    const { text, group } = open(folder);
    const keys = [1, 2].map((trustee) => BigInt(JSON.parse(text('setup', `trustee-${trustee}.privkey`))));
    const secret = reduce(
      group,
      keys.reduce((sum, key) => sum + key, 0n),
    );
    const shuffle = assertOk(readShuffle(group, text('tally', 'shuffle-2.json'), 'shuffle'));
    const { result } = JSON.parse(text('tally', 'result.json'));
    const rankings = shuffle.ciphertexts[0]?.map(({ alpha, beta }) => {
      const opened = group.multiply(beta, group.invert(group.power(alpha, secret)));
      const ranking = group.embedding?.decode(opened, result[1][0].length);
      // Encoding takes the smallest number that works, so it gives the same element again.
      expect(group.text(group.embedding?.encode(ranking ?? []) ?? group.identity)).toBe(group.text(opened));
      return ranking;
    });
    expect(rankings).toEqual(result[1]);
  });
});
