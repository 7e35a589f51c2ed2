/** Where objects belong: from the id in a path to the organ whose people may see it. An id of another shape is nothing. */
import type { Context } from 'hono';
import type { AppEnv } from '../app.ts';
import type { Deps } from '../deps.ts';
import type { Locate, Place } from './guard.ts';

type Find = (deps: Pick<Deps, 'sql'>, id: string) => Promise<Place | null>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const POLL = /^[1-9A-HJ-NP-Za-km-z]{22}$/;

/** The guard's locator for the id in a parameter of the path: `at(organOfMeeting)`, `at(organOfPoll, 'poll')`. */
export function at(find: Find, parameter = 'id'): Locate {
  return (c: Context<AppEnv>) => find(c.var.deps, c.req.param(parameter) ?? '');
}

export async function organOfOrgan({ sql }: Pick<Deps, 'sql'>, id: string): Promise<Place | null> {
  if (!UUID.test(id)) return null;
  return (await sql<PlaceRow[]>`select id as "organId" from organs where id = ${id}`)[0] ?? null;
}

export async function organOfMember({ sql }: Pick<Deps, 'sql'>, id: string): Promise<Place | null> {
  if (!UUID.test(id)) return null;
  return (await sql<PlaceRow[]>`select organ_id as "organId" from members where id = ${id}`)[0] ?? null;
}

export async function organOfMeeting({ sql }: Pick<Deps, 'sql'>, id: string): Promise<Place | null> {
  if (!UUID.test(id)) return null;
  return (await sql<PlaceRow[]>`select organ_id as "organId" from meetings where id = ${id}`)[0] ?? null;
}

/** Of a ballot session that exists; an id merely reserved for a meeting is nothing yet. */
export async function organOfPoll({ sql }: Pick<Deps, 'sql'>, id: string): Promise<Place | null> {
  if (!POLL.test(id)) return null;
  const rows = await sql<PlaceRow[]>`
    select m.organ_id as "organId"
    from ballot_sessions s join meetings m on m.id = s.meeting_id
    where s.id = ${id}`;
  return rows[0] ?? null;
}

type PlaceRow = { readonly organId: string };
