-- name: PinPack :exec
update case_file set pack_hash = $2 where id = $1;

-- name: LockCycleCase :one
select * from case_file where cycle_id = $1 and kind = 'cycle' for update;

-- name: LockCounter :exec
select stage_id from stage_counter where stage_id = $1 for update;

-- name: OpenRoundsOfStage :many
select id, kind, state, round, subject from case_file
where stage_id = $1 and kind <> 'stage' and closed_on is null order by id limit $2;

-- name: ShareStageEnd :one
select closed_on from stage where id = $1 for share;

-- name: LockStageRow :one
select * from stage where id = $1 for update;

-- name: SuppressJumped :exec
update notice set state = 'suppressed', state_reason = 'the day on which it was to leave was jumped over'
where state in ('queued', 'held') and not legal and send_on < @to_day;
