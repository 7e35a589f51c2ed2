/** R29: a ballot opened for a test shows whether the device had encrypted the marks, and a device that cheats is caught. */
import { pbkdf2Sync } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { encryptBallot } from '../../../tally/belenios/encrypt-ballot.ts';
import { checkChallenge, readChallenge, writeChallenge } from '../../../tally/record/challenge.ts';
import { choicesOf } from '../../../tally/record/questions.ts';
import { assertOk } from '../../../tally/result.ts';
import { createBallotMaker } from '../../../web/voting/ballot-maker.ts';
import { checkTest } from '../../../web/voting/check-test.ts';
import { type BoothSession, boothSession } from '../../support/booth-session.ts';
import { preset } from '../../support/poll.ts';
import { seededRandom } from '../../support/random.ts';

const [FOR, AGAINST, ABSTAIN] = [0, 1, 2];
const MARKS = [FOR, AGAINST, ABSTAIN];
let session: BoothSession;

beforeAll(() => {
  session = boothSession(preset('congress-each'), 3);
});

/** The challenge of a device that encrypts `encrypted` and claims `claimed`. */
function challengeOf(encrypted: readonly number[], claimed: readonly number[], seed: string): string {
  const secret = session.cards[0]?.secret ?? 0n;
  const made = assertOk(
    encryptBallot(session.open, choicesOf(session.sheet, encrypted), secret, seededRandom(seed)),
  );
  return writeChallenge(session.poll, session.texts, made, choicesOf(session.sheet, claimed));
}

function findingsOf(text: string) {
  return assertOk(checkChallenge(session.group, assertOk(readChallenge(text, 'challenge')))).findings;
}

describe('R29: a tested ballot', () => {
  test('R29: an honest device passes, and the marks are shown in words', async () => {
    const maker = createBallotMaker({
      group: () => session.group,
      random: seededRandom('honest'),
      stretch: async (password, salt, iterations) => pbkdf2Sync(password, salt, iterations, 32, 'sha256'),
    });
    assertOk(await maker.login(session.cardTexts[0] ?? '', 'meeting'));
    assertOk(maker.open(session.poll, session.texts, {}, session.cards[0]?.publicKey ?? ''));
    const { tracker, code } = assertOk(maker.prepare(session.poll, MARKS));
    const checked = assertOk(checkTest(assertOk(maker.challenge())));
    expect(checked).toMatchObject({ tracker, code, findings: [], poll: session.poll });
    expect(checked.marks.map(({ no, markZh }) => [no, markZh])).toEqual([
      [1, '赞成'],
      [2, '反对'],
      [3, '弃权'],
    ]);
  });

  test('R29: the challenge can be asked for once, and not after another ballot was prepared', async () => {
    const maker = createBallotMaker({
      group: () => session.group,
      random: seededRandom('once'),
      stretch: async (password, salt, iterations) => pbkdf2Sync(password, salt, iterations, 32, 'sha256'),
    });
    assertOk(await maker.login(session.cardTexts[0] ?? '', 'meeting'));
    assertOk(maker.open(session.poll, session.texts, {}, session.cards[0]?.publicKey ?? ''));
    const first = assertOk(maker.prepare(session.poll, MARKS));
    const second = assertOk(maker.prepare(session.poll, MARKS));
    expect(JSON.parse(assertOk(maker.challenge())).tracker).toBe(second.tracker);
    expect(first.tracker).not.toBe(second.tracker);
    expect(maker.challenge()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });

  test('R29: the challenge says nothing of the card’s secret, nor of the randomness of the signature', () => {
    const text = challengeOf(MARKS, MARKS, 'secret');
    const secret = session.cards[0]?.secret ?? 0n;
    expect(text).not.toContain(secret.toString());
    expect(text).not.toContain(secret.toString(16));
    expect(text).not.toContain(session.cardTexts[0]);
    expect(JSON.parse(text).randomness.flat()).toHaveLength(9);
  });

  test('R29: a device that encrypted other marks than it shows is caught', () => {
    const findings = findingsOf(challengeOf([AGAINST, AGAINST, ABSTAIN], MARKS, 'cheat'));
    expect(findings.map(({ where }) => where)).toEqual(['answers[0].choices[0]', 'answers[0].choices[1]']);
  });

  test.each([
    ['another tracker', 'tracker'],
    ['another exponent', 'randomness'],
    ['another ballot', 'ballot'],
  ] as const)('R29: a challenge with %s is caught', (_what, member) => {
    const honest = JSON.parse(challengeOf(MARKS, MARKS, 'honest'));
    const other = JSON.parse(challengeOf(MARKS, MARKS, 'other'));
    const text = JSON.stringify({ ...honest, [member]: other[member] });
    expect(findingsOf(text).length).toBeGreaterThan(0);
  });

  test('R29: of devices that change one ballot in twenty, 60 tests catch at least 95 of 100', () => {
    // Five ballots are really encrypted and tested; the verdict of each kind then stands for the simulated ones.
    const caught = ['a', 'b', 'c'].map((seed) =>
      findingsOf(challengeOf([ABSTAIN, AGAINST, FOR], MARKS, seed)),
    );
    const passed = ['d', 'e'].map((seed) => findingsOf(challengeOf(MARKS, MARKS, seed)));
    expect(caught.every((findings) => findings.length > 0)).toBe(true);
    expect(passed.every((findings) => findings.length === 0)).toBe(true);
    const random = seededRandom('twenty');
    const cheats = () => (random(1)[0] ?? 0) < 0.05 * 256;
    const runs = 4000;
    let found = 0;
    for (let run = 0; run < runs; run++) {
      if (Array.from({ length: 60 }, cheats).includes(true)) found += 1;
    }
    // The exact chance is 1 - 0.95^60 = 95.4 %; 0.4 points are one standard deviation here.
    expect(1 - 0.95 ** 60).toBeGreaterThanOrEqual(0.95);
    expect(found / runs).toBeGreaterThan(0.95);
  });
});
