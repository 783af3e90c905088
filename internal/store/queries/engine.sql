-- name: ReadInstallation :one
select kind, created_at from installation;

-- name: InsertInstallation :exec
insert into installation (kind) values ($1) on conflict do nothing;

-- name: InsertClock :exec
insert into office_clock (today, last_opened) values ($1, $2) on conflict do nothing;

-- name: WallNow :one
select now()::timestamptz as at, (select k.version from calendar_state k)::integer as calendar;

-- name: SteppedNow :one
select now()::timestamptz as at, today, (select k.version from calendar_state k)::integer as calendar from office_clock for share;

-- name: LockCase :one
select * from case_file where id = $1 for update;

-- name: ShareCase :one
select * from case_file where id = $1 for share;

-- name: LockCaseOfTask :one
select * from case_file where id = (select case_id from task where task.id = $1) for update;

-- name: ShareCaseOfTask :one
select * from case_file where id = (select case_id from task where task.id = $1) for share;

-- name: GetCase :one
select * from case_file where id = $1;

-- name: GetStage :one
select * from stage where id = $1;

-- name: GetCycle :one
select * from cycle where id = $1;

-- name: KnownAct :one
-- With what is kept apart of its outcome, and the salt of its hash; of what was deleted neither is left.
select act.case_id, act.seq, act.request_hash,
    (act.outcome || case when w.result <> '{}' then jsonb_build_object('result', w.result) else '{}' end)::jsonb as outcome, w.salt
from act left join personal_words w on w.case_id = act.case_id and w.act_seq = act.seq
where act.actor = $1 and act.key = $2
union all
select c.case_id, 0 as seq, c.request_hash,
    (c.outcome || case when w.result <> '{}' then jsonb_build_object('result', w.result) else '{}' end)::jsonb as outcome, w.salt
from contribution c left join personal_words w on w.contribution_id = c.id
where c.actor = $1 and c.key = $2
limit 1;

-- name: LockTask :one
select * from task where id = $1 for update;

-- name: PostsOn :many
select post_id from holding where person_id = $1 and valid_from <= @day and (valid_to is null or valid_to >= @day)
order by post_id;

-- name: HoldingsOf :many
select post_id, valid_from, valid_to from holding where person_id = $1 order by post_id;

-- name: LockTaskNow :one
-- With the time of the transaction, which a real office lives by.
select sqlc.embed(t), now()::timestamptz as at, (select k.version from calendar_state k)::integer as calendar
from task t where t.id = $1 for update of t;

-- name: TaskActors :many
select post_id, person_id from task_actor where task_id = $1 order by post_id, person_id;

-- name: RecordAct :exec
-- An act in one statement: the case moves, and act, decision (where a cell or a body decided) and audit entry are written.
with moved as (
    update case_file set state = @to_state, seq = @seq, round = @round, revision = @revision, content_hash = @content_hash,
        closed_on = @closed_on
    where case_file.id = @case_id
), acted as (
    insert into act (case_id, seq, verb, from_state, to_state, round, actor, person_id, post_id, key, request_hash, task_key,
        reason, body, hash_seen, outcome, office_date, at)
    values (@case_id, @seq, @verb, @from_state, @to_state, @round, @actor, @person_id, @post_id, @key, @request_hash,
        @task_key, @reason, @body, @hash_seen, @outcome, @office_date, @at)
), decided as (
    insert into decision (case_id, act_seq, round, role, cell, post_id, person_id, verb, hash_seen, opinion, office_date)
    select @case_id, @seq, @round, @role::text, @cell::text, @post_id, @person_id, @verb, @decided_hash::bytea, @opinion::text, @office_date
    where @decides::boolean
), entry as (
    insert into audit_entry (id, kind, subject_kind, subject_id, case_id, act_seq, body_hash, at, office_date)
    values (@audit_id, 'act', @subject_kind, @case_id::text, @case_id, @seq, @audit_hash, @at, @office_date)
), body as (
    insert into audit_body (entry_id, salt, body) values (@audit_id, @audit_salt, @audit_body)
)
insert into audit_pending (entry_id) values (@audit_id);

-- name: InsertPersonalWords :exec
-- What was said in an act or a contribution and is kept apart from it, under the salt of its hashes.
insert into personal_words (entry_id, case_id, act_seq, contribution_id, salt, reason, body, result)
values (@entry_id, @case_id, @act_seq, @contribution_id, @salt, @reason, @body, @result);

-- name: InsertContribution :exec
insert into contribution (id, case_id, verb, item, revision, actor, person_id, post_id, key, request_hash, task_key, body,
    outcome, office_date, at)
values (@id, @case_id, @verb, @item, @revision, @actor, @person_id, @post_id, @key, @request_hash, @task_key, @body,
    @outcome, @office_date, @at);

-- name: InsertCase :exec
insert into case_file (id, kind, cycle_id, stage_id, process_id, unit_id, other_unit, subject, title, state, pack_hash, opened_on)
values (@id, @kind, @cycle_id, @stage_id, @process_id, @unit_id, @other_unit, @subject, @title, @state, @pack_hash, @opened_on);

-- name: CloseTask :exec
update task set state = 'done', closed_on = $2 where id = $1 and state = 'open';

-- name: CancelTasks :exec
update task set state = 'cancelled', closed_on = $2
where case_id = $1 and state = 'open' and kind not in ('read_circulated', 'post_report', 'answer_row', 'review_extension'); -- these outlive a state

-- name: OpenTask :exec
-- A task and who may act on it.
with opened as (
    insert into task (id, case_id, cycle_id, stage_id, unit_id, kind, cell, opened_seq, natural_key, round, title, verbs,
        due_operative, due_legal, due_rule, due_from, due_days, reasons, opened_on)
    values (@id, @case_id, @cycle_id, @stage_id, @unit_id, @kind, @cell, @opened_seq, @natural_key, @round, @title, @verbs,
        @due_operative, @due_legal, @due_rule, @due_from, @due_days, @reasons, @opened_on)
), posts as (
    insert into task_actor (task_id, post_id) select @id, p.post from unnest(@posts::text[]) as p(post)
)
insert into task_actor (task_id, person_id) select @id, p.person from unnest(@persons::uuid[]) as p(person);

-- name: InsertTaskPost :exec
insert into task_actor (task_id, post_id) values ($1, $2);

-- name: NotifyTask :exec
-- Once to each person whom the task reaches: its holders, and whoever stands in for them today.
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, legal)
select gen_random_uuid(), @kind, @cause::text || '/' || who.person_id, who.person_id, @case_id, @task_id, @office_date,
    @send_on, @params, @legal
from told_of(@task_id, @office_date, @in_person::text[]) as who(person_id)
on conflict (dedup) do nothing;

-- name: InsertWake :exec
insert into wake (process_id, cause, office_date) values ($1, $2, $3)
on conflict (process_id, office_date) where office_date is not null do nothing;

-- name: WakeFollowers :exec
insert into wake (process_id, cause)
select c.process_id, @cause::text as cause from stage_after a join case_file c on c.stage_id = a.stage_id and c.kind = 'stage'
where a.after_id = @stage_id
union
select c.process_id, @cause::text as cause from stage s join case_file c on c.cycle_id = s.cycle_id and c.kind = 'cycle'
where s.id = @stage_id;

-- name: CountOne :exec
insert into stage_counter (stage_id, asked, open_cases) values ($1, $2, $2)
on conflict (stage_id) do update set asked = stage_counter.asked + excluded.asked,
    open_cases = stage_counter.open_cases + excluded.open_cases;

-- name: ReopenCounted :exec
update stage_counter set open_cases = open_cases + 1 where stage_id = $1;

-- name: FinishCounted :exec
with left_open as (
    update stage_counter set open_cases = open_cases - 1 where stage_id = @stage_id returning open_cases
)
insert into wake (process_id, cause) select @process_id, @cause::text from left_open where open_cases = 0;

-- name: InsertAudit :exec
with entry as (
    insert into audit_entry (id, kind, subject_kind, subject_id, case_id, act_seq, contribution_id, body_hash, at, office_date)
    values (@id, @kind, @subject_kind, @subject_id, @case_id, @act_seq, @contribution_id, @body_hash, @at, @office_date)
    returning id
), body as (
    insert into audit_body (entry_id, salt, body) select id, @salt, @body from entry
)
insert into audit_pending (entry_id) select id from entry;

-- name: OfficersOf :many
select id from post where unit_id = $1 and rank = 'officer' and valid_from <= @day and (valid_to is null or valid_to >= @day)
order by ordinal, id;

-- name: HeadOf :one
select id from post where unit_id = $1 and valid_from <= @day and (valid_to is null or valid_to >= @day)
order by case rank when 'mayor' then 0 when 'vice_mayor' then 1 when 'bureau_head' then 2 when 'division_head' then 3
    when 'none' then 4 when 'team_lead' then 5 else 6 end, ordinal, id
limit 1;

-- name: UnitOfPost :one
select unit_id from post where id = $1;

-- name: MembersOf :many
select s.member, s.role, s.post_id, coalesce(s.person_id, h.person_id) as person_id, p.name
from seat s
    left join lateral (
        select holding.person_id from holding where holding.post_id = s.post_id and holding.valid_from <= @day
            and (holding.valid_to is null or holding.valid_to >= @day)
        order by holding.valid_from desc limit 1
    ) h on true
    join person p on p.id = coalesce(s.person_id, h.person_id)
where s.body_id = @body_id and s.valid_from <= @day and (s.valid_to is null or s.valid_to >= @day)
order by s.ordinal, s.member;

-- name: GetMeeting :one
select * from meeting where case_id = $1;

-- name: GetDocument :one
select * from document where case_id = $1;

-- name: GetOpinion :one
select o.*, p.slug as expert_slug from opinion o join person p on p.id = o.expert_id where o.case_id = $1;

-- name: GetNomination :one
select * from nomination where case_id = $1;

-- name: GetProcess :one
select * from process where id = $1;

-- name: UnitName :one
select name from unit where id = $1;

-- name: NextNumber :one
insert into number_series (key, last) values ($1, 1)
on conflict (key) do update set last = number_series.last + 1 returning last;

-- name: InsertIssuedNumber :exec
insert into issued_number (series, number, case_id) values ($1, $2, $3);

-- name: UpdateStageDates :exec
update stage set opens_on = @opens_on, due_operative = @due_operative, due_legal = @due_legal, hold_on = @hold_on,
    call_by = @call_by, opens_named = @opens_named, due_named = @due_named, hold_named = @hold_named
where id = @id;

-- name: MarkStageOpened :exec
update stage set opened_on = coalesce(opened_on, $2), pack_hash = $3, closed_on = null where id = $1;

-- name: MarkStageDecided :exec
update stage set decided_on = coalesce(decided_on, $2), input_stale = false where id = $1;

-- name: MarkStageClosed :exec
update stage set opened_on = coalesce(opened_on, @day), decided_on = coalesce(decided_on, @day), closed_on = @day,
    reason = case when @reason::text = '' then reason else @reason::text end
where id = @id;

-- name: MarkStageReopened :exec
update stage set closed_on = null, decided_on = null, reason = @reason where id = @id;

-- name: MarkFollowersStale :exec
with recursive later as (
    select first.stage_id from stage_after first where first.after_id = $1
    union
    select a.stage_id from stage_after a join later l on a.after_id = l.stage_id
)
update stage set input_stale = true
from later where stage.id = later.stage_id and stage.decided_on is null and stage.opened_on is not null;

-- name: MoveTaskDues :exec
-- What was extended beyond the new date keeps its own: who grants a day gives it.
update task set due_operative = $2, due_legal = $3, due_rule = 'stage', due_from = null, due_days = 0
where task.stage_id = $1 and task.state = 'open' and task.kind in ('fill', 'approve_submission', 'draft', 'sign', 'redraft', 'file',
    'register')
    and not exists (select from case_file c where c.id = task.case_id and c.extended_to > $2);

-- name: ReplaceTaskActors :exec
delete from task_actor where task_id = $1;

-- name: InsertCycle :exec
insert into cycle (id, name, year, title, pack_hash, owner_post) values (@id, @name, @year, @title, @pack_hash, @owner_post);

-- name: InsertProcess :exec
insert into process (id, kind, workflow_id, owner_post) values (@id, @kind, @workflow_id, @owner_post);

-- name: InsertStage :exec
insert into stage (id, cycle_id, key, round, kind, title, about_year, ordinal, opens_on, due_operative, due_legal, hold_on, call_by, ladder)
values (@id, @cycle_id, @key, @round, @kind, @title, @about_year, @ordinal, @opens_on, @due_operative, @due_legal, @hold_on, @call_by, @ladder);

-- name: SetReviewOn :exec
update stage set review_on = $2 where id = $1;

-- name: InsertStageAfter :exec
insert into stage_after (stage_id, after_id) values ($1, $2);

-- name: CaseOfStage :one
select * from case_file where stage_id = $1 and kind = 'stage';

-- name: GatesOf :many
-- One look-up per gate, also where PostgreSQL knows nothing yet of how many there are.
select s.id, s.key, s.round, s.decided_on,
    (select c.state from case_file c where c.stage_id = s.id and c.kind = 'stage') as state
from stage_after a join stage s on s.id = a.after_id
where a.stage_id = $1 order by s.ordinal, s.round;

-- name: GatesOfTask :many
select s.id, s.key, s.round, s.decided_on,
    (select c.state from case_file c where c.stage_id = s.id and c.kind = 'stage') as state
from stage_after a join stage s on s.id = a.after_id
where a.stage_id = (select t.stage_id from task t where t.id = $1) order by s.ordinal, s.round;

-- name: CasesOfStage :many
select id, kind, subject, state, round, opened_on, closed_on from case_file
where stage_id = $1 and kind <> 'stage' order by opened_on, subject;

-- name: CountsOfStage :many
select kind, state, count(*)::int as n from case_file where stage_id = $1 and kind <> 'stage' group by kind, state order by kind, state;

-- name: OpenCasesOfStage :many
select id from case_file where stage_id = $1 and kind <> 'stage' and closed_on is null order by id limit $2;

-- name: OpenStagesOfCycle :one
select count(*)::int from case_file where cycle_id = $1 and kind = 'stage' and state not in ('closed', 'waived', 'skipped');

-- name: UndoneWakes :many
select id from wake where process_id = $1 and done_at is null order by id;

-- name: SettleWakes :exec
update wake set done_at = now() where process_id = $1 and id = any(@ids::bigint[]) and done_at is null;

-- name: LockProcess :one
-- Wakes may be written meanwhile: the relay finds them, whatever becomes of the process.
select * from process where id = $1 for no key update;

-- name: SetProcessState :exec
update process set state = @state, stop_code = @stop_code, stop_text = @stop_text,
    ended_at = case when @state = 'ended' then now() end
where id = @id;

-- name: CaseOfProcess :one
select * from case_file where process_id = $1 and kind in ('cycle', 'stage', 'agreement') order by opened_on, id limit 1;

-- name: GetPack :one
select * from policy_pack where hash = $1;

-- name: InsertPack :exec
insert into policy_pack (hash, id, files) values ($1, $2, $3) on conflict do nothing;

-- name: InsertActivation :exec
insert into policy_activation (hash, from_date) values ($1, $2);

-- name: CalendarDays :many
select day, kind, name, article from calendar_day where withdrawn_on is null order by day, kind;

-- name: CaseBySubject :many
select id from case_file where stage_id = @stage_id and kind = @kind and subject = @subject;

-- name: UnitsOn :many
select id, kind, name, parent_id from unit where valid_from <= @day and (valid_to is null or valid_to >= @day);

-- name: PostsInForce :many
select id, unit_id, title, rank, ordinal from post where valid_from <= @day and (valid_to is null or valid_to >= @day)
order by unit_id, ordinal, id;

-- name: CloseStoppedTasks :exec
update task set state = 'done', closed_on = $2 where case_id = $1 and kind = 'stopped' and state = 'open';

-- name: LastReason :one
select reason from act where case_id = $1 and verb = $2 order by seq desc limit 1;

-- name: PersonSlugs :many
select slug from person order by slug;

-- name: CountStops :one
select count(*)::int from task where case_id = $1 and kind = 'stopped';
