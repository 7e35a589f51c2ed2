-- Accounts of those who prepare, watch, count and publish; and every browser login, cards included.
create table accounts (
  id uuid primary key default gen_random_uuid(),
  login_name text not null unique check (login_name ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  name text not null,
  password_hash text,
  totp_secret text,
  totp_confirmed_at timestamptz,
  totp_last_step bigint not null default 0,
  signing_key text check (signing_key ~ '^[0-9a-f]{64}$'),
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table accounts is 'One row a person with an account. password_hash is argon2id, null before the invitation is accepted; totp_last_step is the last time step used, so no code works twice; signing_key is the Ed25519 public key made in the person''s browser. Written by server/people and server/auth.';

create table role_grants (
  account_id uuid not null references accounts,
  role text not null check (role in ('administrator', 'clerk', 'presidium', 'presidingChair', 'chiefScrutineer', 'scrutineer', 'teller', 'auditor')),
  organ_id uuid references organs,
  granted_at timestamptz not null default now(),
  unique nulls not distinct (account_id, role, organ_id),
  check ((role = 'administrator') = (organ_id is null))
);
comment on table role_grants is 'One row a role held: an administrator''s for the installation, every other in one organ. Written by server/people.';

create table invitations (
  token_hash bytea primary key check (length(token_hash) = 32),
  account_id uuid not null references accounts,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table invitations is 'One row a one-time link to set a password; only the SHA-256 of its token is kept. Written by server/people.';

create table logins (
  id_hash bytea primary key check (length(id_hash) = 32),
  account_id uuid references accounts,
  card_id uuid,
  expires_at timestamptz not null,
  second_factor_at timestamptz,
  created_at timestamptz not null default now(),
  check ((account_id is null) <> (card_id is null))
);
comment on table logins is 'One row a browser login, of an account or of a card; only the SHA-256 of the cookie is kept. Written by server/auth/logins.ts.';
create index logins_of_account on logins (account_id);
create index logins_of_card on logins (card_id);

create table login_delays (
  subject_hash bytea primary key check (length(subject_hash) = 32),
  failures integer not null check (failures > 0),
  last_failure_at timestamptz not null
);
comment on table login_delays is 'Failed attempts against a login name or from an address (hashed), for growing delays; nobody is locked out. Written by server/auth.';
