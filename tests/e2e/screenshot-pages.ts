/** The pages of which pictures are taken: their names and addresses, by who looks at them. */
import type { Role } from '../../server/auth/permissions.ts';

export interface Places {
  readonly organId: string;
  readonly meetingId: string;
  readonly polls: { readonly open: string; readonly projects: string; readonly evaluation: string };
  /** Address of a card that nobody has voted with. */
  readonly card: string;
}

export interface RolePages {
  readonly role: Role | 'public';
  readonly pages: Readonly<Record<string, string>>;
}

export function pagesByRole({ organId, meetingId, polls, card }: Places): readonly RolePages[] {
  const organ = `/app/organs/${organId}`;
  const meeting = `/app/meetings/${meetingId}`;
  const everyone = { start: '/app', account: '/app/account', meeting };
  const count = {
    'count-open': `/app/sessions/${polls.open}/count`,
    'count-done': `/app/sessions/${polls.projects}/count`,
    keys: `${meeting}/keys`,
  };
  return [
    {
      role: 'public',
      pages: {
        home: '/',
        meeting: `/meetings/${meetingId}`,
        'result-projects': `/polls/${polls.projects}`,
        'result-evaluation': `/polls/${polls.evaluation}`,
        'result-open': `/polls/${polls.open}`,
        certificate: `/polls/${polls.projects}/certificate`,
        proclamation: `/polls/${polls.projects}/proclamation`,
        board: `/polls/${polls.projects}/board`,
        receipts: '/receipts',
        ledger: '/ledger',
        'how-to-verify': '/how-to-verify',
        verify: '/verify',
        missing: '/polls/1111111111111111111111',
        'vote-without-card': '/vote',
        'vote-card': card,
        login: '/app/login',
        invitation: '/app/invitation',
        'try-it': '/app/try',
        'missing-app': '/app/nothing',
      },
    },
    {
      role: 'administrator',
      pages: {
        start: '/app',
        account: '/app/account',
        accounts: '/app/accounts',
        organs: '/app/organs',
        organ,
      },
    },
    {
      role: 'clerk',
      pages: {
        ...everyone,
        organs: '/app/organs',
        organ,
        roll: `${organ}/roll`,
        import: `${organ}/import`,
        desk: `${meeting}/desk`,
        cards: `${meeting}/cards`,
        'lost-cards': `${meeting}/lost-cards`,
        hall: `${meeting}/hall`,
        sessions: `${meeting}/sessions`,
        'new-session': `${meeting}/sessions/new`,
        'session-open': `/app/sessions/${polls.open}`,
        'session-done': `/app/sessions/${polls.projects}`,
        'paper-ballots': `/app/sessions/${polls.projects}/paper-ballots`,
        ...count,
        announcement: `/app/sessions/${polls.projects}/announcement`,
      },
    },
    {
      role: 'presidium',
      pages: {
        ...everyone,
        'session-open': `/app/sessions/${polls.open}`,
        'count-done': count['count-done'],
      },
    },
    {
      role: 'presidingChair',
      pages: { ...everyone, announcement: `/app/sessions/${polls.projects}/announcement` },
    },
    {
      role: 'chiefScrutineer',
      pages: { ...everyone, 'session-open': `/app/sessions/${polls.open}`, ...count },
    },
    { role: 'scrutineer', pages: { ...everyone, ...count } },
    { role: 'teller', pages: { ...everyone, paper: `/app/sessions/${polls.open}/paper`, ...count } },
    { role: 'auditor', pages: { ...everyone, 'session-done': `/app/sessions/${polls.projects}`, ...count } },
  ];
}
