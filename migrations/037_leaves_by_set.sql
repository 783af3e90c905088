-- What holds a leaf to its entry, and what waits to its leaf, is looked at once for all rows of a statement. The foreign
-- key locked every entry for each leaf, which writes the entry once more; and nothing takes an entry away that could be
-- locked against: audit_entry never changes. Every row costs one look into an index, however large the log.

create function audit_leaf_has_entry() returns trigger language plpgsql set enable_seqscan = off as $$
begin
    if exists (select from added a where not exists (select from audit_entry e where e.id = a.entry_id offset 0)) then
        raise exception 'a leaf is the leaf of an entry' using errcode = 'foreign_key_violation';
    end if;
    return null;
end $$;
create trigger audit_leaf_of_an_entry after insert on audit_leaf referencing new table as added
    for each statement execute function audit_leaf_has_entry();
alter table audit_leaf drop constraint audit_leaf_entry_id_fkey;

create or replace function audit_pending_is_sealed() returns trigger language plpgsql set enable_seqscan = off as $$
begin
    if exists (select from gone g where not exists (select from audit_leaf l where l.entry_id = g.entry_id offset 0)) then
        raise exception 'an entry waits until it has its leaf' using errcode = 'restrict_violation';
    end if;
    return null;
end $$;

---- create above / drop below ----

create or replace function audit_pending_is_sealed() returns trigger language plpgsql as $$
declare
    waited uuid;
begin
    for waited in select entry_id from gone loop -- one look into the index each, however large the log
        if not exists (select from audit_leaf where entry_id = waited) then
            raise exception 'an entry waits until it has its leaf' using errcode = 'restrict_violation';
        end if;
    end loop;
    return null;
end $$;
alter table audit_leaf add constraint audit_leaf_entry_id_fkey foreign key (entry_id) references audit_entry;
drop trigger audit_leaf_of_an_entry on audit_leaf;
drop function audit_leaf_has_entry;
