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
  height integer not null check (height >= -1),
  head text not null,
  fingerprint text not null,
  meeting_title text not null,
  title text not null,
  verifier text not null,
  opened_at timestamptz,
  closes_at timestamptz,
  closed_at timestamptz
);
comment on table box.polls is 'The box of one sealed session: whether it takes ballots, and height and hash of the last event of its archive (-1 and nothing for a vote by name, which has none). Its row lock puts events in one order; closes_at is judged by the clock of the database. fingerprint, titles and verifier stand in receipts, which are thus the same whenever they are written.';

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

create index ballots_by_code on box.ballots (code);
create index ballots_by_tracker on box.ballots (tracker);
create index ballots_of_credential on box.ballots (poll, credential, height);

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
create trigger tested_only_grows before update or delete or truncate on box.tested
  for each statement execute function refuse_change();
comment on table box.tested is 'Ballots a voter chose to test instead of casting (Benaloh challenge): they can never be cast.';

create table roll.recorded_votes (
  poll text not null references box.polls,
  member_id uuid not null references members,
  serial text not null,
  vote text not null,
  tracker text not null check (tracker ~ '^[0-9a-f]{64}$'),
  code text not null,
  leaf_index bigint not null unique references ledger.leaves,
  log_size bigint not null,
  primary key (poll, member_id),
  unique (poll, tracker),
  unique (poll, code)
);
comment on table roll.recorded_votes is 'One row a vote by name: its canonical text, whose SHA-256 (tracker) is the leaf. Written by box.record_vote only.';
create trigger recorded_votes_only_grow before update or delete or truncate on roll.recorded_votes
  for each statement execute function refuse_change();

-- Events of archives. The same text and hash as appendEvent of the tally gives; tests/api/ledger.test.ts compares them.

create function box.event_text(parent text, height integer, type text, payload text) returns text
language sql immutable as $$
  select '{' || case when parent is null then '' else '"parent":"' || parent || '",' end
    || '"height":' || height || ',"type":"' || type || '"'
    || case when payload is null then '' else ',"payload":"' || payload || '"' end || '}'
$$;
comment on function box.event_text is 'The text of an event of a Belenios archive.';

create function box.leaf_text(poll text, height integer, hash text) returns text
language sql immutable as $$
  select 'ballot-event/1' || E'\n' || poll || E'\n' || height || E'\n' || hash || E'\n'
$$;
comment on function box.leaf_text is 'The leaf of the ledger for an event of an archive.';

create function box.sha256_hex(content text) returns text
language sql immutable as $$
  select encode(sha256(convert_to(content, 'UTF8')), 'hex')
$$;

create function box.may_follow(previous text, next text, members integer) returns boolean
language sql immutable as $$
  select case next
    when 'Setup' then previous is null and members = 4
    when 'Ballot' then previous in ('Setup', 'Ballot') and members = 1
    when 'EndBallots' then previous in ('Setup', 'Ballot') and members = 0
    when 'EncryptedTally' then previous = 'EndBallots' and members = 2
    when 'PartialDecryption' then previous in ('EncryptedTally', 'PartialDecryption') and members = 2
    when 'Result' then previous in ('EncryptedTally', 'PartialDecryption') and members = 1
    else false
  end
$$;
comment on function box.may_follow is 'The grammar of an archive whose questions are all homomorphic, and how many data members each event has.';

create function box.append_event(poll text, type text, members text[]) returns box.events
language plpgsql as $$
declare
  boxed box.polls;
  written box.events;
  previous text;
begin
  select * into strict boxed from box.polls where polls.poll = append_event.poll for update;
  select events.type into previous from box.events
    where events.poll = append_event.poll and events.height = boxed.height;
  if boxed.is_recorded or box.may_follow(previous, append_event.type, cardinality(members)) is not true then
    raise exception 'no % event may follow % in the archive of this session', append_event.type, coalesce(previous, 'nothing')
      using errcode = 'integrity_constraint_violation';
  end if;
  written.poll := append_event.poll;
  written.type := append_event.type;
  written.members := append_event.members;
  written.height := boxed.height + 1;
  written.event := box.event_text(
    nullif(boxed.head, ''), written.height, append_event.type,
    box.sha256_hex(append_event.members[cardinality(append_event.members)]));
  written.hash := box.sha256_hex(written.event);
  update box.polls set height = written.height, head = written.hash where polls.poll = append_event.poll;
  written.leaf_index := ledger.append(array[box.leaf_text(append_event.poll, written.height, written.hash)]);
  written.log_size := written.leaf_index + 1;
  insert into box.events select written.*;
  return written;
end
$$;
comment on function box.append_event is 'Appends the next event to the archive of a session and its leaf to the ledger; members are the data members in their order. Raises when the type may not follow. Ballots are appended by box.append_ballots only.';

create function box.append_event_after(after text, poll text, type text, members text[]) returns setof box.events
language plpgsql as $$
begin
  perform from box.polls where polls.poll = append_event_after.poll for update;
  if exists (
    select from box.polls join box.events using (poll, height)
    where polls.poll = append_event_after.poll and events.type = append_event_after.after
  ) then
    return next box.append_event(append_event_after.poll, append_event_after.type, append_event_after.members);
  end if;
end
$$;
comment on function box.append_event_after is 'box.append_event if the last event is of the type after, else nothing: for steps that several servers may take at once.';

create function box.seal(
  poll text, meeting_id uuid, is_recorded boolean, revoting boolean, archive_seconds bigint, members text[],
  fingerprint text, meeting_title text, title text, verifier text, closes_at timestamptz default null
) returns box.polls
language plpgsql as $$
declare
  boxed box.polls;
begin
  insert into box.polls (poll, meeting_id, state, is_recorded, revoting, archive_seconds, height, head,
      fingerprint, meeting_title, title, verifier, closes_at)
    values (seal.poll, seal.meeting_id, 'sealed', seal.is_recorded, seal.revoting, seal.archive_seconds, -1, '',
      seal.fingerprint, seal.meeting_title, seal.title, seal.verifier, seal.closes_at);
  if not seal.is_recorded then
    perform box.append_event(seal.poll, 'Setup', seal.members);
  end if;
  select * into strict boxed from box.polls where polls.poll = seal.poll;
  return boxed;
end
$$;
comment on function box.seal is 'Makes the box of a session: state sealed, and the Setup event (members: setupMembers of the tally) unless votes are by name. fingerprint is empty for a vote by name; verifier is the line receipts show.';

create view box.boxed as
  select b.poll, b.tracker, b.code, b.credential, b.height, e.hash as event_hash, e.leaf_index, e.log_size, b.supersedes,
    (select count(*)::integer from box.ballots as o
      where o.poll = b.poll and o.credential = b.credential and o.height <= b.height) as seq
  from box.ballots as b join box.events as e using (poll, height);
comment on view box.boxed is 'One row a ballot in the box, with everything its receipt is made of.';

-- Ballots. One call is one batch and one commit; a call with one ballot is a batch of one.

create function box.append_ballots(
  polls text[], credentials text[], trackers text[], codes text[], ballots text[], caps text[]
) returns table (
  item integer, outcome text, height integer, event_hash text, leaf_index bigint, log_size bigint, seq integer, supersedes text
) language plpgsql as $$
#variable_conflict use_column
declare
  given record;
  boxed box.polls;
  current_poll text := '';
  taken text[] := '{}';
  accepted integer[] := '{}';
  heights integer[] := '{}';
  events text[] := '{}';
  hashes text[] := '{}';
  leaves text[] := '{}';
  replaced text[] := '{}';
  seqs integer[] := '{}';
  first bigint;
begin
  -- All boxes first, in one order, so that batches of several servers cannot wait for each other in a circle.
  perform from box.polls as p where p.poll = any (append_ballots.polls) order by p.poll for update;
  for given in
    select g.* from unnest(append_ballots.polls, append_ballots.credentials, append_ballots.trackers, append_ballots.codes)
      with ordinality as g (poll, credential, tracker, code, at)
    order by g.poll, g.at
  loop
    item := given.at;
    outcome := null;
    height := null;
    event_hash := null;
    leaf_index := null;
    log_size := null;
    seq := 1;
    supersedes := null;
    if given.poll <> current_poll then
      update box.polls as p set height = boxed.height, head = boxed.head where p.poll = current_poll and p.height <> boxed.height;
      current_poll := given.poll;
      boxed := null;
      select p.* into boxed from box.polls as p where p.poll = current_poll;
    end if;
    -- The same ballot again is answered as the first time, whatever has happened since (R39).
    select d.height, d.event_hash, d.leaf_index, d.log_size, d.supersedes, d.seq
      into height, event_hash, leaf_index, log_size, supersedes, seq
      from box.boxed as d where d.poll = given.poll and d.tracker = given.tracker;
    if found then
      outcome := 'REPEATED';
      return next;
      continue;
    end if;
    seq := 1;
    if boxed.poll is null or boxed.is_recorded then
      outcome := 'NOT_FOUND';
    elsif boxed.state <> 'open' or boxed.closes_at <= clock_timestamp() then
      outcome := 'NOT_OPEN';
    elsif not exists (
      select from box.usable as u where u.poll = given.poll and u.credential = given.credential and not u.is_voided
    ) then
      outcome := 'NOT_ISSUED';
    elsif exists (select from box.tested as t where t.poll = given.poll and t.tracker = given.tracker) then
      outcome := 'TESTED';
    elsif not boxed.revoting and exists (
      select from box.cast_once as o where o.poll = given.poll and o.credential = given.credential
    ) then
      outcome := 'ALREADY_CAST';
    elsif exists (select from box.ballots as b where b.poll = given.poll and b.code = given.code) then
      outcome := 'CODE_TAKEN';
    elsif given.poll || given.credential = any (taken) or given.poll || given.code = any (taken) then
      -- Two of one batch that exclude each other: the second is judged again when the first is in the box.
      outcome := 'AGAIN';
    end if;
    if outcome is not null then
      return next;
      continue;
    end if;
    if boxed.revoting then
      select b.tracker, (select count(*) + 1 from box.ballots as o where o.poll = given.poll and o.credential = given.credential)
        into supersedes, seq
        from box.ballots as b where b.poll = given.poll and b.credential = given.credential
        order by b.height desc limit 1;
      seq := coalesce(seq, 1);
    end if;
    taken := taken || (given.poll || given.credential) || (given.poll || given.code);
    boxed.height := boxed.height + 1;
    -- The payload is the hash of the ballot's text, which is its tracker.
    events := events || box.event_text(boxed.head, boxed.height, 'Ballot', given.tracker);
    boxed.head := box.sha256_hex(events[cardinality(events)]);
    accepted := accepted || item;
    heights := heights || boxed.height;
    hashes := hashes || boxed.head;
    leaves := leaves || box.leaf_text(given.poll, boxed.height, boxed.head);
    replaced := array_append(replaced, supersedes);
    seqs := seqs || seq;
  end loop;
  if cardinality(accepted) = 0 then
    return;
  end if;
  update box.polls as p set height = boxed.height, head = boxed.head where p.poll = current_poll and p.height <> boxed.height;
  first := ledger.append(leaves);
  log_size := first + cardinality(leaves);
  insert into box.events (poll, height, type, event, hash, members, leaf_index, log_size)
    select append_ballots.polls[a.at], a.height, 'Ballot', a.event, a.hash, array[append_ballots.ballots[a.at]],
      first + a.n - 1, first + cardinality(leaves)
    from unnest(accepted, heights, events, hashes) with ordinality as a (at, height, event, hash, n);
  insert into box.ballots (poll, height, credential, tracker, code, caps, supersedes)
    select append_ballots.polls[a.at], a.height, append_ballots.credentials[a.at], append_ballots.trackers[a.at],
      append_ballots.codes[a.at], append_ballots.caps[a.at]::jsonb, a.supersedes
    from unnest(accepted, heights, replaced) as a (at, height, supersedes);
  insert into box.cast_once (poll, credential, height)
    select append_ballots.polls[a.at], append_ballots.credentials[a.at], a.height
    from unnest(accepted, heights) as a (at, height)
    join box.polls as p on p.poll = append_ballots.polls[a.at] and not p.revoting;
  return query
    select a.at, 'CAST', a.height, a.hash, first + a.n - 1, first + cardinality(leaves), a.seq, a.supersedes
    from unnest(accepted, heights, hashes, seqs, replaced) with ordinality as a (at, height, hash, seq, supersedes, n);
end
$$;
comment on function box.append_ballots is 'Boxes a batch of ballots whose proofs have been checked; outcome says per item: CAST, REPEATED (this very ballot is in the box), NOT_FOUND, NOT_OPEN, NOT_ISSUED, TESTED, ALREADY_CAST, CODE_TAKEN, AGAIN (to be sent once more). tracker must be the SHA-256 of the ballot.';

create function box.test_ballot(poll text, tracker text) returns text language plpgsql as $$
begin
  perform from box.polls as p where p.poll = test_ballot.poll and not p.is_recorded for share;
  if not found then
    return 'NOT_FOUND';
  end if;
  if exists (select from box.ballots as b where b.poll = test_ballot.poll and b.tracker = test_ballot.tracker) then
    return 'ALREADY_CAST';
  end if;
  insert into box.tested (poll, tracker) values (test_ballot.poll, test_ballot.tracker) on conflict do nothing;
  return 'TESTED';
end
$$;
comment on function box.test_ballot is 'Marks a ballot as opened for a test; it can never be cast. The lock on the box keeps a cast of the same ballot apart.';

create function box.record_vote(poll text, member_id uuid, serial text, vote text, tracker text, code text)
returns table (outcome text, kept_tracker text, leaf_index bigint, log_size bigint) language plpgsql as $$
#variable_conflict use_column
declare
  boxed box.polls;
begin
  select p.* into boxed from box.polls as p where p.poll = record_vote.poll and p.is_recorded for update;
  if not found then
    return query select 'NOT_FOUND', null::text, null::bigint, null::bigint;
    return;
  end if;
  return query
    select case when v.tracker = record_vote.tracker then 'REPEATED' else 'ALREADY_CAST' end, v.tracker, v.leaf_index, v.log_size
    from roll.recorded_votes as v where v.poll = record_vote.poll and v.member_id = record_vote.member_id;
  if found then
    return;
  end if;
  if boxed.state <> 'open' or boxed.closes_at <= clock_timestamp() then
    return query select 'NOT_OPEN', null::text, null::bigint, null::bigint;
    return;
  end if;
  if not exists (
    select from box.cards as c
    join roll.card_holders as h on h.meeting_id = c.meeting_id and h.serial = c.serial and h.member_id = record_vote.member_id
    join roll.issues as i on i.meeting_id = c.meeting_id and i.member_id = h.member_id and i.medium = 'electronic'
    where c.meeting_id = boxed.meeting_id and c.serial = record_vote.serial and c.state = 'activated'
  ) then
    return query select 'NOT_ISSUED', null::text, null::bigint, null::bigint;
    return;
  end if;
  leaf_index := ledger.append(array['action/1' || E'\n' || record_vote.tracker || E'\n']);
  log_size := leaf_index + 1;
  insert into roll.recorded_votes (poll, member_id, serial, vote, tracker, code, leaf_index, log_size)
    values (record_vote.poll, record_vote.member_id, record_vote.serial, record_vote.vote, record_vote.tracker,
      record_vote.code, leaf_index, log_size);
  outcome := 'CAST';
  kept_tracker := record_vote.tracker;
  return next;
end
$$;
comment on function box.record_vote is 'Records one vote by name, once a member; tracker is the SHA-256 of its canonical text, which is the leaf.';

-- Closing: the last event of the box, and the figures of the roll as they are at that moment.

create function box.close_box(poll text, action text) returns table (outcome text, height integer, ballots integer)
language plpgsql as $$
#variable_conflict use_column
declare
  boxed box.polls;
  present_now integer;
  electronic_now integer;
  paper_now integer;
  activated_now text;
  voided_now text;
  in_office_now integer;
begin
  select p.* into boxed from box.polls as p where p.poll = close_box.poll for update;
  if not found then
    return query select 'NOT_FOUND', null::integer, null::integer;
    return;
  end if;
  if boxed.state <> 'open' then
    return query select 'WRONG_STATE', null::integer, null::integer;
    return;
  end if;
  select f.present, f.electronic, f.paper into strict present_now, electronic_now, paper_now
    from roll.figures(boxed.meeting_id, boxed.opened_at) as f;
  select coalesce(string_agg('"' || u.hash || '"', ',' order by u.hash collate "C"), '') into activated_now
    from (select box.sha256_hex(credential) as hash from box.usable as b where b.poll = close_box.poll) as u;
  select coalesce(string_agg(
      '{"credential":"' || box.sha256_hex(u.credential) || '","serial":"' || c.serial || '"}', ',' order by c.serial collate "C"), '')
    into voided_now
    from box.usable as u join box.credentials as c on c.poll = u.poll and c.credential = u.credential
    where u.poll = close_box.poll and u.is_voided;
  update box.polls as p set state = 'closed', closed_at = clock_timestamp() where p.poll = close_box.poll;
  select (s.setup::jsonb ->> 'inOffice')::integer into strict in_office_now
    from ballot_sessions as s where s.id = close_box.poll and s.state = 'open' for update;
  update ballot_sessions as s set
      state = 'closed', changed_at = now(), in_office = in_office_now, present = present_now,
      issued_electronic = electronic_now, issued_paper = paper_now,
      -- As writeRoll of the tally gives it: keys in order, no spaces.
      roll = '{"activated":[' || activated_now || '],"inOffice":' || in_office_now
        || ',"issued":{"electronic":' || electronic_now || ',"paper":' || paper_now || '},"poll":"' || close_box.poll
        || '","present":' || present_now || ',"v":"roll/1","voided":[' || voided_now || ']}'
    where s.id = close_box.poll;
  if not boxed.is_recorded then
    perform box.append_event(close_box.poll, 'EndBallots', '{}');
  end if;
  perform ledger.append_action(close_box.poll, close_box.action);
  return query
    select 'CLOSED', p.height,
      (case when p.is_recorded then (select count(*) from roll.recorded_votes as v where v.poll = p.poll)
        else (select count(*) from box.ballots as b where b.poll = p.poll) end)::integer
    from box.polls as p where p.poll = close_box.poll;
end
$$;
comment on function box.close_box is 'Closes the box of an open session: state, EndBallots strictly after the last ballot, present, issued and roll as they are now, and the action. From here on no ballot is taken, whatever was under way.';
