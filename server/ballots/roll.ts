/** `roll.json` of a session: who could vote in it, in figures and hashes of credentials, never with a person. */
import { assertOk, type Roll, readRoll } from '#tally';
import type { Deps } from '../deps.ts';

/**
 * The roll of a sealed session: as closing froze it, or before that as it stands now.
 *
 * @returns null for a session that is not sealed
 */
export async function rollOfPoll({ sql }: Pick<Deps, 'sql'>, poll: string): Promise<Roll | null> {
  const [row] = await sql<
    {
      frozen: string | null;
      inOffice: number;
      present: number;
      electronic: number;
      paper: number;
      activated: readonly string[];
      voided: Roll['voided'];
    }[]
  >`
    select s.roll as frozen, s.in_office as "inOffice", f.present, f.electronic, f.paper,
      coalesce((select json_agg(box.sha256_hex(u.credential) order by box.sha256_hex(u.credential) collate "C")
        from box.usable u where u.poll = p.poll), '[]') as activated,
      coalesce((
        select json_agg(json_build_object('serial', c.serial, 'credential', box.sha256_hex(u.credential))
          order by c.serial collate "C")
        from box.usable u join box.credentials c on c.poll = u.poll and c.credential = u.credential
        where u.poll = p.poll and u.is_voided), '[]') as voided
    from box.polls p join ballot_sessions s on s.id = p.poll
      cross join lateral roll.figures(p.meeting_id, p.opened_at) f
    where p.poll = ${poll}`;
  if (row === undefined) return null;
  if (row.frozen !== null) return assertOk(readRoll(row.frozen, 'roll'));
  const { inOffice, present, electronic, paper, activated, voided } = row;
  return { v: 'roll/1', poll, inOffice, present, issued: { electronic, paper }, activated, voided };
}
