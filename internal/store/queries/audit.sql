-- name: LockAuditHead :one
select size, tree, edge from audit_head for update;

-- name: PendingEntries :many
-- A page of what waits, found by the index and never by all that waits; within the page by time. The same columns as
-- SealedFrom: an entry has no leaf yet.
select 0::bigint as leaf, null::bytea as chain, e.id, e.kind, e.subject_kind, e.subject_id, e.case_id, e.act_seq, e.contribution_id,
    e.body_hash, e.at, e.office_date
from (select entry_id from audit_pending where entry_id > @after::uuid order by entry_id limit @most::int) p
    join audit_entry e on e.id = p.entry_id
order by e.at, e.id;

-- name: InsertLeaves :exec
insert into audit_leaf (leaf, entry_id)
select unnest(@leaves::bigint[]), unnest(@ids::uuid[]);

-- name: DeletePending :exec
delete from audit_pending where entry_id = any(@ids::uuid[]);

-- name: InsertHashes :exec
insert into audit_hash (level, n, hash)
select unnest(@levels::smallint[]), unnest(@places::bigint[]), unnest(@hashes::bytea[]);

-- name: MoveAuditHead :exec
update audit_head set size = @size, tree = @tree, edge = @edge;

-- name: SealedFrom :many
-- Leaves in their order, with all that their lines say.
select l.leaf, l.chain, e.id, e.kind, e.subject_kind, e.subject_id, e.case_id, e.act_seq, e.contribution_id, e.body_hash, e.at,
    e.office_date
from audit_leaf l join audit_entry e on e.id = l.entry_id
where l.leaf >= @first and l.leaf < @upto
order by l.leaf
limit @n::int;

-- name: HashesOf :many
select n, hash from audit_hash where level = @level and n >= @first and n < @upto order by n;

-- name: SealingDay :one
select now()::timestamptz as at, (select today from office_clock)::date as stepped;

-- name: LastCheckpoint :one
select size, key, root, note, office_date, at from audit_checkpoint order by size desc, at desc limit 1;

-- name: InsertCheckpoint :exec
insert into audit_checkpoint (size, key, root, note, office_date, at)
values (@size, @key, @root, @note, @office_date, @at)
on conflict do nothing;

-- name: CheckpointOf :one
select size, key, root, note, office_date, at from audit_checkpoint where size = @size order by at desc limit 1;

-- name: CheckpointsBefore :many
-- The newest first; before is the size behind which nothing is asked for.
select size, key, root, note, office_date, at from audit_checkpoint
where size < @before::bigint
order by size desc, at desc
limit @n::int;

-- name: CheckpointsToExport :many
-- The last of every office day, the first of every key, what a witness signed, and the last thousand.
-- A witness signs the same text: his line stands under that of the log.
select c.size, (c.note || coalesce((select string_agg(w.signature || E'\n', '' order by w.witness) from audit_witness w
    where w.size = c.size and w.key = c.key), ''))::text as note
from audit_checkpoint c
where c.size <= @upto::bigint and (
    c.size = (select max(o.size) from audit_checkpoint o where o.office_date = c.office_date and o.size <= @upto::bigint)
    or not exists (select from audit_checkpoint o where o.key = c.key and o.size < c.size)
    or exists (select from audit_witness w where w.size = c.size and w.key = c.key)
    or c.size >= (select min(x.size) from (
        select o.size from audit_checkpoint o where o.size <= @upto::bigint order by o.size desc limit 1000) x))
order by c.size, c.at;

-- name: WitnessesOf :many
select witness, signature from audit_witness where size = @size and key = @key order by witness;

-- name: InsertWitness :exec
insert into audit_witness (size, key, witness, public_key, signature, office_date, at)
values (@size, @key, @witness, @public_key, @signature, @office_date, @at);

-- name: CountPending :one
select count(*)::bigint from audit_pending;

-- name: BodiesOf :many
select l.leaf, b.salt, b.body from audit_leaf l join audit_body b on b.entry_id = l.entry_id
where l.leaf >= @first and l.leaf < @upto
order by l.leaf;

-- name: BodiesWithTerm :many
-- The leaves of some kinds, up to an office day, that have their bodies still, as many at the most.
select l.leaf from audit_entry e
    join audit_body b on b.entry_id = e.id
    join audit_leaf l on l.entry_id = e.id
where e.kind in ('session', 'refusal', 'view') and e.kind = any(@kinds::text[]) and e.office_date <= @upto
    and l.leaf < (select h.tree from audit_head h)
order by l.leaf limit @most::int;

-- name: ForgetBodies :exec
-- Carries out what an entry says of bodies that go.
select audit_forget(@id::uuid);

-- name: ProvenEntry :one
-- An entry with its place in the log, and whose act it names.
select e.id, l.leaf, coalesce(a.actor, '')::text as actor
from audit_entry e
    left join audit_leaf l on l.entry_id = e.id
    left join act a on a.case_id = e.case_id and a.seq = e.act_seq
where e.id = @id;

-- name: ProvenAct :one
select e.id, l.leaf, a.actor
from audit_entry e
    join act a on a.case_id = e.case_id and a.seq = e.act_seq
    left join audit_leaf l on l.entry_id = e.id
where e.case_id = @case_id and e.act_seq = @seq::int;
