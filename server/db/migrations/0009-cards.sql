-- Cards: registered, activated, handed back, voided. Functions only; the tables are in the schema box. Whoever touches a
-- card while sessions are sealed or open first locks their rows in box.polls, as casting, opening and closing do.
alter table box.cards add column replaces text;
comment on column box.cards.replaces is 'Of a spare that took the place of a lost card: its serial.';

create function box.lock_polls(meeting uuid) returns void language plpgsql as $$
begin
  perform from box.polls where meeting_id = meeting and state in ('sealed', 'open') order by poll for update;
end
$$;
comment on function box.lock_polls is 'Puts a change of cards in one order with the casts, openings and closings of the meeting.';

create function box.register_cards(meeting uuid, kind text, reserves text[], given jsonb) returns text
  language plpgsql as $$
declare
  after integer;
begin
  perform from meetings where id = meeting and state <> 'closed' for update;
  if not found then
    return 'closed';
  end if;
  if exists (select from box.cards where meeting_id = meeting and state <> 'registered')
    or exists (select from box.polls where meeting_id = meeting) then
    return 'in_use';
  end if;
  delete from box.credentials where meeting_id = meeting;
  delete from roll.card_holders where meeting_id = meeting;
  delete from box.cards where meeting_id = meeting;
  delete from poll_ids p where p.meeting_id = meeting
    and not exists (select from ballot_sessions s where s.id = p.uuid);
  select coalesce(max(position), 0) into after from poll_ids where meeting_id = meeting;
  insert into poll_ids (uuid, meeting_id, position)
    select uuid, meeting, after + at from unnest(reserves) with ordinality as drawn (uuid, at);
  insert into box.cards (meeting_id, serial, is_spare, login_hash)
    select meeting, serial, "isSpare", decode("loginHash", 'hex')
    from jsonb_to_recordset(given) as card (serial text, "isSpare" boolean, "loginHash" text);
  if kind = 'named' then
    insert into roll.card_holders (meeting_id, serial, member_id)
      select meeting, serial, "memberId"
      from jsonb_to_recordset(given) as card (serial text, "memberId" uuid)
      where "memberId" is not null;
  end if;
  update meetings set cards_kind = kind, cards_state = 'uploading', cards_witness = '' where id = meeting;
  return 'registered';
exception when unique_violation then
  return 'duplicate';
end
$$;
comment on function box.register_cards is 'Starts the registration of the cards of a meeting, in place of one that was never used: their serials and login hashes, and the reserved ids of later sessions. in_use: a card was handed out or a session sealed; duplicate: a serial, login or id occurs twice.';

create function box.add_credentials(meeting uuid, poll_id text, serials text[], given text[]) returns text
  language plpgsql as $$
begin
  perform from meetings where id = meeting and cards_state = 'uploading' for share;
  if not found or not exists (select from poll_ids where uuid = poll_id and meeting_id = meeting) then
    return 'not_uploading';
  end if;
  insert into box.credentials (poll, meeting_id, serial, credential)
    select poll_id, meeting, serial, credential from unnest(serials, given) as pair (serial, credential)
    on conflict (poll, serial) do nothing;
  if exists (
    select from unnest(serials, given) as pair (serial, credential)
      join box.credentials c on c.poll = poll_id and c.serial = pair.serial
      where c.credential <> pair.credential
  ) then
    return 'different';
  end if;
  return 'added';
exception
  when unique_violation then return 'duplicate';
  when foreign_key_violation then return 'unknown';
end
$$;
comment on function box.add_credentials is 'Adds public credentials of cards for one session id; the same ones again change nothing.';

create function box.finish_cards(meeting uuid, witness text, action text) returns text language plpgsql as $$
declare
  cards bigint;
begin
  perform from meetings where id = meeting and cards_state = 'uploading' for update;
  if not found then
    return 'not_uploading';
  end if;
  select count(*) into cards from box.cards where meeting_id = meeting;
  if exists (
    select from poll_ids p where p.meeting_id = meeting
      and (select count(*) from box.credentials c where c.poll = p.uuid) <> cards
  ) then
    return 'incomplete';
  end if;
  update meetings set cards_state = 'complete', cards_witness = witness where id = meeting;
  perform ledger.append_action(meeting::text, action);
  return 'complete';
end
$$;
comment on function box.finish_cards is 'Ends the registration when every card has a credential for every reserved session id, and logs who was there.';

create function box.has_all_cards(poll_id text) returns boolean language sql stable as $$
  select exists (
    select from poll_ids p join meetings m on m.id = p.meeting_id and m.cards_state = 'complete'
    where p.uuid = poll_id
      and (select count(*) from box.credentials c where c.poll = p.uuid)
        = (select count(*) from box.cards k where k.meeting_id = m.id))
$$;
comment on function box.has_all_cards is 'Whether every card of the meeting has a credential for this session: without it a session cannot be sealed.';

create function box.make_usable(poll_id text, serials text[]) returns integer language plpgsql as $$
declare
  made integer;
begin
  insert into box.usable (poll, credential)
    select c.poll, c.credential
    from box.credentials c join box.cards k on k.meeting_id = c.meeting_id and k.serial = c.serial
    where c.poll = poll_id and k.state = 'activated' and (serials is null or c.serial = any (serials))
    order by random()
    on conflict do nothing;
  get diagnostics made = row_count;
  return made;
end
$$;
comment on function box.make_usable is 'Makes the credentials of activated cards usable in one session, in no order: of all cards when it opens (serials null), of those just activated while it is open.';

create function box.activate_cards(meeting uuid, serials text[], is_drawn boolean) returns text
  language plpgsql as $$
declare
  found_cards integer;
  active integer;
  regular integer;
  was_active integer;
  open_poll record;
begin
  perform box.lock_polls(meeting);
  perform from box.cards where meeting_id = meeting and serial = any (serials) order by serial for update;
  select count(*), count(*) filter (where state = 'activated') into found_cards, was_active
    from box.cards where meeting_id = meeting and serial = any (serials);
  if found_cards <> cardinality(serials) then
    return 'unknown';
  end if;
  if exists (select from box.cards where meeting_id = meeting and serial = any (serials) and state = 'voided') then
    return 'voided';
  end if;
  -- Where cards are drawn nobody knows whose a spare is: it must have taken the place of a lost card.
  if is_drawn and exists (select from box.cards
    where meeting_id = meeting and serial = any (serials) and is_spare and replaces is null) then
    return 'spare';
  end if;
  if was_active = found_cards then
    return 'unchanged';
  end if;
  select count(*) filter (where state = 'activated'), count(*) filter (where not is_spare) into active, regular
    from box.cards where meeting_id = meeting;
  active := active + found_cards - was_active;
  if active > regular or (is_drawn and active > (select electronic from roll.figures(meeting, null))) then
    return 'not_issued';
  end if;
  update box.cards set state = 'activated' where meeting_id = meeting and serial = any (serials);
  for open_poll in select poll, opened_at from box.polls where meeting_id = meeting and state = 'open' loop
    perform box.make_usable(open_poll.poll, serials);
    if is_drawn and (select count(*) from box.usable where poll = open_poll.poll and not is_voided)
      > (select electronic from roll.figures(meeting, open_poll.opened_at)) then
      raise exception 'more cards than holders' using errcode = 'MY001';
    end if;
  end loop;
  return 'activated';
exception when sqlstate 'MY001' then
  return 'not_issued';
end
$$;
comment on function box.activate_cards is 'Makes cards that were handed over usable, in every open session at once. not_issued: more cards than the roll says were handed over, or than there are regular ones. Of the roll it reads a count.';

create function box.return_cards(meeting uuid, serials text[]) returns integer language plpgsql as $$
declare
  returned integer;
begin
  perform box.lock_polls(meeting);
  update box.cards set state = 'returned'
    where meeting_id = meeting and serial = any (serials) and state = 'activated';
  get diagnostics returned = row_count;
  return returned;
end
$$;
comment on function box.return_cards is 'Cards handed back by early leavers: not usable in later sessions; in sessions already open they stay as they are.';

create function box.void_card(meeting uuid, lost text, spare text, voided_action text[], spare_action text[],
  confirmer uuid) returns text language plpgsql as $$
declare
  before text;
  concerned text[];
begin
  -- A session that is being sealed is waited for, so that it is among those concerned or not yet there.
  perform from meetings where id = meeting for update;
  perform box.lock_polls(meeting);
  perform from box.cards where meeting_id = meeting and serial in (lost, spare) order by serial for update;
  select state into before from box.cards where meeting_id = meeting and serial = lost;
  if before is null then
    return 'unknown';
  end if;
  if before = 'voided' then
    return 'unchanged';
  end if;
  if exists (
    select from box.credentials c join box.ballots b on b.poll = c.poll and b.credential = c.credential
    where c.meeting_id = meeting and c.serial = lost
  ) or exists (
    select from roll.recorded_votes v join box.polls p on p.poll = v.poll
    where p.meeting_id = meeting and v.serial = lost
  ) then
    return 'cast';
  end if;
  if spare is not null and not exists (select from box.cards where meeting_id = meeting and serial = spare
    and is_spare and state = 'registered' and replaces is null) then
    return 'no_spare';
  end if;
  update lost_cards set confirmed_by = confirmer, confirmed_at = now()
    where meeting_id = meeting and serial = lost and lost_cards.spare is not distinct from void_card.spare
      and confirmed_at is null and proposed_by <> confirmer;
  if not found then
    return 'not_proposed';
  end if;
  update box.cards set state = 'voided' where meeting_id = meeting and serial = lost;
  update box.cards set replaces = lost, state = case when before = 'activated' then 'activated' else state end
    where meeting_id = meeting and serial = spare;
  insert into box.usable (poll, credential, is_voided)
    select c.poll, c.credential, true
    from box.credentials c join box.polls p on p.poll = c.poll and p.state in ('sealed', 'open')
    where c.meeting_id = meeting and c.serial = lost
    on conflict (poll, credential) do update set is_voided = true;
  perform box.make_usable(poll, array[spare]) from box.polls
    where meeting_id = meeting and state = 'open' and spare is not null;
  select coalesce(array_agg(poll order by poll), array[meeting::text]) into concerned
    from box.polls where meeting_id = meeting and state in ('sealed', 'open');
  -- An action is the same for each session but for its name: it comes in two halves, before and after the name.
  perform ledger.append_action(poll, voided_action[1] || poll || voided_action[2])
    from unnest(concerned) as poll;
  if spare is not null then
    perform ledger.append_action(poll, spare_action[1] || poll || spare_action[2])
      from unnest(concerned) as poll;
  end if;
  return 'voided';
end
$$;
comment on function box.void_card is 'Takes a lost card out of use, before its first ballot in any session, and puts a spare in its place; both are logged for every sealed or open session, which the verifier asks for. cast: a ballot of this card is in a box, so it stays.';

create function roll.paper_instead(meeting uuid, member uuid, serial text) returns text language plpgsql as $$
begin
  perform box.lock_polls(meeting);
  if exists (select from box.polls where meeting_id = meeting and state = 'open') then
    return 'open';
  end if;
  update roll.issues set medium = 'paper'
    where meeting_id = meeting and member_id = member and medium = 'electronic';
  if not found then
    return 'no_card';
  end if;
  update box.cards set state = 'returned'
    where meeting_id = meeting and box.cards.serial = paper_instead.serial and state = 'activated';
  return 'paper';
end
$$;
comment on function roll.paper_instead is 'From the next session on a member votes on paper: a card lost after its first ballot, or a telephone that fails. serial null where cards are drawn: the card is handed back by itself.';
