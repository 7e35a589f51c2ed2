-- The ballot box: cards by serial and credential, never by person; encrypted ballots; the events of every archive.
create schema box;
comment on schema box is 'What casting reads and writes: credentials and encrypted ballots. Knows no person.';

create table box.cards (
  id uuid primary key default gen_random_uuid(),
  meeting_id uuid not null references meetings,
  serial text not null check (serial ~ '^[A-Z0-9-]{1,20}$'),
  login_hash bytea not null unique check (length(login_hash) = 32),
  is_spare boolean not null,
  state text not null default 'registered' check (state in ('registered', 'activated', 'returned', 'voided')),
  unique (meeting_id, serial)
);
comment on table box.cards is 'One row a card of a meeting. login_hash is the SHA-256 of the login key derived from its secret. returned: its holder left and handed it back, so later sessions do not count it. Written by server/ballots/box-store.ts.';

create table box.credentials (
  poll text not null references poll_ids (uuid),
  meeting_id uuid not null,
  serial text not null,
  credential text not null,
  primary key (poll, serial),
  unique (poll, credential),
  foreign key (meeting_id, serial) references box.cards (meeting_id, serial)
);
comment on table box.credentials is 'The public credential of a card for one ballot session id: text of a group element.';

create table box.polls (
  poll text primary key references ballot_sessions (id),
  meeting_id uuid not null references meetings,
  state text not null check (state in ('sealed', 'open', 'closed', 'voided')),
  is_recorded boolean not null default false,
  revoting boolean not null,
  archive_seconds bigint not null,
  height integer not null,
  head text not null,
  opened_at timestamptz,
  closes_at timestamptz,
  closed_at timestamptz
);
comment on table box.polls is 'The box of one sealed session: whether it takes ballots, and height and hash of the last event of its archive. Its row lock puts events in one order; closes_at is judged by the clock of the database.';

create table box.usable (
  poll text not null references box.polls,
  credential text not null,
  is_voided boolean not null default false,
  primary key (poll, credential)
);
comment on table box.usable is 'Credentials a ballot of this session may be cast under: of cards activated when it opened or while it was open.';

create table box.events (
  poll text not null references box.polls,
  height integer not null check (height >= 0),
  type text not null,
  event text not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  members text[] not null,
  leaf_index bigint not null unique references ledger.leaves,
  log_size bigint not null,
  primary key (poll, height)
);
alter table box.events alter column members set storage external;
comment on table box.events is 'One row an event of a Belenios archive: its text, and the texts of its data members in their order. log_size: leaves in the log when its statement ended; the receipt is proved under that head.';

create table box.ballots (
  poll text not null,
  height integer not null,
  credential text not null,
  tracker text not null check (tracker ~ '^[0-9a-f]{64}$'),
  code text not null,
  caps jsonb not null,
  supersedes text,
  primary key (poll, height),
  foreign key (poll, height) references box.events (poll, height),
  unique (poll, tracker),
  unique (poll, code)
);
comment on table box.ballots is 'One row a ballot in the box; tracker is the SHA-256 of its text, caps its cap proofs.';

create table box.cast_once (
  poll text not null,
  credential text not null,
  height integer not null,
  primary key (poll, credential)
);
comment on table box.cast_once is 'Which credential has cast, where the rules let a voter cast once: its key refuses the second ballot.';

create trigger events_only_grow before update or delete or truncate on box.events
  for each statement execute function refuse_change();
create trigger ballots_only_grow before update or delete or truncate on box.ballots
  for each statement execute function refuse_change();
create trigger cast_once_only_grows before update or delete or truncate on box.cast_once
  for each statement execute function refuse_change();

create table box.tested (
  poll text not null,
  tracker text not null,
  primary key (poll, tracker)
);
comment on table box.tested is 'Ballots a voter chose to test instead of casting (Benaloh challenge): they can never be cast.';
