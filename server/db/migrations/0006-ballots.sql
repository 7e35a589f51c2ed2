-- Ballot sessions, the scrutineers' keys of a meeting, paper ballots, signatures, publications.
create table ceremonies (
  meeting_id uuid primary key references meetings,
  threshold integer not null check (threshold > 0),
  state text not null default 'certificates' check (state in ('certificates', 'polynomials', 'outputs', 'rehearsal', 'complete')),
  trustees text,
  rehearsal jsonb,
  attempt integer not null default 1
);
comment on table ceremonies is 'One row a meeting: the threshold key set-up of its scrutineers. trustees is trustees.json once complete. Written by server/ballots/ceremony.ts.';

create table ceremony_members (
  meeting_id uuid not null references ceremonies,
  position integer not null check (position > 0),
  account_id uuid not null references accounts,
  certificate text,
  polynomial text,
  output text,
  rehearsed_at timestamptz,
  primary key (meeting_id, position),
  unique (meeting_id, account_id)
);
comment on table ceremony_members is 'One row a scrutineer of the ceremony, with the messages of steps 1, 3 and 5 (all public or encrypted to their recipients).';

create table poll_ids (
  uuid text primary key check (uuid ~ '^[1-9A-HJ-NP-Za-km-z]{22}$'),
  meeting_id uuid not null references meetings,
  position integer not null check (position > 0),
  unique (meeting_id, position)
);
comment on table poll_ids is 'The ballot session ids of a meeting, reserved when its cards are made: each card has a credential for every one. A session takes the lowest position that no session has.';

create table ballot_sessions (
  id text primary key references poll_ids (uuid),
  meeting_id uuid not null references meetings,
  state text not null default 'configured',
  kind text not null check (kind in ('projects', 'evaluation', 'resolution')),
  year integer not null check (year between 1980 and 2200),
  subject_zh text not null,
  subject_en text not null,
  rule_pack text not null,
  items jsonb not null,
  descriptions jsonb not null default '{}',
  round jsonb not null,
  limits jsonb,
  parent_id text references ballot_sessions (id),
  planned_opens_at timestamptz,
  planned_closes_at timestamptz,
  setup text,
  form text,
  election text,
  trustees text,
  credentials text,
  in_office integer,
  present integer,
  issued_electronic integer,
  issued_paper integer,
  roll text,
  report text,
  certificate text,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
comment on table ballot_sessions is 'One row a ballot session (票决, 测评, 表决). Texts are the files of the record, canonical, written once at the step that makes them: setup to credentials at sealing, present to roll at closing, report at the count, certificate at confirmation. Written by server/ballots.';
create index ballot_sessions_of_meeting on ballot_sessions (meeting_id, created_at);

create table session_signatures (
  poll text not null references ballot_sessions (id),
  role text not null check (role in ('chiefScrutineer', 'scrutineer', 'teller', 'presidium')),
  account_id uuid not null references accounts,
  signature jsonb not null,
  primary key (poll, role),
  unique (poll, account_id)
);
comment on table session_signatures is 'One row a signature under the report hash of a session: three of the count, then the presidium. Written by server/ballots/sign.ts.';

create table paper_batches (
  poll text not null references ballot_sessions (id),
  batch integer not null check (batch > 0),
  first_account uuid not null references accounts,
  first_column jsonb not null,
  second_account uuid references accounts,
  second_column jsonb,
  resolved_by uuid references accounts,
  resolution jsonb,
  primary key (poll, batch),
  check (second_account is null or second_account <> first_account)
);
comment on table paper_batches is 'One row a batch of paper ballots, keyed twice by two tellers; where they differ, what the chief scrutineer ruled. Written by server/ballots/paper-entry.ts.';

create table publications (
  poll text not null references ballot_sessions (id),
  version integer not null check (version > 0),
  manifest text not null,
  proving jsonb not null,
  texts jsonb not null,
  reason text not null default '',
  published_at timestamptz not null default now(),
  primary key (poll, version)
);
comment on table publications is 'One row a published version of a session''s record: its sealed texts, manifest and proofs. A correction is a further version with its reason, never a change. Written by server/ballots/publish.ts.';
create trigger publications_only_grow before update or delete or truncate on publications
  for each statement execute function refuse_change();
