/**
 * Cards by their serials and credentials: SQL on the schema box and nothing else, by the functions of migration 0009. Knows no
 * person.
 */
import type { Deps } from '../deps.ts';
import type { CardsView, CredentialsInput, RegistrationInput } from './card-shapes.ts';

type Storage = Pick<Deps, 'sql'>;

async function outcomeOf<T extends string>(rows: PromiseLike<readonly { outcome: T }[]>): Promise<T> {
  const [row] = await rows;
  if (row === undefined) throw new Error('broken promise: a function answers with one row');
  return row.outcome;
}

export function registerCards(
  { sql }: Storage,
  meetingId: string,
  { kind, reserves, cards }: RegistrationInput,
): Promise<'registered' | 'closed' | 'in_use' | 'duplicate'> {
  return outcomeOf(sql<{ outcome: 'registered' | 'closed' | 'in_use' | 'duplicate' }[]>`
    select box.register_cards(${meetingId}, ${kind}, ${sql.array([...reserves])}::text[],
      ${sql.json(cards.map((card) => ({ ...card })))}::jsonb) as outcome`);
}

type Added = 'added' | 'not_uploading' | 'different' | 'duplicate' | 'unknown';

export function addCredentials(
  { sql }: Storage,
  meetingId: string,
  { poll, credentials }: CredentialsInput,
): Promise<Added> {
  const serials = sql.array(credentials.map(({ serial }) => serial));
  const texts = sql.array(credentials.map(({ credential }) => credential));
  return outcomeOf(sql<{ outcome: Added }[]>`
    select box.add_credentials(${meetingId}, ${poll}, ${serials}::text[], ${texts}::text[]) as outcome`);
}

export function finishCards(
  { sql }: Storage,
  meetingId: string,
  witness: string,
  action: string,
): Promise<'complete' | 'incomplete' | 'not_uploading'> {
  return outcomeOf(sql<{ outcome: 'complete' | 'incomplete' | 'not_uploading' }[]>`
    select box.finish_cards(${meetingId}, ${witness}, ${action}) as outcome`);
}

export type Activated = 'activated' | 'unchanged' | 'unknown' | 'voided' | 'spare' | 'not_issued';

export function activateCards(
  { sql }: Storage,
  meetingId: string,
  serials: readonly string[],
  isDrawn: boolean,
): Promise<Activated> {
  return outcomeOf(sql<{ outcome: Activated }[]>`
    select box.activate_cards(${meetingId}, ${sql.array([...serials])}::text[], ${isDrawn}) as outcome`);
}

/** @returns how many were in their holders' hands before */
export async function returnCards(
  { sql }: Storage,
  meetingId: string,
  serials: readonly string[],
): Promise<number> {
  const [row] = await sql<{ returned: number }[]>`
    select box.return_cards(${meetingId}, ${sql.array([...serials])}::text[]) as returned`;
  return row?.returned ?? 0;
}

export type Voided = 'voided' | 'unchanged' | 'unknown' | 'cast' | 'no_spare' | 'not_proposed';

export function voidCard(
  { sql }: Storage,
  meetingId: string,
  given: {
    readonly serial: string;
    readonly spare: string | null;
    /** The action in two halves, before and after the name of the session. */
    readonly voided: readonly [string, string];
    readonly activated: readonly [string, string];
    readonly confirmerId: string;
  },
): Promise<Voided> {
  return outcomeOf(sql<{ outcome: Voided }[]>`
    select box.void_card(${meetingId}, ${given.serial}, ${given.spare}, ${sql.array([...given.voided])}::text[],
      ${sql.array([...given.activated])}::text[], ${given.confirmerId}) as outcome`);
}

/** A spare card that nobody has used or been given. */
export async function isFreeSpare({ sql }: Storage, meetingId: string, serial: string): Promise<boolean> {
  const rows = await sql`
    select serial from box.cards where meeting_id = ${meetingId} and serial = ${serial} and is_spare
      and state = 'registered' and replaces is null`;
  return rows.length > 0;
}

export async function loadCards(
  { sql }: Storage,
  meetingId: string,
): Promise<Omit<CardsView, 'kind' | 'withoutCard' | 'freeSpares'> & { readonly spares: readonly string[] }> {
  const [row] = await sql<
    (Omit<CardsView, 'kind' | 'withoutCard' | 'freeSpares'> & { spares: readonly string[] } & Record<
        string,
        unknown
      >)[]
  >`
    select m.cards_state as state, m.cards_witness as witness,
      coalesce((
        select json_agg(json_build_object('poll', p.uuid,
            'isTaken', exists (select from ballot_sessions s where s.id = p.uuid),
            'credentials', (select count(*) from box.credentials c where c.poll = p.uuid)) order by p.position)
        from poll_ids p where p.meeting_id = m.id), '[]') as polls,
      (select json_build_object('regular', count(*) filter (where not is_spare), 'spare', count(*) filter (where is_spare),
          'activated', count(*) filter (where k.state = 'activated'),
          'returned', count(*) filter (where k.state = 'returned'),
          'voided', count(*) filter (where k.state = 'voided'))
        from box.cards k where k.meeting_id = m.id) as cards,
      coalesce((
        select json_agg(k.serial order by k.serial) from box.cards k
        where k.meeting_id = m.id and k.is_spare and k.state = 'registered' and k.replaces is null), '[]') as spares
    from meetings m where m.id = ${meetingId}`;
  if (row === undefined) throw new Error('broken promise: a meeting that was just there');
  return row;
}
