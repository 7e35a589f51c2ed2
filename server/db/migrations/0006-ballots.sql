-- Ballot sessions, the scrutineers' keys of a meeting, paper ballots, signatures, publications.
create table ceremonies (
  meeting_id uuid primary key references meetings,
  threshold integer not null check (threshold > 0),
  state text not null default 'certificates' check (state in ('certificates', 'polynomials', 'outputs', 'rehearsal', 'complete')),
  trustees text,
  rehearsal jsonb,
  attempt integer not null default 1,
  faults jsonb not null default '[]'
);
comment on table ceremonies is 'One row a meeting: the threshold key set-up of its scrutineers. trustees is trustees.json, there from rehearsal on and valid once complete; rehearsal a small election under the new key, closed; faults what members found wrong with others'' messages in this attempt. Written by server/ballots/ceremony.ts.';

create table ceremony_members (
  meeting_id uuid not null references ceremonies,
  position integer not null check (position > 0),
  account_id uuid not null references accounts,
  certificate text,
  polynomial text,
  output text,
  decryption text,
  rehearsed_at timestamptz,
  primary key (meeting_id, position),
  unique (meeting_id, account_id)
);
comment on table ceremony_members is 'One row a scrutineer of the ceremony, with the messages of steps 1, 3 and 5 (all public or encrypted to their recipients) and its decryption of the rehearsal.';

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
  version integer not null default 1,
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
comment on table ballot_sessions is 'One row a ballot session (票决, 测评, 表决). Texts are the files of the record, canonical, written once at the step that makes them: setup to credentials at sealing, present to roll at closing, report at the count, certificate at confirmation. version counts the changes before sealing: a change based on an older one is refused. Written by server/ballots.';
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
  texts jsonb not null,
  leaf_index bigint not null references ledger.leaves,
  reason text not null default '',
  published_at timestamptz not null default now(),
  primary key (poll, version)
);
comment on table publications is 'One row a published version of a session''s record: its sealed texts, its manifest, and where the manifest''s leaf is in the ledger: the record is proved under the first signed head that holds it. A correction is a further version with its reason, never a change. Written by server/ballots/publish.ts.';
create trigger publications_only_grow before update or delete or truncate on publications
  for each statement execute function refuse_change();

create table pictures (
  meeting_id uuid not null references meetings,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  type text not null check (type in ('image/png', 'image/jpeg', 'image/webp')),
  bytes bytea not null check (length(bytes) between 1 and 1048576),
  primary key (meeting_id, sha256)
);
create index pictures_by_hash on pictures (sha256);
comment on table pictures is 'One row a picture of a candidate project, named by its hash, by which descriptions refer to it. Written by server/ballots/pictures.ts.';

create table abandonments (
  poll text primary key references ballot_sessions (id),
  reason text not null,
  proposed_by uuid not null references accounts,
  proposed_at timestamptz not null default now(),
  confirmed_by uuid references accounts,
  confirmed_at timestamptz,
  check (confirmed_by <> proposed_by),
  check ((confirmed_by is null) = (confirmed_at is null))
);
comment on table abandonments is 'One row a session that somebody wants to give up, and the second person who agreed (R36). Written by server/ballots/abandon.ts.';

-- Steps of a session. Each is one statement of the server, `select * from step(…)`; it returns a code, 'DONE' or why not, and
-- then nothing has changed. Locks: organs, meetings, box.polls, ballot_sessions,
-- accounts, and the ledger last.

create function create_ballot_session(given_meeting uuid, spare_id text, draft jsonb, given_parent text, action text)
  returns table (code text, id text) language plpgsql as $$
declare
  parent_state text;
  cards text;
  is_recorded boolean := (draft ->> 'rulePack')::jsonb ->> 'secrecy' = 'recorded';
  chosen text;
begin
  select cards_state into cards from meetings where meetings.id = given_meeting and state <> 'closed' for update;
  if cards is null then return query select 'WRONG_STATE', null::text; return; end if;
  if given_parent is not null then
    select state into parent_state from ballot_sessions as parents where parents.id = given_parent for update;
    if parent_state is null or (draft #>> '{round,kind}' in ('revote', 'revote_budget') and parent_state not in ('counted', 'revote_required')) then
      return query select 'WRONG_STATE', null::text; return;
    end if;
    if exists (select from ballot_sessions as children where children.parent_id = given_parent
      and children.state in ('configured', 'sealed', 'roll_open', 'quorum_met', 'issuing', 'open', 'closed', 'reconciled', 'adjudicating')) then
      return query select 'ALREADY_EXISTS', null::text; return;
    end if;
  end if;
  select uuid into chosen from poll_ids
    where poll_ids.meeting_id = given_meeting
      and not exists (select from ballot_sessions as taken where taken.id = uuid)
      and (is_recorded or cards <> 'complete' or box.has_all_cards(uuid))
    order by position limit 1;
  if chosen is null then
    if cards <> 'none' and not is_recorded then return query select 'NO_RESERVE', null::text; return; end if;
    insert into poll_ids (uuid, meeting_id, position)
      select spare_id, given_meeting, coalesce(max(position), 0) + 1 from poll_ids where meeting_id = given_meeting;
    chosen := spare_id;
  end if;
  insert into ballot_sessions (id, meeting_id, kind, year, subject_zh, subject_en, rule_pack, items, descriptions, round,
      limits, parent_id, planned_opens_at, planned_closes_at)
    values (chosen, given_meeting, draft ->> 'kind', (draft ->> 'year')::integer, draft ->> 'subjectZh', draft ->> 'subjectEn',
      draft ->> 'rulePack', draft -> 'items', draft -> 'descriptions', draft -> 'round', nullif(draft -> 'limits', 'null'),
      given_parent, (draft ->> 'plannedOpensAt')::timestamptz, (draft ->> 'plannedClosesAt')::timestamptz);
  if action is not null then
    update ballot_sessions as parents set state = 'revote_required', changed_at = now() where parents.id = given_parent;
    perform ledger.append_action(given_parent, action);
  end if;
  return query select 'DONE', chosen;
end
$$;
comment on function create_ballot_session is 'Creates a session under the lowest session id that is free: once cards exist only one that every card has a credential for. A re-vote comes with the action that moves its parent to revote_required.';

create function change_ballot_session(given_poll text, given_version integer, draft jsonb) returns text language plpgsql as $$
declare
  found_state text;
  found_version integer;
begin
  select state, version into found_state, found_version from ballot_sessions where id = given_poll for update;
  if found_state is null then return 'NOT_FOUND'; end if;
  if found_state <> 'configured' then return 'RULES_SEALED'; end if;
  if found_version <> given_version then return 'STALE'; end if;
  update ballot_sessions set version = version + 1, kind = draft ->> 'kind', year = (draft ->> 'year')::integer,
      subject_zh = draft ->> 'subjectZh', subject_en = draft ->> 'subjectEn', rule_pack = draft ->> 'rulePack',
      items = draft -> 'items', descriptions = draft -> 'descriptions', limits = nullif(draft -> 'limits', 'null'),
      planned_opens_at = (draft ->> 'plannedOpensAt')::timestamptz,
      planned_closes_at = (draft ->> 'plannedClosesAt')::timestamptz, changed_at = now()
    where id = given_poll;
  return 'DONE';
end
$$;
comment on function change_ballot_session is 'Replaces what may change of a session while it is configured: never its id, round or parent.';

create function seal_ballot_session(given_poll text, given_version integer, sealed jsonb, members text[], action text)
  returns text language plpgsql as $$
declare
  given ballot_sessions;
  keys text[];
begin
  -- The roll and the signers' keys stay as they are until this is done.
  perform from organs where id = (
    select organ_id from meetings where id = (select meeting_id from ballot_sessions where id = given_poll)) for share;
  perform from meetings where id = (select meeting_id from ballot_sessions where id = given_poll) for share;
  select * into given from ballot_sessions where id = given_poll for update;
  select array_agg(distinct signer ->> 'publicKey') into keys
    from jsonb_array_elements((sealed ->> 'setup')::jsonb -> 'signers') as signer;
  perform from accounts where signing_key = any (keys) order by id for share;
  if given.id is null then return 'NOT_FOUND'; end if;
  if given.state <> 'configured' then return 'WRONG_STATE'; end if;
  if given.version <> given_version
    or (select count(*) from accounts where signing_key = any (keys)) <> cardinality(keys)
    or (select count(*) from members as seated join meetings on meetings.organ_id = seated.organ_id
        where meetings.id = given.meeting_id and seated.in_office) <> (sealed ->> 'inOffice')::integer
    or cardinality(members) > 0 and (
      not box.has_all_cards(given_poll)
      or (select count(*) from box.credentials where poll = given_poll) <> (sealed ->> 'listed')::integer
      or (select trustees from ceremonies where meeting_id = given.meeting_id and state = 'complete') is distinct from sealed ->> 'trustees')
  then return 'STALE'; end if;
  update ballot_sessions set state = 'sealed', changed_at = now(), setup = sealed ->> 'setup', form = sealed ->> 'form',
      election = sealed ->> 'election', trustees = sealed ->> 'trustees', credentials = sealed ->> 'credentials',
      in_office = (sealed ->> 'inOffice')::integer
    where id = given_poll;
  perform ledger.append_action(given_poll, action);
  perform box.seal(given_poll, given.meeting_id, (sealed ->> 'isRecorded')::boolean, (sealed ->> 'revoting')::boolean,
    (sealed ->> 'archiveSeconds')::bigint, members, sealed ->> 'fingerprint', sealed ->> 'meetingTitle', given.subject_zh,
    sealed ->> 'verifier', given.planned_closes_at);
  return 'DONE';
end
$$;
comment on function seal_ballot_session is 'Seals a session: its texts, its box with the Setup event, the action, all at once. STALE when session, roll, cards, keys or signers are no longer those the texts were made from.';

create function take_roll(given_poll text, counted integer, needed integer, action text) returns text language plpgsql as $$
declare
  given ballot_sessions;
begin
  select * into given from ballot_sessions where id = given_poll for update;
  if given.id is null then return 'NOT_FOUND'; end if;
  if given.state <> 'sealed' then return 'WRONG_STATE'; end if;
  if (select present from roll.figures(given.meeting_id, null)) <> counted then return 'STALE'; end if;
  if counted < needed then return 'QUORUM_NOT_MET'; end if;
  update ballot_sessions set state = 'issuing', changed_at = now() where id = given_poll;
  perform ledger.append_action(given_poll, action);
  return 'DONE';
end
$$;
comment on function take_roll is 'sealed, roll_open, quorum_met, issuing in one step: the roll is what the desk has signed in, and enough are present.';

create function open_ballot_session(given_poll text, needed integer, is_planned boolean, action text) returns text language plpgsql as $$
declare
  given ballot_sessions;
  moment timestamptz;
begin
  perform from box.polls where poll = given_poll for update;
  select * into given from ballot_sessions where id = given_poll for update;
  moment := clock_timestamp();
  if given.id is null then return 'NOT_FOUND'; end if;
  if given.state <> 'issuing' then return 'WRONG_STATE'; end if;
  if given.planned_opens_at > moment or is_planned and given.planned_opens_at is null then return 'TOO_EARLY'; end if;
  if given.planned_closes_at <= moment then return 'TOO_LATE'; end if;
  if (select present from roll.figures(given.meeting_id, null)) < needed then return 'QUORUM_NOT_MET'; end if;
  update box.polls set state = 'open', opened_at = moment, closes_at = given.planned_closes_at where poll = given_poll;
  if not (select is_recorded from box.polls where poll = given_poll) then perform box.make_usable(given_poll, null); end if;
  update ballot_sessions set state = 'open', changed_at = moment where id = given_poll;
  perform ledger.append_action(given_poll, action);
  return 'DONE';
end
$$;
comment on function open_ballot_session is 'Opens the box by the clock of the database: every card handed out by now may cast. Never before a planned opening; the state lets it happen once (R32).';

create function propose_abandonment(given_poll text, account uuid, given_reason text) returns text language plpgsql as $$
declare
  found_state text;
begin
  select state into found_state from ballot_sessions where id = given_poll for update;
  if found_state is null then return 'NOT_FOUND'; end if;
  if found_state in ('configured', 'poll_invalid', 'signed', 'announced', 'confirmed', 'published', 'archived', 'voided') then
    return 'WRONG_STATE';
  end if;
  insert into abandonments (poll, reason, proposed_by) values (given_poll, given_reason, account)
    on conflict (poll) do update set reason = excluded.reason, proposed_by = excluded.proposed_by, proposed_at = now()
    where abandonments.confirmed_by is null;
  return 'DONE';
end
$$;

create function confirm_abandonment(given_poll text, account uuid, given_reason text, action text) returns text language plpgsql as $$
declare
  found_state text;
  proposal abandonments;
begin
  perform from box.polls where poll = given_poll for update;
  select state into found_state from ballot_sessions where id = given_poll for update;
  select * into proposal from abandonments where poll = given_poll;
  if proposal.poll is null then return 'NOT_FOUND'; end if;
  if proposal.proposed_by = account then return 'SAME_PERSON'; end if;
  if proposal.confirmed_by is not null
    or found_state in ('configured', 'poll_invalid', 'signed', 'announced', 'confirmed', 'published', 'archived', 'voided') then
    return 'WRONG_STATE';
  end if;
  if proposal.reason <> given_reason then return 'STALE'; end if;
  update abandonments set confirmed_by = account, confirmed_at = now() where poll = given_poll;
  update box.polls set state = 'voided' where poll = given_poll;
  update ballot_sessions set state = 'voided', changed_at = now() where id = given_poll;
  perform ledger.append_action(given_poll, action);
  return 'DONE';
end
$$;
comment on function confirm_abandonment is 'The second person ends a session that cannot or shall not go on: it is voided, publicly and for good (R36, R66).';

create function enter_paper(given_poll text, given_batch integer, account uuid, keyed jsonb, action text) returns text language plpgsql as $$
declare
  found_state text;
  found paper_batches;
begin
  select state into found_state from ballot_sessions where id = given_poll for update;
  if found_state is null then return 'NOT_FOUND'; end if;
  if found_state <> 'closed' then return 'WRONG_STATE'; end if;
  select * into found from paper_batches where poll = given_poll and batch = given_batch for update;
  if found.poll is null then
    insert into paper_batches (poll, batch, first_account, first_column) values (given_poll, given_batch, account, keyed);
    return 'FIRST';
  end if;
  if found.second_account is not null then return 'ALREADY_EXISTS'; end if;
  if found.first_account = account then
    update paper_batches set first_column = keyed where poll = given_poll and batch = given_batch;
    return 'FIRST';
  end if;
  update paper_batches set second_account = account, second_column = keyed where poll = given_poll and batch = given_batch;
  perform ledger.append_action(given_poll, action);
  return 'SECOND';
end
$$;
comment on function enter_paper is 'One keying of a batch of paper ballots. The first teller may key again until another teller has; after the second keying neither changes.';

create function resolve_paper(given_poll text, given_batch integer, account uuid, ruled jsonb, action text) returns text language plpgsql as $$
declare
  found_state text;
begin
  select state into found_state from ballot_sessions where id = given_poll for update;
  if found_state is null then return 'NOT_FOUND'; end if;
  if found_state not in ('closed', 'reconciled', 'adjudicating') then return 'WRONG_STATE'; end if;
  if exists (select from paper_batches where poll = given_poll and batch = given_batch
    and account in (first_account, second_account)) then return 'SAME_PERSON'; end if;
  update paper_batches set resolved_by = account, resolution = ruled
    where poll = given_poll and batch = given_batch and second_account is not null and resolved_by is null;
  if not found then return 'WRONG_STATE'; end if;
  perform ledger.append_action(given_poll, action);
  return 'DONE';
end
$$;
comment on function resolve_paper is 'What the chief scrutineer ruled on a batch whose keyings differ or which holds doubtful ballots; once, and never on what they keyed.';
