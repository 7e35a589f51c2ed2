-- The installation's one transparency log (docs/decisions/0001): hashes only, only ever appended to.
create schema ledger;
comment on schema ledger is 'Leaves, signed heads and actions of the transparency log. Written by server/ledger only.';

create table ledger.leaves (
  index bigint primary key check (index >= 0),
  leaf text not null,
  hash bytea not null check (length(hash) = 32)
);
comment on table ledger.leaves is 'One row a leaf: its C2SP text and its RFC 6962 hash. Appended by ledger.append only.';

create table ledger.size (
  only_row boolean primary key default true check (only_row),
  size bigint not null default 0 check (size >= 0)
);
comment on table ledger.size is 'Exactly one row: how many leaves there are. Its lock puts appends in one order.';
insert into ledger.size default values;

create table ledger.heads (
  size bigint primary key check (size >= 0),
  checkpoint text not null
);
comment on table ledger.heads is 'One row a signed head (C2SP checkpoint with its signatures of the log). Written by the signer only.';

create table ledger.actions (
  index bigint primary key references ledger.leaves,
  poll text not null,
  action text not null
);
comment on table ledger.actions is 'One row an action: the canonical JSON whose hash is the leaf. poll is a ballot session, or the meeting, organ or installation it concerns.';
create index actions_of_poll on ledger.actions (poll, index);

create trigger leaves_only_grow before update or delete or truncate on ledger.leaves
  for each statement execute function refuse_change();
create trigger heads_only_grow before update or delete or truncate on ledger.heads
  for each statement execute function refuse_change();
create trigger actions_only_grow before update or delete or truncate on ledger.actions
  for each statement execute function refuse_change();

create function ledger.append(leaves text[]) returns bigint language plpgsql as $$
declare
  first bigint;
begin
  update ledger.size set size = size + cardinality(leaves) returning size - cardinality(leaves) into first;
  insert into ledger.leaves (index, leaf, hash)
    select first + at - 1, leaf, sha256('\x00'::bytea || convert_to(leaf, 'UTF8'))
    from unnest(leaves) with ordinality as given (leaf, at);
  return first;
end
$$;
comment on function ledger.append is 'Appends leaves in their order and returns the index of the first. Call it last: it holds the one lock of the log until the commit.';

create function ledger.append_action(poll text, action text) returns bigint language plpgsql as $$
declare
  at bigint;
begin
  at := ledger.append(array['action/1' || E'\n' || encode(sha256(convert_to(action, 'UTF8')), 'hex') || E'\n']);
  insert into ledger.actions (index, poll, action) values (at, append_action.poll, append_action.action);
  return at;
end
$$;
comment on function ledger.append_action is 'Logs one action, given as its canonical JSON; returns the index of its leaf.';
