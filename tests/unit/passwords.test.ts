/** Passwords: which are taken, how they are kept, and how many are stretched at a time. */
import { afterAll, describe, expect, test } from 'vitest';
import { type Argon2, argon2Here } from '../../server/auth/argon2.ts';
import { openArgon2Thread } from '../../server/auth/argon2-thread.ts';
import { checkPassword, findPasswordFlaw, hashPassword } from '../../server/auth/passwords.ts';
import { hex, utf8 } from '../../tally/index.ts';
import { seededRandom } from '../support/random.ts';

const own = ['li.wei', '李伟'];

describe('rules for a password', () => {
  test.each([
    ['four unrelated 青禾 words', null],
    ['一段足够长的中文句子就行了', null],
    ['Tr0ub4dor&3xyz', null],
    ['elevenchars', 'too_short'],
    ['十一个汉字不够长的密码', 'too_short'],
    ['x'.repeat(201), 'too_long'],
    ['password1234', 'common'],
    ['P@ssw0rd 2026', 'common'],
    ['qwertyuiop12', 'common'],
    ['123456789012', 'common'],
    ['aaaaaaaaaaaaaaaa', 'common'],
    ['abcabcabcabc', 'common'],
    ['abcdefghijklm', 'common'],
    ['li.wei-li.wei-26', 'own_name'],
  ] as const)('%s: %s', (password, flaw) => {
    expect(findPasswordFlaw(password, own)).toBe(flaw);
  });
});

describe('keeping a password', () => {
  const random = seededRandom('passwords');
  const deps = { argon2: argon2Here, random };

  test('R3: is argon2id with 19 MiB, two passes and one lane, under a salt of its own', async () => {
    const [first, second] = [
      await hashPassword(deps, 'one password'),
      await hashPassword(deps, 'one password'),
    ];
    if (!first.ok || !second.ok) throw new Error('refused');
    expect(first.value).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(second.value).not.toBe(first.value);
    expect(await checkPassword(deps, 'one password', first.value)).toEqual({ ok: true, value: true });
    expect(await checkPassword(deps, 'One password', first.value)).toEqual({ ok: true, value: false });
    expect(await checkPassword(deps, 'one password', null)).toEqual({ ok: true, value: false });
  });

  test('R3: at most two are stretched at a time, few wait, and the rest are told to come back', async () => {
    let running = 0;
    let most = 0;
    const slow: Argon2 = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
      return new Uint8Array(32);
    };
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => hashPassword({ argon2: slow, random }, 'flood')),
    );
    expect(most).toBe(2);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(42);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'BUSY', retryAfterSeconds: 5 } });
    expect((await hashPassword({ argon2: slow, random }, 'after the flood')).ok).toBe(true);
  });
});

describe('argon2id', () => {
  const thread = openArgon2Thread();
  afterAll(() => thread.stop());

  test('in its own thread and here gives what the reference implementation gives', async () => {
    // printf password | argon2 somesalt -id -t 2 -m 16 -p 1 -r
    const cost = { memoryKib: 65_536, passes: 2, lanes: 1 };
    const expected = '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7';
    for (const argon2 of [argon2Here, thread.argon2]) {
      expect(hex(await argon2('password', utf8('somesalt'), cost))).toBe(expected);
    }
  });
});
