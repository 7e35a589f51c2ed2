-- Accounts of those who prepare, watch, count and publish; and every browser login, cards included.
create table accounts (
  id uuid primary key default gen_random_uuid(),
  login_name text not null unique check (login_name ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  name text not null,
  password_hash text,
  totp_secret text,
  totp_pending text,
  totp_confirmed_at timestamptz,
  totp_last_step bigint not null default 0,
  signing_key text unique check (signing_key ~ '^[0-9a-f]{64}$'),
  disabled_at timestamptz,
  epoch integer not null default 0,
  created_at timestamptz not null default now()
);
comment on table accounts is 'One row a person with an account. password_hash is argon2id, null before the invitation is accepted; epoch counts changes of password, second factor and closing: a login holds for the epoch it was judged in; totp_pending is a secret shown but not yet confirmed by a code; totp_last_step is the last time step used, so no code works twice; signing_key is the Ed25519 public key made in the person''s browser. Written by server/people and server/auth.';

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
  epoch integer,
  created_at timestamptz not null default now(),
  check ((account_id is null) = (epoch is null)),
  check ((account_id is null) <> (card_id is null))
);
comment on table logins is 'One row a browser login, of an account or of a card; only the SHA-256 of the cookie is kept. Written by server/auth/logins.ts.';
create index logins_of_account on logins (account_id);
create index logins_of_card on logins (card_id);

create table login_delays (
  subject_hash bytea primary key check (length(subject_hash) = 32),
  failures integer not null check (failures >= 0),
  last_failure_at timestamptz not null
);
comment on table login_delays is 'Failed attempts against a login name or from an address (hashed), for growing delays; nobody is locked out. Written by server/auth.';

create schema people;
comment on schema people is 'Changes of accounts, each whole with its leaf of the ledger. Called by server/people and server/auth.';

create function people.count_epoch() returns trigger language plpgsql as $$
begin
  if (new.password_hash, new.totp_secret, new.disabled_at) is distinct from (old.password_hash, old.totp_secret, old.disabled_at) then
    new.epoch := old.epoch + 1;
  end if;
  return new;
end
$$;
comment on function people.count_epoch is 'Begins a new epoch of an account whose password, second factor or state changes: the logins of earlier ones are none, and a password judged right before the change lets nobody in after it.';
create trigger count_epoch before update on accounts for each row execute function people.count_epoch();

create function people.take_attempt(subjects bytea[], free integer[], caps integer[], at timestamptz)
returns integer language plpgsql as $$
declare
  wait integer;
begin
  insert into login_delays (subject_hash, failures, last_failure_at)
    select subject, 0, at from unnest(subjects) as subject order by subject on conflict do nothing;
  perform 1 from login_delays where subject_hash = any (subjects) order by subject_hash for update;
  select coalesce(max(ceil(extract(epoch from d.last_failure_at - at) +
      case when d.failures < given.free then 0 else least(given.cap, power(2, least(d.failures - given.free, 20))) end)), 0)
    into wait
    from unnest(subjects, free, caps) as given (subject, free, cap)
    join login_delays d on d.subject_hash = given.subject
    where d.failures >= given.free;
  if wait > 0 then
    return wait;
  end if;
  update login_delays
    set failures = case when last_failure_at < at - interval '1 day' then 1 else failures + 1 end, last_failure_at = at
    where subject_hash = any (subjects);
  return 0;
end
$$;
comment on function people.take_attempt is 'Counts an attempt as failed before it is judged, so that a hundred at once are a hundred; or, while a delay lasts, counts nothing and returns the seconds it still lasts. After free failures the delay doubles from one second up to the cap; it is forgotten after a day. Who gets through deletes the rows.';

create function people.create_account(
  id uuid, login_name text, name text, roles text[], organs uuid[],
  token_hash bytea, expires_at timestamptz, at timestamptz, action text
) returns text language plpgsql as $$
begin
  if exists (select 1 from unnest(organs) as o where o is not null and not exists (select 1 from organs g where g.id = o)) then
    return 'NOT_FOUND';
  end if;
  insert into accounts (id, login_name, name, created_at)
    values (create_account.id, create_account.login_name, create_account.name, at)
    on conflict on constraint accounts_login_name_key do nothing;
  if not found then
    return 'ALREADY_EXISTS';
  end if;
  insert into role_grants (account_id, role, organ_id, granted_at)
    select create_account.id, given.role, given.organ, at from unnest(roles, organs) as given (role, organ)
    on conflict do nothing;
  insert into invitations values (create_account.token_hash, create_account.id, create_account.expires_at);
  perform ledger.append_action('installation', action);
  return 'DONE';
end
$$;
comment on function people.create_account is 'An account with its roles and invitation. ALREADY_EXISTS: the login name; NOT_FOUND: an organ.';

create function people.invite(account uuid, token_hash bytea, expires_at timestamptz, resets boolean, action text)
returns text language plpgsql as $$
begin
  perform 1 from accounts a where a.id = account and a.disabled_at is null
    and (resets or a.password_hash is null) for update;
  if not found then
    return 'WRONG_STATE';
  end if;
  if resets then
    update accounts a set password_hash = null, totp_secret = null, totp_pending = null, totp_confirmed_at = null
      where a.id = account;
  end if;
  delete from invitations i where i.account_id = account and i.used_at is null;
  insert into invitations values (invite.token_hash, account, invite.expires_at);
  perform ledger.append_action('installation', action);
  return 'DONE';
end
$$;
comment on function people.invite is 'A new one-time link in place of earlier ones. resets: password, second factor and all logins go first; else the account must not have a password yet.';

create function people.accept_invitation(
  token_hash bytea, password_hash text, at timestamptz, action text, out account uuid, out epoch integer
) language plpgsql as $$
begin
  update invitations i set used_at = at
    where i.token_hash = accept_invitation.token_hash and i.used_at is null and i.expires_at > at
      and exists (select 1 from accounts a where a.id = i.account_id and a.disabled_at is null)
    returning account_id into account;
  if account is null then
    return;
  end if;
  update accounts a set password_hash = accept_invitation.password_hash where a.id = account
    returning a.epoch into accept_invitation.epoch;
  perform ledger.append_action('installation', action);
end
$$;
comment on function people.accept_invitation is 'Spends a link and sets the password; all earlier logins end. Nulls when the link is spent, too old or of a disabled account.';

create function people.is_last_administrator(account uuid) returns boolean language plpgsql as $$
begin
  -- Two administrators who remove each other at once come here one after the other.
  perform 1 from role_grants g where g.role = 'administrator' order by g.account_id for update;
  return exists (select 1 from role_grants g where g.role = 'administrator' and g.account_id = account)
    and not exists (
      select 1 from role_grants g join accounts a on a.id = g.account_id
      where g.role = 'administrator' and g.account_id <> account
        and a.disabled_at is null and a.password_hash is not null);
end
$$;
comment on function people.is_last_administrator is 'Whether without this account nobody could administer. Locks the grants of administrators.';

create function people.disable(account uuid, at timestamptz, action text) returns text language plpgsql as $$
begin
  if people.is_last_administrator(account) then
    return 'WRONG_STATE';
  end if;
  update accounts a set disabled_at = at where a.id = account and a.disabled_at is null;
  if not found then
    return 'STALE';
  end if;
  delete from invitations i where i.account_id = account and i.used_at is null;
  perform ledger.append_action('installation', action);
  return 'DONE';
end
$$;
comment on function people.disable is 'Closes an account and ends its logins and links. WRONG_STATE: the last administrator.';

create function people.grant_role(account uuid, role text, organ uuid, at timestamptz, place text, action text)
returns text language plpgsql as $$
begin
  insert into role_grants (account_id, role, organ_id, granted_at)
    select a.id, grant_role.role, organ, at from accounts a
    where a.id = account and a.disabled_at is null
      and (organ is null or exists (select 1 from organs o where o.id = organ))
    on conflict do nothing;
  if not found then
    return case when exists (select 1 from role_grants g where g.account_id = account
      and g.role = grant_role.role and g.organ_id is not distinct from organ) then 'ALREADY_EXISTS' else 'NOT_FOUND' end;
  end if;
  perform ledger.append_action(place, action);
  return 'DONE';
end
$$;
comment on function people.grant_role is 'Gives a role. NOT_FOUND: no such organ, or the account is disabled.';

create function people.withdraw_role(account uuid, role text, organ uuid, place text, action text)
returns text language plpgsql as $$
begin
  if withdraw_role.role = 'administrator' and people.is_last_administrator(account) then
    return 'WRONG_STATE';
  end if;
  delete from role_grants g where g.account_id = account and g.role = withdraw_role.role
    and g.organ_id is not distinct from organ;
  if not found then
    return 'NOT_FOUND';
  end if;
  perform ledger.append_action(place, action);
  return 'DONE';
end
$$;
comment on function people.withdraw_role is 'Takes a role away. WRONG_STATE: the last administrator''s.';

create function people.register_key(account uuid, key text, action text) returns text language plpgsql as $$
declare
  before text;
begin
  select signing_key into before from accounts where id = account for update;
  if before = key then
    return 'DONE';
  end if;
  if before is not null and exists (
    select 1 from ballot_sessions s
    where s.state not in ('configured', 'published', 'archived', 'voided', 'poll_invalid')
      and position(before in s.setup) > 0
  ) then
    return 'WRONG_STATE';
  end if;
  update accounts set signing_key = key where id = account and not exists (select 1 from accounts a where a.signing_key = key);
  if not found then
    return 'ALREADY_EXISTS';
  end if;
  perform ledger.append_action('installation', action);
  return 'DONE';
end
$$;
comment on function people.register_key is 'Sets the signing key. WRONG_STATE: a sealed session that is not published yet names the present one. ALREADY_EXISTS: the key of somebody else.';

create function people.first_administrator(id uuid, login_name text, name text, token_hash bytea, expires_at timestamptz, action text)
returns boolean language plpgsql as $$
declare
  account uuid;
begin
  -- Several servers of an empty database may start at once.
  lock table invitations in share row exclusive mode;
  if exists (select 1 from accounts a where a.password_hash is not null)
    or (select count(*) from accounts) > 1
  then
    return false;
  end if;
  select a.id into account from accounts a;
  if account is null then
    insert into accounts (id, login_name, name)
      values (first_administrator.id, first_administrator.login_name, first_administrator.name);
    insert into role_grants (account_id, role) values (first_administrator.id, 'administrator');
    account := first_administrator.id;
  end if;
  delete from invitations i where i.account_id = account and i.used_at is null;
  insert into invitations values (first_administrator.token_hash, account, first_administrator.expires_at);
  perform ledger.append_action('installation', action);
  return true;
end
$$;
comment on function people.first_administrator is 'The one link to a new installation, made anew at every start until it is used; false from then on.';
