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
  created_at timestamptz not null default now()
);
comment on table organs is 'One row a body. seat_quota is the number of seats by law, never a base of any decision. Written by server/organs.';

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
