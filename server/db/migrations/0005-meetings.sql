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
  attendees integer not null default 0 check (attendees between 0 and 100000),
  created_at timestamptz not null default now()
);
comment on table meetings is 'One row a sitting (会议). attendees (列席) are counted apart and are in no base. Written by server/meetings.';

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
  primary key (meeting_id, serial)
);
comment on table roll.card_holders is 'Whose name is on a card, where cards are named. Written when cards are registered and when a spare replaces a lost one.';

create table roll.issues (
  meeting_id uuid not null references meetings,
  member_id uuid not null references members,
  medium text not null check (medium in ('electronic', 'paper')),
  primary key (meeting_id, member_id)
);
comment on table roll.issues is 'One row a present member who was handed a card, or a paper ballot instead: no time, no serial. Written by server/ballots/roll-store.ts.';
