/** What sealing reads and writes: SQL and nothing else. */
import type { Meeting, Organ, SignerRole } from '#tally';
import type { Deps } from '../deps.ts';

export interface SealingRow {
  readonly organ: Organ;
  readonly meeting: Meeting;
  readonly inOffice: number;
  readonly cardsKind: 'named' | 'drawn';
  readonly hasAllCards: boolean;
  /** Public credentials of this session, in no order. */
  readonly credentials: readonly string[];
  readonly spare: number;
  /** `trustees.json` of the completed ceremony. */
  readonly trustees: string | null;
  /** Accounts in use that hold the role in the organ and have a signing key; by role and name. */
  readonly signers: readonly {
    readonly accountId: string;
    readonly role: SignerRole;
    readonly name: string;
    readonly publicKey: string;
  }[];
}

/** The texts of a sealed session; null and empty where votes are by name. */
export interface SealedTexts {
  readonly setup: string;
  readonly rulePack: string;
  readonly form: string;
  readonly election: string | null;
  readonly trustees: string | null;
  readonly credentials: string | null;
  readonly inOffice: number;
  readonly listed: number;
  readonly isRecorded: boolean;
  readonly revoting: boolean;
  readonly archiveSeconds: number;
  readonly fingerprint: string;
  readonly meetingTitle: string;
  /** The line of receipts that says where to verify. */
  readonly verifier: string;
  /** Data members of the Setup event. */
  readonly members: readonly string[];
}

export async function loadSealing(
  { sql }: Pick<Deps, 'sql'>,
  meetingId: string,
  poll: string,
): Promise<SealingRow> {
  const [row] = await sql<(SealingRow & Record<string, unknown>)[]>`
    select
      json_build_object('kind', o.kind, 'nameZh', o.name_zh, 'nameEn', o.name_en, 'regionZh', o.region_zh,
        'regionEn', o.region_en) as organ,
      json_build_object('titleZh', m.title_zh, 'titleEn', m.title_en, 'number', m.number) as meeting,
      (select count(*)::int from members s where s.organ_id = o.id and s.in_office) as "inOffice",
      m.cards_kind as "cardsKind",
      box.has_all_cards(${poll}) as "hasAllCards",
      coalesce((select json_agg(c.credential) from box.credentials c where c.poll = ${poll}), '[]') as credentials,
      (select count(*)::int from box.cards k where k.meeting_id = m.id and k.is_spare) as spare,
      (select c.trustees from ceremonies c where c.meeting_id = m.id and c.state = 'complete') as trustees,
      coalesce((
        select json_agg(json_build_object('accountId', a.id, 'role', g.role, 'name', a.name, 'publicKey', a.signing_key)
          order by array_position(array['chiefScrutineer', 'scrutineer', 'teller', 'presidium'], g.role), a.name, a.id)
        from role_grants g join accounts a on a.id = g.account_id
        where g.organ_id = o.id and g.role in ('chiefScrutineer', 'scrutineer', 'teller', 'presidium')
          and a.signing_key is not null and a.disabled_at is null
      ), '[]') as signers
    from meetings m join organs o on o.id = m.organ_id
    where m.id = ${meetingId}`;
  if (row === undefined) throw new Error('broken promise: a session without a meeting');
  return row;
}

export async function sealSession(
  { sql }: Pick<Deps, 'sql'>,
  poll: string,
  version: number,
  { members, ...texts }: SealedTexts,
  action: string,
): Promise<'DONE' | 'NOT_FOUND' | 'WRONG_STATE' | 'STALE'> {
  const [row] = await sql<{ code: 'DONE' | 'NOT_FOUND' | 'WRONG_STATE' | 'STALE' }[]>`
    select seal_ballot_session(${poll}, ${version}, ${sql.json(texts as never)}, ${sql.array([...members])}::text[],
      ${action}) as code`;
  return row?.code ?? 'NOT_FOUND';
}
