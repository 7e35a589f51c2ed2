-- Keys, count, signatures and publication: every change is one call of one of these functions, its ledger leaf included.
create table decryptions (
  poll text not null references box.polls,
  owner integer not null check (owner > 0),
  account_id uuid not null references accounts,
  height integer not null,
  primary key (poll, owner),
  unique (poll, account_id)
);
comment on table decryptions is 'One row a scrutineer who has opened its part of a count: trustee number, and the event that holds it. Written by count_decryption only.';

create table corrections (
  poll text not null references ballot_sessions (id),
  version integer not null check (version > 1),
  reason text not null,
  account_id uuid not null references accounts,
  proposed_at timestamptz not null default now(),
  primary key (poll, version)
);
comment on table corrections is 'One row a proposed further version of a record; it is published when the presidium agrees. Written by server/ballots/correct.ts.';

alter table ceremony_members add column holder jsonb;
comment on column ceremony_members.holder is 'The member''s signed statement that this place in the key set is theirs (docs/formats/setup.md); sealed with every session.';

create function begin_ceremony(meeting uuid, needed integer, accounts uuid[], after_attempt integer, action text)
returns text language plpgsql as $$
declare
  known integer;
begin
  perform 1 from meetings where id = meeting for update;
  -- Whoever seals one of these now waits, or is waited for.
  perform 1 from ballot_sessions where meeting_id = meeting for update;
  if exists (
    select from ballot_sessions where meeting_id = meeting and state not in ('configured', 'voided', 'poll_invalid')
  ) then
    return 'sealed';
  end if;
  select attempt into known from ceremonies where meeting_id = meeting for update;
  if coalesce(known, 0) <> after_attempt then return 'stale'; end if;
  delete from ceremony_members where meeting_id = meeting;
  insert into ceremonies (meeting_id, threshold) values (meeting, needed)
    on conflict (meeting_id) do update set threshold = needed, state = 'certificates', trustees = null,
      rehearsal = null, faults = '[]', attempt = ceremonies.attempt + 1;
  insert into ceremony_members (meeting_id, position, account_id)
    select meeting, position, account from unnest(accounts) with ordinality as listed (account, position);
  perform ledger.append_action(meeting::text, action);
  return 'begun';
end
$$;
comment on function begin_ceremony is 'Starts the key set-up of a meeting, or starts it again after the given attempt (0: none). Refused once a session is sealed under its keys.';

create function ceremony_message(meeting uuid, of_attempt integer, account uuid, step text, message text, statement jsonb, last_action text)
returns text language plpgsql as $$
declare
  current ceremonies;
  known text;
  is_member boolean;
begin
  select * into current from ceremonies where meeting_id = meeting for update;
  select true, case step when 'certificate' then certificate when 'polynomial' then polynomial
      when 'output' then output when 'decryption' then decryption end
    into is_member, known from ceremony_members where meeting_id = meeting and account_id = account;
  if is_member is null or current.attempt <> of_attempt then return 'stale'; end if;
  -- A repeated decryption has other random proofs, and the first one does.
  if known = message or (step = 'decryption' and known is not null) then return 'saved'; end if;
  if known is not null then return 'exists'; end if;
  if current.state <> (case step when 'decryption' then 'rehearsal' else step || 's' end) then return 'wrong_state'; end if;
  update ceremony_members set
      certificate = case step when 'certificate' then message else certificate end,
      polynomial = case step when 'polynomial' then message else polynomial end,
      output = case step when 'output' then message else output end,
      decryption = case step when 'decryption' then message else decryption end,
      holder = case step when 'decryption' then statement end,
      rehearsed_at = case step when 'decryption' then now() end
    where meeting_id = meeting and account_id = account;
  if step = 'certificate' and not exists (select from ceremony_members where meeting_id = meeting and certificate is null) then
    update ceremonies set state = 'polynomials' where meeting_id = meeting;
  elsif step = 'polynomial' and not exists (select from ceremony_members where meeting_id = meeting and polynomial is null) then
    update ceremonies set state = 'outputs' where meeting_id = meeting;
  elsif step = 'decryption' and not exists (select from ceremony_members where meeting_id = meeting and rehearsed_at is null) then
    update ceremonies set state = 'complete' where meeting_id = meeting;
    perform ledger.append_action(meeting::text, last_action);
  end if;
  return 'saved';
end
$$;
comment on function ceremony_message is 'Keeps one member''s message of a step; the last one moves the set-up on. The last decryption of the rehearsal completes it, which is logged.';

create function ceremony_fault(meeting uuid, of_attempt integer, fault jsonb, action text)
returns boolean language plpgsql as $$
begin
  update ceremonies set faults = faults || fault
    where meeting_id = meeting and attempt = of_attempt and state = 'outputs' and not faults @> fault;
  if not found then return false; end if;
  perform ledger.append_action(meeting::text, action);
  return true;
end
$$;
comment on function ceremony_fault is 'A member reports that another''s share does not fit: kept and logged once.';

create function count_decryption(session text, member integer, account uuid, members text[], action text)
returns text language plpgsql as $$
declare
  at integer;
begin
  perform 1 from box.polls where poll = session for update;
  if exists (select from decryptions d where d.poll = session and d.owner = member) then return 'exists'; end if;
  if not exists (select from ballot_sessions where id = session and state = 'adjudicating')
    or exists (select from box.events e where e.poll = session and e.type = 'Result') then
    return 'wrong_state';
  end if;
  perform box.append_event(session, 'PartialDecryption', members);
  select height into at from box.polls where poll = session;
  insert into decryptions (poll, owner, account_id, height) values (session, member, account, at);
  perform ledger.append_action(session, action);
  return 'saved';
end
$$;
comment on function count_decryption is 'Appends the checked partial decryption of one trustee to the archive, once a trustee, and logs who opened.';

create function count_result(session text, decryptions_used integer, members text[])
returns text language plpgsql as $$
begin
  perform 1 from box.polls where poll = session for update;
  if exists (select from box.events e where e.poll = session and e.type = 'Result') then return 'saved'; end if;
  if (select count(*) from decryptions d where d.poll = session) <> decryptions_used then return 'stale'; end if;
  perform box.append_event(session, 'Result', members);
  return 'saved';
end
$$;
comment on function count_result is 'Appends the result, made from the decryptions that are in the archive now and no others.';

create function reconcile_session(session text, to_state text, invalid_report text, batches integer, action text)
returns text language plpgsql as $$
declare
  current ballot_sessions;
begin
  perform 1 from box.polls where poll = session for update;
  select * into current from ballot_sessions where id = session for update;
  if current.state <> 'closed' then return 'wrong_state'; end if;
  if (select count(*) from paper_batches where poll = session) <> batches then return 'stale'; end if;
  update ballot_sessions set state = to_state, report = invalid_report, changed_at = now() where id = session;
  perform ledger.append_action(session, action);
  return 'saved';
end
$$;
comment on function reconcile_session is 'closed to reconciled and on, to adjudicating or, with more returned than issued, to poll_invalid, which is the end.';

create function save_report(session text, from_state text, to_state text, new_report text, of_head text, action text)
returns text language plpgsql as $$
declare
  current ballot_sessions;
begin
  if (select head from box.polls where poll = session for share) is distinct from of_head then return 'stale'; end if;
  select * into current from ballot_sessions where id = session for update;
  if current.state <> from_state then return 'wrong_state'; end if;
  delete from session_signatures where poll = session;
  update ballot_sessions set state = to_state, report = new_report, changed_at = now() where id = session;
  perform ledger.append_action(session, action);
  return 'saved';
end
$$;
comment on function save_report is 'The tally report of a session, made from its archive up to the given head. A report made again, after a re-vote, is signed again.';

create function sign_report(session text, as_role text, account uuid, given jsonb, report_hash text, new_certificate text, action text)
returns text language plpgsql as $$
declare
  current ballot_sessions;
  is_presidium constant boolean := as_role = 'presidium';
begin
  select * into current from ballot_sessions where id = session for update;
  if encode(sha256(convert_to(current.report, 'UTF8')), 'hex') is distinct from report_hash then return 'stale'; end if;
  if exists (select from session_signatures where poll = session and role = as_role) then return 'exists'; end if;
  if exists (select from session_signatures where poll = session and account_id = account) then return 'same_signer'; end if;
  if current.state <> (case when is_presidium then 'announced' else 'counted' end) then return 'wrong_state'; end if;
  insert into session_signatures (poll, role, account_id, signature) values (session, as_role, account, given);
  if is_presidium then
    update ballot_sessions set state = 'confirmed', certificate = new_certificate, changed_at = now() where id = session;
  elsif (select count(*) from session_signatures where poll = session) = 3 then
    update ballot_sessions set state = 'signed', changed_at = now() where id = session;
  end if;
  perform ledger.append_action(session, action);
  return 'saved';
end
$$;
comment on function sign_report is 'One signature under the report of this hash: the third of the count makes the session signed, the presidium''s confirms it.';

create function publish_record(session text, new_version integer, new_texts jsonb, new_manifest text, why text, actions_before integer, action text)
returns text language plpgsql as $$
declare
  current ballot_sessions;
  at bigint;
begin
  select * into current from ballot_sessions where id = session for update;
  if exists (select from publications where poll = session and version = new_version) then return 'exists'; end if;
  if (new_version = 1 and current.state <> 'confirmed') or (new_version > 1 and current.state not in ('published', 'archived'))
    or new_version <> 1 + (select count(*) from publications where poll = session) then
    return 'wrong_state';
  end if;
  -- Nothing may be logged between the actions the record lists and its own leaves.
  perform 1 from ledger.size for update;
  if (select count(*) from ledger.actions a where a.poll = session) <> actions_before then return 'stale'; end if;
  perform ledger.append_action(session, action);
  at := ledger.append(array['action/1' || E'\n' || encode(sha256(convert_to(new_manifest, 'UTF8')), 'hex') || E'\n']);
  insert into publications (poll, version, manifest, texts, leaf_index, reason)
    values (session, new_version, new_manifest, new_texts, at, why);
  if new_version = 1 then
    update ballot_sessions set state = 'published', changed_at = now() where id = session;
  end if;
  return 'saved';
end
$$;
comment on function publish_record is 'One version of a record, with the action that publishes it and, right after it, the leaf of its manifest.';
