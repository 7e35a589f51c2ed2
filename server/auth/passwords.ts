/**
 * Passwords (R3): argon2id with 19 MiB, two passes, one lane (OWASP's figures), kept as a PHC string. At most two are stretched at a
 * time and few may wait, so that a flood of logins cannot starve the casting of ballots. The rules ask for length and against
 * what everybody tries first, nothing else.
 */
import { base64NoPad, ok, type Result, readBase64NoPad } from '#tally';
import type { Deps } from '../deps.ts';
import { type Refused, refused } from '../http/errors.ts';
import type { Argon2Cost } from './argon2.ts';

export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 200;

const COST: Argon2Cost = { memoryKib: 19_456, passes: 2, lanes: 1 };
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;
/** Of no password: what the name of nobody is checked against, so that it takes the same time (R5). */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

const AT_ONCE = 2;
const MAX_WAITING = 40;

type PasswordDeps = Pick<Deps, 'argon2' | 'random'>;

/** The text to keep of a password. */
export async function hashPassword(deps: PasswordDeps, password: string): Promise<Result<string, Refused>> {
  const salt = deps.random(16);
  const hash = await inTurn(deps, () => deps.argon2(normal(password), salt, COST));
  if (hash === null) return tooBusy();
  const { memoryKib: m, passes: t, lanes: p } = COST;
  return ok(`$argon2id$v=19$m=${m},t=${t},p=${p}$${base64NoPad(salt)}$${base64NoPad(hash)}`);
}

/** Whether a password is the one kept. `kept` null (no such account, no password yet) takes as long and is never right. */
export async function checkPassword(
  deps: PasswordDeps,
  password: string,
  kept: string | null,
): Promise<Result<boolean, Refused>> {
  const [, m, t, p, saltText = '', hashText = ''] = PHC.exec(kept ?? NOBODY) ?? [];
  const salt = readBase64NoPad(saltText);
  const expected = readBase64NoPad(hashText);
  if (salt === undefined || expected === undefined) throw new Error('a stored password hash cannot be read');
  const cost = { memoryKib: Number(m), passes: Number(t), lanes: Number(p) };
  const hash = await inTurn(deps, () => deps.argon2(normal(password), salt, cost));
  if (hash === null) return tooBusy();
  return ok(equalInConstantTime(hash, expected) && kept !== null);
}

/** What is wrong with a password somebody chose; null when it may be used. `own` are words of the account. */
export function findPasswordFlaw(
  password: string,
  own: readonly string[],
): 'too_short' | 'too_long' | 'common' | 'own_name' | null {
  const text = normal(password);
  const length = [...text].length;
  if (length < MIN_PASSWORD) return 'too_short';
  if (length > MAX_PASSWORD) return 'too_long';
  const bare = text.toLowerCase().replace(/[\s._-]+/g, '');
  if (COMMON.some((word) => bare.replaceAll(word, '').length < 5)) return 'common';
  if (new Set(bare).size < 5 || isRun(bare)) return 'common';
  const names = own.map((word) =>
    normal(word)
      .toLowerCase()
      .replace(/[\s._-]+/g, ''),
  );
  if (names.some((name) => name.length > 2 && bare.replaceAll(name, '').length < 6)) return 'own_name';
  return null;
}

/** Of the passwords tried first, Chinese and English, those that padding brings to twelve characters. */
const COMMON: readonly string[] = [
  'password',
  'passw0rd',
  'p@ssword',
  'p@ssw0rd',
  'qwerty',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1q2w3e4r',
  '1qaz2wsx',
  'qazwsxedc',
  'iloveyou',
  'letmein',
  'welcome',
  'administrator',
  'admin',
  'woaini',
  '5201314',
  '1314520',
  'changeme',
  'renda',
  'minyi',
  'rendadaibiao',
  '人民代表大会',
];

/** 123456789012 and abcdefghijkl, forwards or backwards. */
function isRun(text: string): boolean {
  const codes = [...text].map((char) => char.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, i) => code - (codes[i] ?? 0));
  const runs = [1, -1].map((by) => steps.filter((step) => step === by || step === -9 * by).length);
  return Math.max(...runs) >= text.length - 3;
}

function normal(password: string): string {
  return password.normalize('NFKC');
}

function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i += 1) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

/** Those under way and those waiting, of each process (its `argon2`). */
const turns = new WeakMap<Deps['argon2'], { running: number; readonly waiting: (() => void)[] }>();

/** Runs when fewer than two others run; null, without running, when too many wait already. */
async function inTurn<T>({ argon2 }: PasswordDeps, run: () => Promise<T>): Promise<T | null> {
  const turn = turns.get(argon2) ?? { running: 0, waiting: [] };
  turns.set(argon2, turn);
  if (turn.running >= AT_ONCE) {
    if (turn.waiting.length >= MAX_WAITING) return null;
    await new Promise<void>((resolve) => turn.waiting.push(resolve));
  } else {
    turn.running += 1;
  }
  try {
    return await run();
  } finally {
    // Whoever waits takes over this place; it is never free in between.
    const next = turn.waiting.shift();
    if (next === undefined) turn.running -= 1;
    else next();
  }
}

function tooBusy() {
  return refused('BUSY', 'login', 'too many people are signing in; try again in a few seconds', 5);
}
