-- The bodies that decide, and who sits in them.
create table organs (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('congress', 'standing_committee', 'street_assembly')),
  name_zh text not null,
  name_en text not null,
  region_zh text not null,
  region_en text not null,
  seat_quota integer not null check (seat_quota between 1 and 1000000),
  term_from date,
  term_until date,
  roll_hash text not null default 'e4d10f39eac39b020a511b0e07bf77a5e6adbe2b773b39cb5f9c549b1af7173c'
    check (roll_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default now()
);
comment on table organs is 'One row a body. seat_quota is the number of seats by law, never a base of any decision. roll_hash is the SHA-256 of its whole roll (server/organs/roll-hash.ts), at first of an empty one; a change of the roll names the hash it started from. Written by server/organs.';

create table members (
  id uuid primary key default gen_random_uuid(),
  organ_id uuid not null references organs,
  number text not null,
  name text not null,
  delegation text not null default '',
  category text not null default '',
  in_office boolean not null default true,
  left_reason text not null default '',
  changed_at timestamptz not null default now(),
  unique (organ_id, number)
);
comment on table members is 'One row a representative or member; number is unique in the organ. Entitled (应到) is how many are in office. Written by server/organs.';

create function apply_roll(organ uuid, expected text, next text, changes jsonb, action text) returns text
  language plpgsql as $$
begin
  perform from organs where id = organ and roll_hash = expected for update;
  if not found then
    return 'stale';
  end if;
  -- Whoever signs one of them in now waits, or is waited for.
  perform from members where id in (select given.id from jsonb_to_recordset(changes) as given (id uuid)) order by id for update;
  if exists (
    select from jsonb_to_recordset(changes) as given (id uuid, "inOffice" boolean)
      left join members m on m.id = given.id
      where coalesce(m.in_office, false) <> given."inOffice"
  ) and exists (
    select from ballot_sessions s join meetings m on m.id = s.meeting_id
      where m.organ_id = organ and s.state in ('sealed', 'roll_open', 'quorum_met', 'issuing', 'open')
  ) then
    return 'sealed';
  end if;
  if exists (
    select from jsonb_to_recordset(changes) as given (id uuid, "inOffice" boolean)
      join roll.attendance a on a.member_id = given.id and a.signed_out_at is null
      join meetings m on m.id = a.meeting_id and m.state = 'sitting'
      where not given."inOffice"
  ) then
    return 'present';
  end if;
  update members m
    set number = given.number, name = given.name, delegation = given.delegation, category = given.category,
      in_office = given."inOffice", left_reason = given."leftReason", changed_at = now()
    from jsonb_to_recordset(changes) as given (id uuid, number text, name text, delegation text, category text,
      "inOffice" boolean, "leftReason" text)
    where m.id = given.id and m.organ_id = organ;
  insert into members (organ_id, number, name, delegation, category, in_office, left_reason)
    select organ, number, name, delegation, category, "inOffice", "leftReason"
    from jsonb_to_recordset(changes) as given (id uuid, number text, name text, delegation text, category text,
      "inOffice" boolean, "leftReason" text)
    where id is null;
  update organs set roll_hash = next where id = organ;
  perform ledger.append_action(organ::text, action);
  return 'applied';
exception when unique_violation then
  return 'taken';
end
$$;
comment on function apply_roll is 'Changes the roll of an organ from the state whose hash is expected to the one whose hash is next, and logs it: all or nothing. stale: the roll has changed since; sealed: a ballot session was sealed with this number in office; present: who is to leave is signed in at a sitting; taken: a number occurs twice.';
