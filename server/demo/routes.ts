/**
 * What the page /app/try asks. Only the demonstration has these routes, and it listens on this machine only: they give out
 * passwords and codes of people who do not exist.
 */
import { Hono } from 'hono';
import type { Role } from '../auth/permissions.ts';
import { codeOf } from './people.ts';
import type { Played } from './seed.ts';

export interface DemoAccount {
  readonly loginName: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly password: string;
  /** Six digits, for the next `secondsLeft`. */
  readonly code: string;
}

export interface DemoView {
  readonly progress: { readonly step: string; readonly done: number; readonly of: number };
  readonly secondsLeft: number;
  readonly accounts: readonly DemoAccount[];
  readonly cards: readonly { readonly serial: string; readonly address: string }[];
  readonly polls: { readonly open: string; readonly projects: string; readonly evaluation: string } | null;
}

export interface DemoState {
  progress: DemoView['progress'];
  played: Played | null;
}

const PERIOD_S = 30;

export function demoRoutes(state: DemoState, origin: string) {
  return new Hono().get('/api/demo', (c) => {
    const now = new Date();
    const { progress, played } = state;
    const view: DemoView = {
      progress,
      secondsLeft: PERIOD_S - (Math.floor(now.getTime() / 1000) % PERIOD_S),
      accounts: (played?.people ?? []).map(({ loginName, name, roles, password, totpSecret }) => ({
        loginName,
        name,
        roles,
        password,
        code: codeOf(totpSecret, now),
      })),
      cards: (played?.cards ?? []).map(({ serial, secret }) => ({
        serial,
        address: `${origin}/vote#${played?.meetingId}.${secret}`,
      })),
      polls:
        played === null
          ? null
          : { open: played.openPoll, projects: played.projectsPoll, evaluation: played.evaluationPoll },
    };
    return c.json(view);
  });
}
