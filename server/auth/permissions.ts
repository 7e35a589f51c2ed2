/**
 * Who may do what: one line an action, for the whole server. A role holds in one organ, an administrator's in the
 * installation. `fresh` marks actions that need the second factor given within the last quarter of an hour (R4).
 */

export const ROLES = [
  'administrator',
  'clerk',
  'presidium',
  'presidingChair',
  'chiefScrutineer',
  'scrutineer',
  'teller',
  'auditor',
] as const;

export type Role = (typeof ROLES)[number];

export interface PermissionRule {
  readonly roles: readonly Role[];
  readonly fresh?: true;
}

/** These never act on a password alone (R4); others use a second factor once they have set one up. */
export const SECOND_FACTOR_ROLES: readonly Role[] = [
  'administrator',
  'clerk',
  'presidium',
  'chiefScrutineer',
];

export const FRESH_MS = 15 * 60_000;

export const PERMISSIONS = {
  // people
  'accounts.list': { roles: ['administrator'] },
  'accounts.create': { roles: ['administrator'], fresh: true },
  'accounts.change': { roles: ['administrator'], fresh: true },
  'accounts.invite': { roles: ['administrator'], fresh: true },
  'accounts.disable': { roles: ['administrator'], fresh: true },
  'roles.grant': { roles: ['administrator'], fresh: true },
  'people.of-organ': { roles: ['clerk', 'presidium', 'chiefScrutineer', 'auditor', 'administrator'] },
} as const satisfies Readonly<Record<string, PermissionRule>>;

export type Permission = keyof typeof PERMISSIONS;
