-- name: InsertSheetExport :exec
insert into sheet_export (id, case_id, format, pack_hash, content, content_hash, person_id, exported_on, at)
values (@id, @case_id, @format, @pack_hash, @content, @content_hash, @person_id, @exported_on, @at);

-- name: GetSheetExport :one
select * from sheet_export where id = $1;

-- name: InsertSheetImport :exec
insert into sheet_import (id, case_id, export_id, file_name, file_hash, content, person_id, imported_on, at)
values (@id, @case_id, @export_id, @file_name, @file_hash, @content, @person_id, @imported_on, @at);

-- name: GetSheetImport :one
select sqlc.embed(i), sqlc.embed(e) from sheet_import i join sheet_export e on e.id = i.export_id where i.id = $1;

-- name: InsertSheetApply :exec
insert into sheet_apply (import_id, case_id, changes, person_id, applied_on, at)
values (@import_id, @case_id, @changes, @person_id, @applied_on, @at);

-- name: SheetApplied :many
select a.*, p.name as person from sheet_apply a join person p on p.id = a.person_id where a.import_id = $1;

-- name: FileApplied :many
-- When the same file was taken in before, under whatever import.
select a.applied_on from sheet_apply a join sheet_import i on i.id = a.import_id
where a.case_id = @case_id and i.file_hash = @file_hash order by a.at limit 1;

-- name: SheetCase :one
-- A submission as a sheet needs it: whose it is, in which collection, and whether that unit is still there.
select sqlc.embed(f), sqlc.embed(s), u.name as unit_name, u.valid_to as unit_until, st.title as stage_title,
    (case when st.round > 1 then st.key || '.' || st.round else st.key end)::text as stage, st.due_operative, st.due_legal,
    (c.name || '-' || c.year)::text as cycle
from case_file f
    join submission s on s.case_id = f.id
    join unit u on u.id = f.unit_id
    join stage st on st.id = f.stage_id
    join cycle c on c.id = st.cycle_id
where f.id = $1;

-- name: SavingTasks :many
-- The open tasks of a case on which rows may be saved.
select id from task where case_id = $1 and state = 'open' and 'save_row' = any(verbs) order by id;
