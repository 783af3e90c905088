-- The office calendar, deepened: days that operators enter keep who entered them, when and why, and stay on record when
-- they are withdrawn; every open date keeps the day it was counted from, so that it can be counted again when a day is
-- designated.

alter table calendar_day
    drop constraint calendar_day_pkey,
    add column id               uuid not null default gen_random_uuid() primary key,
    add column reason           text not null default '' check (length(reason) <= 2000),
    add column entered_on       date, -- office date; null: before such days were kept with it
    add column entered_by       uuid references person,
    add column entered_at       timestamptz not null default now(),
    add column withdrawn_on     date,
    add column withdrawn_by     uuid references person,
    add column withdrawn_at     timestamptz,
    add column withdrawn_reason text not null default '' check (length(withdrawn_reason) <= 2000),
    add constraint calendar_day_name_length check (length(name) <= 200) not valid,
    add constraint calendar_day_article_length check (length(article) <= 300) not valid,
    add constraint calendar_day_withdrawn check ((withdrawn_on is null) = (withdrawn_at is null));
alter table calendar_day
    validate constraint calendar_day_name_length,
    validate constraint calendar_day_article_length;
create unique index calendar_day_once on calendar_day (day, kind) where withdrawn_on is null;

-- What was entered never changes; it can be withdrawn, once.
create function only_withdrawn() returns trigger language plpgsql as $$
begin
    if old.withdrawn_on is not null or (old.id, old.day, old.kind, old.name, old.article, old.reason, old.entered_on, old.entered_by,
        old.entered_at) is distinct from (new.id, new.day, new.kind, new.name, new.article, new.reason, new.entered_on, new.entered_by,
        new.entered_at) then
        raise exception 'a day that was entered never changes: withdraw it' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger calendar_day_only_withdrawn before update on calendar_day for each row execute function only_withdrawn();
create trigger calendar_day_never_deleted before delete on calendar_day for each row execute function refuse_change();
create trigger calendar_day_never_truncated before truncate on calendar_day for each statement execute function refuse_change();

-- The number of the calendar: every process that finds another than its own reads the days anew.
create table calendar_state (
    one     boolean primary key default true check (one),
    version integer not null default 1
);
insert into calendar_state default values;
create function calendar_changed() returns trigger language plpgsql security definer set search_path from current as $$
begin
    update calendar_state set version = version + 1;
    return null;
end $$;
create trigger calendar_day_counts after insert or update on calendar_day for each statement execute function calendar_changed();

-- What each change of the calendar moved, before and after: what whoever made it was shown.
create table calendar_change (
    id           uuid primary key,
    calendar_day uuid not null references calendar_day,
    verb         text not null check (verb in ('designate', 'withdraw')),
    office_date  date not null,
    impact       jsonb not null
);
create index calendar_change_of_day on calendar_change (calendar_day);
create trigger calendar_change_never_changes before update or delete on calendar_change
    for each row execute function refuse_change();
create trigger calendar_change_never_truncated before truncate on calendar_change
    for each statement execute function refuse_change();

-- From what a task's dates were counted: how, from which day, over how many days. 'stage', 'call_by' and 'hold' follow
-- the stage and the meeting of the task. Empty: from before this was kept, or there is no date.
alter table task
    add column due_rule text not null default '' check (due_rule in ('', 'stage', 'call_by', 'hold', 'fixed', 'civil', 'before', 'after')),
    add column due_from date,
    add column due_days integer not null default 0 check (due_days between 0 and 3660);
update task set due_rule = 'stage' from stage s
where s.id = task.stage_id and task.state = 'open' and task.due_operative = s.due_operative and task.due_legal = s.due_legal
    and task.kind in ('fill', 'approve_submission', 'draft', 'sign', 'redraft', 'file', 'register');
update task set due_rule = case when task.kind = 'call_meeting' then 'call_by' else 'hold' end from meeting m
where m.case_id = task.case_id and task.state = 'open'
    and (task.kind = 'call_meeting' and task.due_operative = m.call_by or task.kind <> 'call_meeting' and task.due_operative = m.hold_on);

-- The days that a person named when he moved a date, before any move to a working day; null: the rule of the year holds.
alter table stage
    add column opens_named date,
    add column due_named   date,
    add column hold_named  date;
update stage set opens_named = x.opens, due_named = x.due, hold_named = x.hold
from (select c.stage_id,
        (array_agg((a.body ->> 'opens_on')::date order by a.seq desc) filter (where a.body ->> 'opens_on' is not null))[1] as opens,
        (array_agg((a.body ->> 'due_on')::date order by a.seq desc) filter (where a.body ->> 'due_on' is not null))[1] as due,
        (array_agg(coalesce((a.body ->> 'hold_on')::date, (a.outcome -> 'result' ->> 'hold_on')::date) order by a.seq desc)
            filter (where coalesce(a.body ->> 'hold_on', a.outcome -> 'result' ->> 'hold_on') is not null))[1] as hold
    from act a join case_file c on c.id = a.case_id and c.kind = 'stage'
    where a.verb = 'move_date' or a.outcome -> 'result' ? 'hold_on' group by c.stage_id) x
where x.stage_id = stage.id;

do $$
declare
    was text := pg_get_functiondef('known_words(text)'::regprocedure);
    becomes text := replace(was, '''{act,contribution,', '''{act,calendar,contribution,');
begin
    if becomes not like '%act,calendar,%' then
        raise exception 'known_words has no list of entries';
    end if;
    execute becomes;
end $$;

do $$
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select on calendar_state to gyeol_app;
        grant select, insert on calendar_change to gyeol_app;
        revoke update, delete, truncate on calendar_change from gyeol_app;
        revoke delete, truncate on calendar_day from gyeol_app;
    end if;
end $$;

---- create above / drop below ----

-- What was contributed or recorded never changes: going down is refused where any of it is on record.
do $$
begin
    if exists (select from audit_entry where kind = 'calendar') then
        raise exception 'an entry tells of a change of the calendar: what was recorded never changes';
    end if;
end $$;
do $$
begin
    execute replace(pg_get_functiondef('known_words(text)'::regprocedure), '{act,calendar,', '{act,');
end $$;
alter table stage drop column hold_named, drop column due_named, drop column opens_named;
alter table task drop column due_days, drop column due_from, drop column due_rule;
drop table calendar_change;
drop trigger calendar_day_counts on calendar_day;
drop function calendar_changed();
drop table calendar_state;
drop trigger calendar_day_never_truncated on calendar_day;
drop trigger calendar_day_never_deleted on calendar_day;
drop trigger calendar_day_only_withdrawn on calendar_day;
drop function only_withdrawn();
delete from calendar_day where withdrawn_on is not null;
drop index calendar_day_once;
alter table calendar_day
    drop constraint calendar_day_withdrawn, drop constraint calendar_day_article_length, drop constraint calendar_day_name_length,
    drop column withdrawn_reason, drop column withdrawn_at, drop column withdrawn_by, drop column withdrawn_on,
    drop column entered_at, drop column entered_by, drop column entered_on, drop column reason, drop column id,
    add primary key (day, kind);
