/** What a voter's device sends is a ballot the box accepts, for exactly the marks made; what it is sent is checked first. */
import { pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { acceptBallot } from '../../../tally/belenios/check-ballot.ts';
import { checkCaps } from '../../../tally/caps/cap-proof.ts';
import { capProofsJson, readCapProofs } from '../../../tally/caps/caps-file.ts';
import { sha256Hex } from '../../../tally/encoding/hash.ts';
import { capsOf, type Marks } from '../../../tally/record/questions.ts';
import { assertOk } from '../../../tally/result.ts';
import { withSeats } from '../../../tally/rules/presets.ts';
import { createBallotMaker } from '../../../web/voting/ballot-maker.ts';
import { castBody } from '../../../web/voting/cast-body.ts';
import { type BoothSession, boothSession } from '../../support/booth-session.ts';
import { preset } from '../../support/poll.ts';
import { seededRandom } from '../../support/random.ts';

const MEETING = '6d0f3a52-65d1-4c7e-9f0a-2c1f9e3b7a10';
const [FOR, AGAINST, ABSTAIN] = [0, 1, 2];

function capped(projects: number, seats: number): BoothSession {
  const pack = preset('congress-default');
  if (pack.kind !== 'projects') throw new Error('a projects pack');
  return boothSession(withSeats(pack, seats), projects);
}

function makerFor(session: BoothSession, seed = 'device') {
  return createBallotMaker({
    group: () => session.group,
    random: seededRandom(seed),
    stretch: async (password, salt, iterations) => pbkdf2Sync(password, salt, iterations, 32, 'sha256'),
  });
}

/** A device on which the first card was scanned and the session opened. */
async function openedMaker(session: BoothSession, seed?: string) {
  const maker = makerFor(session, seed);
  assertOk(await maker.login(session.cardTexts[0] ?? '', MEETING));
  assertOk(maker.open(session.poll, session.texts, {}, session.cards[0]?.publicKey ?? ''));
  return maker;
}

describe('a ballot prepared on the device', () => {
  test.each([
    ['congress-default', [FOR, AGAINST, ABSTAIN, FOR]],
    ['congress-tick', [true, false, true, false]],
    ['congress-each', [FOR, FOR, FOR, AGAINST]],
    ['eval-marks-strict-congress', [0, 1, 2, 0]],
  ] as const)('is accepted by the box under the rules %s, caps included', async (id, marks) => {
    const session = id === 'congress-default' ? capped(4, 2) : boothSession(preset(id), 4);
    const maker = await openedMaker(session);
    const sealed = assertOk(maker.prepare(session.poll, marks));
    const ballot = assertOk(acceptBallot(session.open, sealed.ballot));
    const rules = capsOf(session.sheet);
    const caps = rules.length === 0 ? [] : assertOk(readCapProofs(session.group, sealed.caps, 'caps'));
    expect(checkCaps(session.open, rules, ballot, caps, 'caps')).toEqual([]);
    expect(capProofsJson(caps)).toEqual(sealed.caps);
    expect(sealed.tracker).toBe(sha256Hex(sealed.ballot));
    expect(session.group.text(ballot.credential)).toBe(session.cards[0]?.publicKey);
  });

  test('is another one every time, so that two devices of one card never share a tracker (R27)', async () => {
    const session = capped(4, 2);
    const maker = await openedMaker(session);
    const marks = [FOR, FOR, ABSTAIN, AGAINST];
    const trackers = [1, 2, 3].map(() => assertOk(maker.prepare(session.poll, marks)).tracker);
    expect(new Set(trackers).size).toBe(3);
  });

  test('cannot be prepared with more approvals than the cap allows', async () => {
    const session = capped(4, 2);
    const maker = await openedMaker(session);
    expect(maker.prepare(session.poll, [FOR, FOR, FOR, AGAINST])).toMatchObject({
      ok: false,
      error: { code: 'INCONSISTENT' },
    });
  });

  test('the login key is that of requirement R8, whatever way the card was typed', async () => {
    const session = capped(4, 2);
    const [card = ''] = session.cardTexts;
    const key = assertOk(await makerFor(session).login(` ${card.replaceAll('-', ' ')} `, MEETING));
    const expected = pbkdf2Sync(card, `minyi-login|${MEETING}`, 100_000, 32, 'sha256');
    expect(key).toBe(expected.toString('base64url'));
  });
});

describe('R13: what leaves the device', () => {
  test('R13: has one and the same length for every choice, 50 ballots each', async () => {
    const session = capped(2, 1);
    const maker = await openedMaker(session);
    const all = [0, 1, 2].flatMap((a) => [0, 1, 2].map((b) => [a, b]));
    const choices = all.filter((marks) => marks.filter((mark) => mark === FOR).length <= 1);
    expect(choices).toHaveLength(8);
    const lengths = new Map<string, Set<number>>();
    for (const marks of choices) {
      const own = new Set<number>();
      for (let i = 0; i < 50; i++) {
        const { ballot, caps } = assertOk(maker.prepare(session.poll, marks));
        own.add(Buffer.byteLength(castBody(ballot, caps)));
      }
      lengths.set(String(marks), own);
    }
    expect(new Set([...lengths.values()].flatMap((own) => [...own])).size).toBe(1);
  });

  test('R13: is still the JSON it was before the blanks', async () => {
    const session = capped(3, 2);
    const maker = await openedMaker(session);
    const { ballot, caps } = assertOk(maker.prepare(session.poll, [FOR, AGAINST, ABSTAIN]));
    expect(JSON.parse(castBody(ballot, caps))).toEqual({ ballot, caps });
  });
});

describe('sealed texts that do not belong together are refused before anything is shown', () => {
  const session = capped(4, 2);
  const other = boothSession(preset('congress-each'), 4);
  const replace = (name: 'setup' | 'rulePack' | 'form' | 'election', from: string, to: string) => {
    const text = session.texts[name];
    expect(text).toContain(from);
    return { ...session.texts, [name]: text.replace(from, to) };
  };
  const cases = [
    ['the rule pack is another one', { ...session.texts, rulePack: other.texts.rulePack }],
    ['the form is another one', { ...session.texts, form: other.texts.form }],
    ['the election is of another session', { ...session.texts, election: other.texts.election }],
    ['an item of the set-up has another title', replace('setup', '项目2', '项目3')],
    ['a question of the election has another title', replace('election', '1. 项目1', '1. 项目9')],
    [
      'the election offers its answers in another order',
      replace('election', '"赞成","反对"', '"反对","赞成"'),
    ],
  ] as const;
  test.each(cases)('%s', async (_what, texts) => {
    const maker = makerFor(session);
    assertOk(await maker.login(session.cardTexts[0] ?? '', MEETING));
    const opened = maker.open(session.poll, texts, {}, session.cards[0]?.publicKey ?? '');
    expect(opened).toMatchObject({ ok: false, error: { code: 'INCONSISTENT' } });
  });

  test('a description was not sealed with the session', async () => {
    const maker = makerFor(session);
    assertOk(await maker.login(session.cardTexts[0] ?? '', MEETING));
    const shown = { '1': { textZh: '只有这一项值得赞成。' } };
    const opened = maker.open(session.poll, session.texts, shown, session.cards[0]?.publicKey ?? '');
    expect(opened).toMatchObject({ ok: false, error: { code: 'INCONSISTENT', where: 'descriptions.json' } });
  });

  test('the server names the credential of another card', async () => {
    const maker = makerFor(session);
    assertOk(await maker.login(session.cardTexts[0] ?? '', MEETING));
    const opened = maker.open(session.poll, session.texts, {}, session.cards[1]?.publicKey ?? '');
    expect(opened).toMatchObject({ ok: false, error: { code: 'INCONSISTENT', where: 'credential' } });
  });

  test('no session can be opened before a card was read', () => {
    const opened = makerFor(session).open(session.poll, session.texts, {}, session.cards[0]?.publicKey ?? '');
    expect(opened).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });
});

test('marks of every kind reach the ballot as they were made', async () => {
  const session = capped(4, 2);
  const maker = await openedMaker(session);
  const marks: Marks = [FOR, AGAINST, ABSTAIN, FOR];
  assertOk(maker.prepare(session.poll, marks));
  const challenge = JSON.parse(assertOk(maker.challenge()));
  expect(challenge.choices).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ]);
});
