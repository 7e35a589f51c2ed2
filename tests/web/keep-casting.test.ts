/** Casting through a bad network: always the same ballot, until the server has the last word. */
import { describe, expect, test } from 'vitest';
import { Failure } from '../../web/api/client.ts';
import type { FailureCode } from '../../web/text/errors.ts';
import { keepCasting, pauseMs, type Trouble } from '../../web/vote/keep-casting.ts';
import type { CastReceipt } from '../../web/vote/server.ts';

const OWN: CastReceipt = { receipt: '{}', code: 'A', tracker: 'own', position: 1 };
const OTHER: CastReceipt = { ...OWN, tracker: 'other' };

type Reply = CastReceipt | FailureCode | Failure;

/** A server that gives these replies in turn, and what was asked of it. */
function play(replies: { cast: readonly Reply[]; receipt?: readonly Reply[] }) {
  const asked: string[] = [];
  const troubles: Trouble[] = [];
  const pauses: number[] = [];
  const left = { cast: [...replies.cast], receipt: [...(replies.receipt ?? [])] };
  const reply = (which: 'cast' | 'receipt') => async (): Promise<CastReceipt> => {
    asked.push(which);
    const next = left[which].shift();
    if (next === undefined) throw new Error(`nothing more to ${which}`);
    if (next instanceof Failure) throw next;
    if (typeof next === 'string') throw new Failure(next);
    return next;
  };
  const outcome = keepCasting({
    tracker: 'own',
    cast: reply('cast'),
    receipt: reply('receipt'),
    pause: async (ms) => {
      pauses.push(ms);
    },
    onTrouble: (trouble) => troubles.push(trouble),
    isStopped: () => left.cast.length + left.receipt.length === 0 && asked.length > 20,
  });
  return { outcome, asked, troubles, pauses };
}

describe('R39: the same ballot is sent until it is answered', () => {
  test('a receipt at once', async () => {
    const { outcome, asked } = play({ cast: [OWN] });
    expect(await outcome).toEqual({ kind: 'receipt', receipt: OWN, isOther: false });
    expect(asked).toEqual(['cast']);
  });

  test.each<FailureCode>(['OFFLINE', 'BUSY', 'DATABASE_AWAY', 'STORAGE_FULL', 'INTERNAL', 'NOT_OUR_ANSWER'])(
    'after %s it is tried again',
    async (code) => {
      const { outcome, asked, troubles } = play({ cast: [code, code, OWN] });
      expect(await outcome).toEqual({ kind: 'receipt', receipt: OWN, isOther: false });
      expect(asked).toEqual(['cast', 'cast', 'cast']);
      expect(troubles.map((trouble) => [trouble.code, trouble.tries])).toEqual([
        [code, 1],
        [code, 2],
      ]);
    },
  );

  test('a busy server says the place in its queue and how long to wait', async () => {
    const busy = new Failure('BUSY', { place: 37, retryAfter: 5 });
    const { outcome, troubles, pauses } = play({ cast: [busy, OWN] });
    await outcome;
    expect(troubles).toEqual([{ code: 'BUSY', tries: 1, place: 37 }]);
    expect(pauses).toEqual([5_000]);
  });

  test('pauses grow to eight seconds and no further', () => {
    expect([1, 2, 3, 4, 5, 50].map((tries) => pauseMs(tries, null))).toEqual([
      1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
    ]);
    expect(pauseMs(1, 30)).toBe(30_000);
  });
});

describe('a refusal', () => {
  test('is believed only after the box was asked: a lost answer may have been a success', async () => {
    const { outcome, asked } = play({ cast: ['OFFLINE', 'NOT_OPEN'], receipt: [OWN] });
    expect(await outcome).toEqual({ kind: 'receipt', receipt: OWN, isOther: false });
    expect(asked).toEqual(['cast', 'cast', 'receipt']);
  });

  test('stands when the box holds no ballot of this card', async () => {
    const { outcome } = play({ cast: ['NOT_OPEN'], receipt: ['NOT_FOUND'] });
    expect(await outcome).toEqual({ kind: 'refused', code: 'NOT_OPEN' });
  });

  test('of a second ballot shows the receipt of the first, and says that it is another', async () => {
    const { outcome } = play({ cast: ['ALREADY_CAST'], receipt: [OTHER] });
    expect(await outcome).toEqual({ kind: 'receipt', receipt: OTHER, isOther: true });
  });

  test('is not concluded from a receipt that cannot be fetched: it is asked for again', async () => {
    const { outcome, asked } = play({ cast: ['ALREADY_CAST'], receipt: ['OFFLINE', 'BUSY', OWN] });
    expect(await outcome).toMatchObject({ kind: 'receipt', isOther: false });
    expect(asked).toEqual(['cast', 'receipt', 'receipt', 'receipt']);
  });

  test('a login that has ended asks for the card and keeps the ballot', async () => {
    expect(await play({ cast: ['OFFLINE', 'UNAUTHENTICATED'] }).outcome).toEqual({ kind: 'login' });
  });
});

test('it stops when the voter has left', async () => {
  const outcome = await keepCasting({
    tracker: 'own',
    cast: async () => OWN,
    receipt: async () => OWN,
    pause: async () => {},
    onTrouble: () => {},
    isStopped: () => true,
  });
  expect(outcome).toBeUndefined();
});
