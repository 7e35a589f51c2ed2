/** What the routes of logins, accounts and roles take and answer. */
import { z } from 'zod';
import { ROLES, type Role } from '../auth/permissions.ts';
import { line } from '../http/line.ts';

/** Bounded far above what the rules allow, so that a refusal can say what is wrong. */
const password = z.string().min(1).max(1_000);
const token = z.string().min(1).max(100);
const code = z.string().regex(/^\d{6}$/, 'expected six digits');
const loginName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/, 'expected 2 to 40 of a-z, 0-9, dot, underline, hyphen');

export const signInInput = z.strictObject({ loginName: z.string().min(1).max(100), password });
export const codeInput = z.strictObject({ code });
export const tokenInput = z.strictObject({ token });
export const acceptInput = z.strictObject({ token, password });
export const passwordInput = z.strictObject({ current: password, next: password });
export const signingKeyInput = z.strictObject({
  publicKey: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits'),
  /** Ed25519 over the text of docs/formats/signing-key.md, Base64. */
  proof: z.string().length(88),
});

/** An administrator's role is of the installation; every other is of one organ. */
export const roleInput = z
  .strictObject({ role: z.enum(ROLES), organId: z.uuid().nullable() })
  .refine(({ role, organId }) => (role === 'administrator') === (organId === null), {
    path: ['organId'],
    message: 'expected an organ, and none for an administrator',
  });

export const accountInput = z.strictObject({
  loginName,
  name: line(60),
  roles: z.array(roleInput).max(20),
});
export const nameInput = z.strictObject({ name: line(60) });
export const inviteInput = z.strictObject({
  /** Also takes away password, second factor and logins. */
  resets: z.boolean(),
});

export type AccountInput = z.infer<typeof accountInput>;
export type RoleInput = z.infer<typeof roleInput>;
export type SigningKeyInput = z.infer<typeof signingKeyInput>;

export interface RoleHeld {
  readonly role: Role;
  /** Null for the installation's administrator. */
  readonly organ: { readonly id: string; readonly nameZh: string; readonly nameEn: string } | null;
}

/** One's own account and present login: the answer of `GET /api/me`. */
export interface Me {
  readonly accountId: string;
  readonly loginName: string;
  readonly name: string;
  readonly roles: readonly RoleHeld[];
  readonly secondFactor: {
    readonly isSetUp: boolean;
    /** Whether a role held cannot be used without. */
    readonly isNeeded: boolean;
    /** Until when actions that want it fresh are open; null when it was not given in this login. */
    readonly freshUntil: string | null;
    readonly isGiven: boolean;
  };
  readonly signingKey: string | null;
  /** Whether a sealed session that is not published names it, as `people.register_key` judges: then it stays. */
  readonly isKeyInUse: boolean;
}

export interface AccountRow {
  readonly id: string;
  readonly loginName: string;
  readonly name: string;
  readonly state: 'invited' | 'active' | 'disabled';
  readonly hasSecondFactor: boolean;
  readonly hasSigningKey: boolean;
  /** Of a link not used yet. */
  readonly invitedUntil: string | null;
  readonly roles: readonly RoleHeld[];
}

/** A person with a role in an organ, as colleagues there see it. */
export interface Colleague {
  readonly accountId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly signingKey: string | null;
}

/** A one-time link; its token is in the fragment, which no server sees. */
export interface Invitation {
  readonly url: string;
  readonly expiresAt: string;
}
