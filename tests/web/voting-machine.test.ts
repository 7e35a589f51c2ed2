/** The steps of the voting page: what leads where, and that choices are held nowhere but in the ballot and its review. */
import { describe, expect, test } from 'vitest';
import { withSeats } from '../../tally/rules/presets.ts';
import {
  type Booth,
  depthOf,
  isUnsent,
  nextState,
  START,
  type VotingEvent,
  type VotingState,
} from '../../web/vote/machine.ts';
import type { CardLogin, CastReceipt, PollForCard } from '../../web/vote/server.ts';
import type { SealedBallot } from '../../web/voting/ballot-maker.ts';
import { items, preset } from '../support/poll.ts';

const pack = preset('congress-default');
if (pack.kind !== 'projects') throw new Error('a projects pack');

const POLL: PollForCard = {
  id: 'poll',
  subjectZh: '票决',
  subjectEn: 'Ballot',
  kind: 'projects',
  state: 'open',
  isRecorded: false,
  credential: 'credential',
  cast: null,
  usable: true,
};
const LOGIN: CardLogin = {
  meeting: { id: 'meeting', titleZh: '会议', titleEn: 'Meeting', organ: { nameZh: '', nameEn: '' } },
  serial: 'A-0001',
  polls: [POLL],
};
const BOOTH: Booth = {
  poll: POLL,
  paper: {
    poll: 'poll',
    sheet: { pack: withSeats(pack, 2), items: items(3), round: { kind: 'first' } },
    subject: { uuid: 'poll', year: 2026, subjectZh: '票决', subjectEn: 'Ballot' },
    meeting: { titleZh: '会议', titleEn: 'Meeting', number: 1 },
    fingerprint: 'fingerprint',
  },
  descriptions: {},
};
const SEALED: SealedBallot = {
  poll: 'poll',
  credential: 'credential',
  ballot: 'ciphertext',
  caps: [],
  tracker: 'tracker',
  code: 'CODE',
};
const RECEIPT: CastReceipt = { receipt: '{}', code: 'CODE', tracker: 'tracker', position: 1 };

function stateAfter(...events: readonly VotingEvent[]): VotingState {
  return events.reduce(nextState, START);
}

const ENTERED = { kind: 'entered', login: LOGIN, hasCard: true } as const;
const OPENED: readonly VotingEvent[] = [
  ENTERED,
  { kind: 'opening', poll: POLL },
  { kind: 'opened', booth: BOOTH },
];
const MARKED: readonly VotingEvent[] = [
  ...OPENED,
  { kind: 'marked', item: 0, mark: 0 },
  { kind: 'marked', item: 2, mark: 1 },
];
const REVIEWED: readonly VotingEvent[] = [
  ...MARKED,
  { kind: 'reviewing' },
  { kind: 'sealed', sealed: SEALED },
];
const CASTING: readonly VotingEvent[] = [...REVIEWED, { kind: 'casting', poll: POLL, code: 'CODE' }];

describe('the way of a ballot', () => {
  test('from the card to the receipt', () => {
    expect(START.place.at).toBe('entering');
    expect(stateAfter(ENTERED).place.at).toBe('polls');
    expect(stateAfter(...OPENED).place.at).toBe('marking');
    expect(stateAfter(...REVIEWED).place).toMatchObject({ at: 'review', sealed: SEALED });
    expect(stateAfter(...CASTING).place).toEqual({ at: 'casting', poll: POLL, code: 'CODE', trouble: null });
    const cast = stateAfter(...CASTING, { kind: 'cast', receipt: RECEIPT, poll: POLL, how: 'now' });
    expect(cast.place.at).toBe('receipt');
    expect(cast.login?.polls[0]?.cast).toEqual({ seq: 1, tracker: 'tracker', code: 'CODE' });
  });

  test('undo takes back one mark at a time, and clearing can be undone', () => {
    const undone = stateAfter(...MARKED, { kind: 'undone' });
    expect(undone.place).toMatchObject({ at: 'marking', marks: [0, null, null] });
    const cleared = stateAfter(...MARKED, { kind: 'cleared' });
    expect(cleared.place).toMatchObject({ marks: [null, null, null] });
    expect(nextState(cleared, { kind: 'undone' }).place).toMatchObject({ marks: [0, null, 1] });
    expect(stateAfter(...OPENED, { kind: 'undone' }).place).toMatchObject({ marks: [null, null, null] });
  });

  test('back from the review keeps the marks, back from the ballot gives them up', () => {
    const back = stateAfter(...REVIEWED, { kind: 'backed' });
    expect(back.place).toMatchObject({ at: 'marking', marks: [0, null, 1] });
    expect(nextState(back, { kind: 'backed' }).place).toEqual({ at: 'polls', problem: null });
  });

  test('a second tap on "cast" changes nothing, and a ballot on its way cannot be left', () => {
    const casting = stateAfter(...CASTING);
    expect(nextState(casting, { kind: 'casting', poll: POLL, code: 'OTHER' })).toBe(casting);
    expect(nextState(casting, { kind: 'backed' })).toBe(casting);
    expect(nextState(casting, { kind: 'testing' })).toBe(casting);
    expect(isUnsent(casting.place)).toBe(true);
  });

  test('an encryption that is finished after the voter went back is not shown', () => {
    const back = stateAfter(...MARKED, { kind: 'reviewing' }, { kind: 'backed' });
    expect(nextState(back, { kind: 'sealed', sealed: SEALED })).toBe(back);
  });

  test('a ballot that comes after the voter went elsewhere is not opened', () => {
    const left = stateAfter(ENTERED, { kind: 'opening', poll: POLL }, { kind: 'backed' });
    expect(nextState(left, { kind: 'opened', booth: BOOTH })).toBe(left);
  });

  test('neither cast nor test is possible before the code is on screen', () => {
    const unsealed = stateAfter(...MARKED, { kind: 'reviewing' });
    expect(nextState(unsealed, { kind: 'testing' })).toBe(unsealed);
  });

  test('after a test the ballot starts blank', () => {
    const tested = stateAfter(...REVIEWED, { kind: 'testing' }, { kind: 'tested', challenge: '{}' });
    expect(tested.place.at).toBe('tested');
    const again = [
      { kind: 'opening', poll: POLL },
      { kind: 'opened', booth: BOOTH },
    ] as const;
    expect(again.reduce<VotingState>(nextState, tested).place).toMatchObject({
      at: 'marking',
      marks: [null, null, null],
      past: [],
    });
  });
});

describe('R19: choices', () => {
  test('R19: are in no state but the ballot and its review', () => {
    const states = [
      stateAfter(...CASTING),
      stateAfter(...CASTING, { kind: 'delayed', trouble: { code: 'OFFLINE', tries: 3, place: null } }),
      stateAfter(...CASTING, { kind: 'cast', receipt: RECEIPT, poll: POLL, how: 'now' }),
      stateAfter(...CASTING, { kind: 'refused', code: 'NOT_OPEN', poll: POLL }),
      stateAfter(...MARKED, { kind: 'backed' }),
      stateAfter(...REVIEWED, { kind: 'forgotten' }),
      stateAfter(...REVIEWED, { kind: 'notEntered', problem: 'UNAUTHENTICATED' }),
    ];
    for (const { place } of states) {
      expect(Object.keys(place)).not.toContain('marks');
      expect(JSON.stringify(place)).not.toMatch(/marks|past|choices/);
    }
  });

  test('forgetting takes login and card with it', () => {
    expect(stateAfter(...REVIEWED, { kind: 'forgotten' })).toEqual({
      place: { at: 'card', problem: null },
      login: null,
      hasCard: false,
    });
  });
});

test('the browser’s back steps through ballot and review', () => {
  expect(
    [stateAfter(ENTERED), stateAfter(...OPENED), stateAfter(...REVIEWED), stateAfter(...CASTING)].map(
      ({ place }) => depthOf(place),
    ),
  ).toEqual([0, 1, 2, 2]);
});

test('leaving is questioned only while something would be lost', () => {
  expect(
    [stateAfter(ENTERED), stateAfter(...OPENED), stateAfter(...MARKED), stateAfter(...REVIEWED)].map(
      ({ place }) => isUnsent(place),
    ),
  ).toEqual([false, false, true, true]);
});
