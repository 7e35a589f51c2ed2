-- A sitting: who came, which card belongs to whom. The other half of a card (its credentials) is in the schema box.
create table meetings (
  id uuid primary key default gen_random_uuid(),
  organ_id uuid not null references organs,
  number integer not null check (number between 1 and 10000),
  title_zh text not null,
  title_en text not null,
  held_on date not null,
  state text not null default 'planned' check (state in ('planned', 'sitting', 'closed')),
  cards_kind text not null default 'named' check (cards_kind in ('named', 'drawn')),
  cards_state text not null default 'none' check (cards_state in ('none', 'uploading', 'complete')),
  cards_witness text not null default '',
  attendees integer not null default 0 check (attendees between 0 and 100000),
  created_at timestamptz not null default now()
);
comment on table meetings is 'One row a sitting (会议). attendees (列席) are counted apart and are in no base. cards_state is complete once every card has a credential for every reserved session id; cards_witness is the scrutineer who was there when they were made. Written by server/meetings.';

create schema roll;
comment on schema roll is 'Who was present and who was handed a card or paper ballot. Never joined with the schema box, except that closing takes a count from each.';

create table roll.attendance (
  meeting_id uuid not null references meetings,
  member_id uuid not null references members,
  signed_in_at timestamptz not null default now(),
  signed_out_at timestamptz,
  primary key (meeting_id, member_id)
);
comment on table roll.attendance is 'One row a member who signed in; undoing a sign-in deletes it, which is refused once a card was issued. Written by server/meetings.';

create table roll.card_holders (
  meeting_id uuid not null references meetings,
  serial text not null,
  member_id uuid not null references members,
  primary key (meeting_id, serial),
  unique (meeting_id, member_id)
);
comment on table roll.card_holders is 'Whose card it is, where cards are named: one a member. Written when cards are registered and when a spare becomes somebody''s.';

create table roll.issues (
  meeting_id uuid not null references meetings,
  member_id uuid not null references members,
  medium text not null check (medium in ('electronic', 'paper')),
  primary key (meeting_id, member_id),
  foreign key (meeting_id, member_id) references roll.attendance
);
comment on table roll.issues is 'One row a present member who was handed a card, or a paper ballot instead: no time, no serial. Written by server/ballots/roll-store.ts.';

create table lost_cards (
  meeting_id uuid not null references meetings,
  serial text not null,
  spare text,
  member_id uuid references members,
  reason text not null,
  proposed_by uuid not null references accounts,
  proposed_at timestamptz not null default now(),
  confirmed_by uuid references accounts,
  confirmed_at timestamptz,
  primary key (meeting_id, serial),
  check (confirmed_by is null or confirmed_by <> proposed_by)
);
comment on table lost_cards is 'One row a card reported lost by a clerk and, once confirmed, voided by a scrutineer. spare takes its place; without a spare the member named votes on paper. Written by server/ballots/lost-card.ts.';

create function roll.figures(meeting uuid, since timestamptz)
  returns table (present integer, electronic integer, paper integer) language sql stable as $$
  select count(*)::int,
    (count(*) filter (where i.medium = 'electronic'))::int,
    (count(*) filter (where i.medium = 'paper'))::int
  from roll.attendance a
    join members m on m.id = a.member_id and m.in_office
    left join roll.issues i on i.meeting_id = a.meeting_id and i.member_id = a.member_id
  where a.meeting_id = figures.meeting and (a.signed_out_at is null or a.signed_out_at > figures.since)
$$;
comment on function roll.figures is 'Who counts as present, and of them how many hold a card or a paper ballot: members in office who have not signed out, or not before since (the opening of a session). since null: now.';

create function roll.arrive(meeting uuid, member uuid, given_medium text) returns jsonb language plpgsql as $$
declare
  attendance text := 'kept';
  issue text := 'kept';
begin
  perform from meetings where id = meeting and state = 'sitting' for share;
  if not found then
    return jsonb_build_object('refused', 'not_sitting');
  end if;
  perform from members mb join meetings mt on mt.organ_id = mb.organ_id
    where mt.id = meeting and mb.id = member and mb.in_office for share of mb;
  if not found then
    return jsonb_build_object('refused', 'not_in_office');
  end if;
  insert into roll.attendance (meeting_id, member_id) values (meeting, member) on conflict do nothing;
  if found then
    attendance := 'new';
  else
    update roll.attendance set signed_out_at = null
      where meeting_id = meeting and member_id = member and signed_out_at is not null;
    if found then
      attendance := 'back';
    end if;
  end if;
  if given_medium is not null then
    insert into roll.issues (meeting_id, member_id, medium) values (meeting, member, given_medium)
      on conflict do nothing;
    if found then
      issue := 'new';
    end if;
  end if;
  return jsonb_build_object('attendance', attendance, 'issue', issue, 'medium',
    (select medium from roll.issues where meeting_id = meeting and member_id = member));
end
$$;
comment on function roll.arrive is 'Signs a member in, or back in after an early leave, and where a medium is given records that a card or paper ballot is handed over. Says of each whether it is new.';
