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
  // keys and count
  'keys.view': {
    roles: ['clerk', 'presidium', 'presidingChair', 'chiefScrutineer', 'scrutineer', 'teller', 'auditor'],
  },
  'keys.begin': { roles: ['clerk'], fresh: true },
  'keys.take-part': { roles: ['chiefScrutineer', 'scrutineer'] },
  'count.view': {
    roles: ['clerk', 'presidium', 'presidingChair', 'chiefScrutineer', 'scrutineer', 'teller', 'auditor'],
  },
  'count.reconcile': { roles: ['chiefScrutineer'], fresh: true },
  'count.open': { roles: ['chiefScrutineer', 'scrutineer'] },
  'count.continue': { roles: ['chiefScrutineer', 'scrutineer', 'clerk'] },
  'report.sign': { roles: ['chiefScrutineer', 'scrutineer', 'teller'] },
  'report.announce': { roles: ['presidingChair', 'clerk'] },
  'report.confirm': { roles: ['presidium'], fresh: true },
  'record.publish': { roles: ['clerk'], fresh: true },
  'record.propose-correction': { roles: ['clerk'], fresh: true },
  'record.agree-correction': { roles: ['presidium'], fresh: true },
  // ballot sessions
  'ballots.view': {
    roles: ['clerk', 'presidium', 'presidingChair', 'chiefScrutineer', 'scrutineer', 'teller', 'auditor'],
  },
  'ballots.configure': { roles: ['clerk'] },
  'ballots.seal': { roles: ['presidium'], fresh: true },
  'ballots.take-roll': { roles: ['clerk'] },
  'ballots.open': { roles: ['chiefScrutineer'], fresh: true },
  'ballots.close': { roles: ['chiefScrutineer'], fresh: true },
  'ballots.prepare-further-vote': { roles: ['clerk', 'presidium'] },
  'ballots.propose-abandonment': { roles: ['chiefScrutineer', 'presidium', 'clerk'], fresh: true },
  'ballots.abandon': { roles: ['presidium', 'chiefScrutineer'], fresh: true },
  'paper.view': { roles: ['teller', 'chiefScrutineer', 'scrutineer', 'clerk', 'auditor'] },
  'paper.enter': { roles: ['teller'] },
  'paper.rule': { roles: ['chiefScrutineer'], fresh: true },
  // organs, rolls, meetings, cards
  'organs.list': {
    roles: [
      'administrator',
      'clerk',
      'presidium',
      'presidingChair',
      'chiefScrutineer',
      'scrutineer',
      'teller',
      'auditor',
    ],
  },
  'organs.read': {
    roles: [
      'administrator',
      'clerk',
      'presidium',
      'presidingChair',
      'chiefScrutineer',
      'scrutineer',
      'teller',
      'auditor',
    ],
  },
  'organs.create': { roles: ['administrator'], fresh: true },
  'organs.change': { roles: ['administrator', 'clerk'] },
  'roll.read': { roles: ['clerk', 'presidium', 'chiefScrutineer', 'auditor', 'administrator'] },
  'roll.change': { roles: ['clerk'] },
  'meetings.read': {
    roles: [
      'administrator',
      'clerk',
      'presidium',
      'presidingChair',
      'chiefScrutineer',
      'scrutineer',
      'teller',
      'auditor',
    ],
  },
  'meetings.change': { roles: ['clerk'] },
  'meetings.figures': {
    roles: ['clerk', 'presidium', 'presidingChair', 'chiefScrutineer', 'scrutineer', 'teller', 'auditor'],
  },
  'desk.read': { roles: ['clerk', 'chiefScrutineer', 'scrutineer'] },
  'desk.sign-in': { roles: ['clerk'] },
  'cards.read': { roles: ['clerk', 'chiefScrutineer', 'scrutineer', 'auditor'] },
  'cards.register': { roles: ['clerk'], fresh: true },
  'cards.upload': { roles: ['clerk'] },
  'cards.issue': { roles: ['clerk'] },
  'cards.report-lost': { roles: ['clerk'], fresh: true },
  'cards.confirm-lost': { roles: ['chiefScrutineer', 'scrutineer'], fresh: true },
} as const satisfies Readonly<Record<string, PermissionRule>>;

export type Permission = keyof typeof PERMISSIONS;
