-- name: LockAuditHead :one
select size, chain from audit_head for update;

-- name: PendingEntries :many
select e.id, e.body_hash from audit_pending p join audit_entry e on e.id = p.entry_id order by e.at, e.id limit $1;

-- name: InsertLeaf :exec
insert into audit_leaf (leaf, entry_id, chain) values ($1, $2, $3);

-- name: DeletePending :exec
delete from audit_pending where entry_id = $1;

-- name: MoveAuditHead :exec
update audit_head set size = $1, chain = $2;
