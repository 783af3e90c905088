-- name: InsertNotice :exec
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, state, legal)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (dedup) do nothing;
