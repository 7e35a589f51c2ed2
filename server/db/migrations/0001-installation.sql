-- The installation itself: one row, made once, never changed. Its id tells two databases apart in logs and backups.
create table installation (
  only_row boolean primary key default true check (only_row),
  id uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now()
);
comment on table installation is 'Exactly one row: this installation. Written by its migration only.';
insert into installation default values;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or deleted', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;
comment on function refuse_change() is 'For tables that only grow: refuses update, delete and truncate.';

create trigger installation_is_fixed before update or delete or truncate on installation
  for each statement execute function refuse_change();
