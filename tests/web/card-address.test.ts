/** Cards as they are scanned and typed. */
import { describe, expect, test } from 'vitest';
import { drawCredential } from '../../tally/belenios/credential.ts';
import { formatTyped, lettersMissing, readCardAddress, typedProblem } from '../../web/vote/card-address.ts';
import { seededRandom } from '../support/random.ts';

const MEETING = '6d0f3a52-65d1-4c7e-9f0a-2c1f9e3b7a10';
const CARD = drawCredential(seededRandom('card'));

describe('the address in a card’s QR code', () => {
  test('names the meeting and the card', () => {
    const card = { meeting: MEETING, card: CARD };
    expect(readCardAddress(`https://vote.example.cn/vote#${MEETING}.${CARD}`)).toEqual(card);
    expect(readCardAddress(`#${MEETING}.${CARD}`)).toEqual(card);
    expect(readCardAddress(` https://vote.example.cn/vote#${MEETING.toUpperCase()}.${CARD}\n`)).toEqual(card);
    expect(readCardAddress(`#${MEETING}.${encodeURIComponent(CARD)}`)).toEqual(card);
  });

  test('without a secret, or with one that cannot be a card’s, still names the meeting', () => {
    expect(readCardAddress(`#${MEETING}`)).toEqual({ meeting: MEETING, card: undefined });
    expect(readCardAddress(`#${MEETING}.123`)).toEqual({ meeting: MEETING, card: undefined });
    expect(readCardAddress(`#${MEETING}.%E0%A4%A`)).toEqual({ meeting: MEETING, card: undefined });
  });

  test.each(['', '#', '#main', 'https://example.cn/', 'R1:ABC', `#${MEETING}x.${CARD}`])(
    '%j is no card',
    (text) => {
      expect(readCardAddress(text)).toBeUndefined();
    },
  );
});

describe('a typed code', () => {
  const bare = CARD.replaceAll('-', '');

  test.each([
    ['without hyphens', bare],
    ['with spaces', bare.replace(/(.{5})/g, '$1 ')],
    ['with wide letters', Array.from(bare, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('')],
    ['with long dashes', CARD.replaceAll('-', '—')],
    ['with a line end', `${CARD}\n`],
  ])('%s is taken', (_how, typed) => {
    expect(formatTyped(typed)).toBe(CARD);
    expect(typedProblem(typed)).toBeUndefined();
  });

  test('gets its hyphens while it grows, and says how much is still to come', () => {
    expect(formatTyped(bare.slice(0, 2))).toBe(bare.slice(0, 2));
    expect(formatTyped(bare.slice(0, 3))).toBe(bare.slice(0, 3));
    expect(formatTyped(bare.slice(0, 4))).toBe(`${bare.slice(0, 3)}-${bare.slice(3, 4)}`);
    expect(lettersMissing(formatTyped(bare.slice(0, 4)))).toBe(11);
    expect(typedProblem(bare.slice(0, 4))).toEqual({ kind: 'length', missing: 11 });
    expect(typedProblem(`${bare}1`)).toEqual({ kind: 'length', missing: -1 });
  });

  test('with a letter that never occurs names it and its place', () => {
    expect(typedProblem(`abc0`)).toEqual({ kind: 'stranger', at: 4, letter: '0' });
    expect(typedProblem(`${bare.slice(0, 14)}l`)).toEqual({ kind: 'stranger', at: 15, letter: 'l' });
    expect(typedProblem('民')).toEqual({ kind: 'stranger', at: 1, letter: '民' });
  });

  test('with one wrong letter is caught by the check digit', () => {
    const wrong = bare.replace(/^./, (first) => (first === '5' ? '6' : '5'));
    expect(typedProblem(wrong)).toEqual({ kind: 'check' });
  });
});
