-- The audit log becomes a tree (ADR 0021): one entry is proven by a few hashes instead of by all that follow, and what
-- is signed can be compared with what was signed before. A leaf is the line that is exported of its entry, with its
-- number and, where the chain of ADR 0008 had bound it, the value of that chain. The chain ends here: its values stay as
-- they were written, and the sealer takes the leaves of before into the tree, a batch at a time.

alter table audit_leaf alter column chain drop not null;
alter table audit_head
    add column tree bigint not null default 0,    -- leaves that the tree has; fewer than size while it catches up
    add column edge bytea not null default '',    -- hashes of the full subtrees that make it up, the largest first
    add constraint audit_head_tree check (tree between 0 and size),
    add constraint audit_head_edge check (length(edge) % 32 = 0);

-- Hashes of full subtrees at every eighth level, from the leaves up; those between follow from at most 256 of them.
create table audit_hash (
    level smallint not null check (level between 0 and 56),
    n     bigint not null check (n >= 0),
    hash  bytea not null check (length(hash) = 32),
    primary key (level, n)
);
create trigger audit_hash_never_changes before update or delete on audit_hash
    for each row execute function refuse_change();
create trigger audit_hash_never_truncated before truncate on audit_hash
    for each statement execute function refuse_change();

-- What was signed: so many leaves have this root.
create table audit_checkpoint (
    size        bigint not null check (size >= 0),
    key         text not null check (length(key) between 1 and 200), -- name of the key
    root        bytea not null check (length(root) = 32),
    note        text not null check (length(note) <= 65536),          -- the signed note, as it is handed out
    office_date date not null,
    at          timestamptz not null,
    primary key (size, key)
);
create index audit_checkpoint_of_day on audit_checkpoint (office_date, size);
create trigger audit_checkpoint_never_changes before update or delete on audit_checkpoint
    for each row execute function refuse_change();
create trigger audit_checkpoint_never_truncated before truncate on audit_checkpoint
    for each statement execute function refuse_change();

-- The head only grows, and no entry stops waiting before it has its leaf.
create function audit_head_grows() returns trigger language plpgsql as $$
begin
    if tg_op <> 'UPDATE' or new.size < old.size or new.tree < old.tree or new.chain <> old.chain then
        raise exception 'the head of the audit log only grows' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger audit_head_only_grows before update or delete on audit_head
    for each row execute function audit_head_grows();
create trigger audit_head_never_truncated before truncate on audit_head
    for each statement execute function refuse_change();
create function audit_pending_is_sealed() returns trigger language plpgsql as $$
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
create trigger audit_pending_leaves_sealed after delete on audit_pending referencing old table as gone
    for each statement execute function audit_pending_is_sealed();
create trigger audit_pending_never_changes before update on audit_pending
    for each row execute function refuse_change();
create trigger audit_pending_never_truncated before truncate on audit_pending
    for each statement execute function refuse_change();

-- A body never changes. It can go, once its entry is a leaf of the tree: until then nothing proves what it was.
create function audit_body_is_sealed() returns trigger language plpgsql as $$
begin
    if not exists (select from audit_leaf l, audit_head h where l.entry_id = old.entry_id and l.leaf < h.tree) then
        raise exception 'a body stays until its entry is sealed' using errcode = 'restrict_violation';
    end if;
    return old;
end $$;
create trigger audit_body_never_changes before update on audit_body
    for each row execute function refuse_change();
create trigger audit_body_goes_sealed before delete on audit_body
    for each row execute function audit_body_is_sealed();
create trigger audit_body_never_truncated before truncate on audit_body
    for each statement execute function refuse_change();

do $$
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert on audit_hash, audit_checkpoint to gyeol_app;
        revoke update, delete, truncate on audit_hash, audit_checkpoint from gyeol_app;
        revoke delete, truncate on audit_head from gyeol_app;
        revoke update, truncate on audit_body, audit_pending from gyeol_app;
        revoke truncate on audit_entry, audit_leaf from gyeol_app;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_read') then
        grant select on audit_hash, audit_checkpoint to gyeol_read;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_audit') then
        grant select on audit_hash, audit_checkpoint to gyeol_audit;
    end if;
end $$;

---- create above / drop below ----

-- What was signed never changes: going down is refused where any of it is on record.
do $$
begin
    if exists (select from audit_checkpoint) or exists (select from audit_leaf where chain is null) then
        raise exception 'leaves or checkpoints of the tree are on record: what was sealed never changes';
    end if;
end $$;
drop trigger audit_body_never_truncated on audit_body;
drop trigger audit_body_goes_sealed on audit_body;
drop trigger audit_body_never_changes on audit_body;
drop function audit_body_is_sealed();
drop trigger audit_pending_never_truncated on audit_pending;
drop trigger audit_pending_never_changes on audit_pending;
drop trigger audit_pending_leaves_sealed on audit_pending;
drop function audit_pending_is_sealed();
drop trigger audit_head_never_truncated on audit_head;
drop trigger audit_head_only_grows on audit_head;
drop function audit_head_grows();
drop table audit_checkpoint, audit_hash;
alter table audit_head
    drop constraint audit_head_edge, drop constraint audit_head_tree, drop column edge, drop column tree;
alter table audit_leaf alter column chain set not null;
do $$
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant delete on audit_head to gyeol_app;
        grant update on audit_body, audit_pending to gyeol_app;
    end if;
end $$;
