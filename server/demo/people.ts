/** Accounts of the story: invited by the administrator, with a password drawn here, a second factor, and signing keys. */
import { TOTP } from 'otpauth';
import { drawSigningKey, drawToken, hex, proveSigningKey, type Random } from '#tally';
import type { Role } from '../auth/permissions.ts';
import type { Browser } from './browser.ts';
import type { StoryPerson } from './story.ts';

/** What the page /app/try shows of an account, and what the story needs to act for it. */
export interface Person {
  readonly key: string;
  readonly accountId: string;
  readonly loginName: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly password: string;
  /** Of the authenticator that nobody has: Base32. */
  readonly totpSecret: string;
  /** Hex, of those who sign; empty for others. */
  readonly signingKey: string;
}

export interface Acting extends Person {
  readonly browser: Browser;
}

const SIGNERS: readonly Role[] = ['presidium', 'chiefScrutineer', 'scrutineer', 'teller'];

/** Accepts the link of an invitation and sets up what the role needs. */
export async function acceptInvitation(
  browser: Browser,
  url: string,
  person: StoryPerson,
  random: Random,
): Promise<Acting> {
  const password = `${drawToken(random).slice(0, 7)}-${drawToken(random).slice(0, 7)}`;
  await browser.post('/api/invitations/accept', { token: new URL(url).hash.slice(1), password });
  const { address } = await browser.post('/api/me/second-factor');
  const totpSecret = new URL(address).searchParams.get('secret') ?? '';
  await browser.put('/api/me/second-factor', { code: codeOf(totpSecret, new Date()) });
  const { accountId } = await browser.get('/api/me');
  const signingKey = person.roles.some((role) => SIGNERS.includes(role))
    ? await registerKey(browser, accountId, random)
    : '';
  return { ...person, accountId, password, totpSecret, signingKey, browser };
}

async function registerKey(browser: Browser, accountId: string, random: Random): Promise<string> {
  const { secretKey, publicKey } = drawSigningKey(random);
  const proved = proveSigningKey(accountId, secretKey);
  await browser.put('/api/me/signing-key', { publicKey, proof: proved?.proof });
  return secretKey;
}

/** What an authenticator would show now. */
export function codeOf(totpSecret: string, now: Date): string {
  const totp = new TOTP({ secret: totpSecret, algorithm: 'SHA1', digits: 6, period: 30 });
  return totp.generate({ timestamp: now.getTime() });
}

/** The bytes of a key that is kept as hex. */
export function keyBytes(signingKey: string): Uint8Array {
  const bytes = Uint8Array.from(Buffer.from(signingKey, 'hex'));
  if (hex(bytes) !== signingKey) throw new Error('a signing key is not hex');
  return bytes;
}
