/**
 * The routes of an application as it mounts them, each with what its guard asks for: attacks are generated from it, so that a
 * route added tomorrow is attacked tomorrow.
 */
import type { Hono, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../../server/app.ts';
import { type Access, accessOf } from '../../server/auth/guard.ts';
import type { World } from './world.ts';

export interface Route {
  readonly method: string;
  readonly path: string;
  /** `METHOD /path/:parameter`, as PUBLIC_ROUTES has it. */
  readonly key: string;
  readonly access: Access | undefined;
  readonly guard: MiddlewareHandler<AppEnv> | undefined;
  /** Whether anything that reads input runs before the guard. */
  readonly isGuardedFirst: boolean;
}

export function routeTable(app: Hono): readonly Route[] {
  const handlers = new Map<string, { method: string; path: string; handlers: unknown[] }>();
  for (const { method, path, handler } of app.routes) {
    // Middleware of the whole application.
    if (method === 'ALL') continue;
    const key = `${method} ${path}`;
    const entry = handlers.get(key) ?? { method, path, handlers: [] };
    entry.handlers.push(handler);
    handlers.set(key, entry);
  }
  return [...handlers].map(([key, { method, path, handlers: chain }]) => {
    const at = chain.findIndex((handler) => accessOf(handler) !== undefined);
    const guard = chain[at] as MiddlewareHandler<AppEnv> | undefined;
    return { method, path, key, access: accessOf(guard), guard, isGuardedFirst: at === 0 };
  });
}

export const isUnsafe = ({ method }: Route) => !['GET', 'HEAD', 'OPTIONS'].includes(method);

/** One object of each kind that paths name. */
export interface Objects {
  readonly organ: string;
  readonly member: string;
  readonly meeting: string;
  readonly poll: string;
  readonly account: string;
}

/** A path with its parameters filled in: `:id` is what the segment before it names. */
export function fillPath(path: string, objects: Objects): string {
  const ids: Readonly<Record<string, string>> = {
    ':meeting': objects.meeting,
    ':poll': objects.poll,
    ':member': objects.member,
  };
  const segments = path.split('/').map((segment) => segment.replace(/\{.*\}$/, ''));
  return segments
    .map((segment, i) => {
      if (!segment.startsWith(':')) return segment;
      if (segment === ':id') return segments[i - 1] === 'accounts' ? objects.account : objects.organ;
      return ids[segment] ?? '1';
    })
    .join('/');
}

/** An organ with a member, a meeting, a ballot session and a person, as rows. */
export async function makeObjects({ sql, organ, account }: World, poll: string): Promise<Objects> {
  const organId = await organ();
  const person = await account('auditor', organId);
  const [row] = await sql<{ member: string; meeting: string }[]>`
    with member as (
      insert into members (organ_id, number, name) values (${organId}, '001', '代表') returning id
    ), meeting as (
      insert into meetings (organ_id, number, title_zh, title_en, held_on)
      values (${organId}, 1, '第一次会议', 'First meeting', '2026-03-02') returning id
    ), reserved as (
      insert into poll_ids (uuid, meeting_id, position) select ${poll}, id, 1 from meeting returning uuid, meeting_id
    ), session as (
      insert into ballot_sessions (id, meeting_id, kind, year, subject_zh, subject_en, rule_pack, items, round)
      select uuid, meeting_id, 'projects', 2026, '票决', 'Vote', '{}', '[]', '{}' from reserved
    )
    select member.id as member, meeting.id as meeting from member, meeting`;
  if (row === undefined) throw new Error('nothing was made');
  return { organ: organId, member: row.member, meeting: row.meeting, poll, account: person.accountId };
}
