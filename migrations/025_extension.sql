-- Whoever has a task may ask for a later date, and whoever gave the date grants or refuses it. A request moves nothing; a
-- grant moves the task and, where its date is that of its stage, the case: what the case asks for later follows.

create table extension (
    id              uuid primary key,
    task_id         uuid not null references task,
    case_id         uuid not null references case_file,
    review_id       uuid not null references task, -- of whoever decides
    asked_seq       integer not null check (asked_seq >= 1), -- the act of the request
    asker           uuid not null references person,
    asked_as        text references post,            -- in which post; null: an outside member for himself
    asked_on        date not null,
    reason          text not null check (length(reason) between 1 and 2000),
    wished          date not null, -- a working day
    was_operative   date not null, -- the dates of the task when it was asked
    was_legal       date not null,
    state           text not null default 'open' check (state in ('open', 'granted', 'refused', 'withdrawn', 'lapsed')),
    ended_on        date,
    ended_seq       integer check (ended_seq >= 2), -- the act that decided or took it back; null: it fell away by itself
    ended_by        uuid references person,
    ended_as        text references post,
    granted         date, -- a working day
    decision_reason text not null default '' check (length(decision_reason) <= 2000),
    lapsed          text not null default '' check (lapsed in ('', 'done', 'cancelled', 'handed_over')),
    check ((state = 'open') = (ended_on is null)),
    check ((state in ('granted', 'refused', 'withdrawn')) = (ended_seq is not null)),
    check ((ended_seq is null) = (ended_by is null)),
    check ((state = 'granted') = (granted is not null)),
    check (state <> 'refused' or decision_reason <> ''),
    check ((state = 'lapsed') = (lapsed <> '')),
    check (wished > was_operative)
);
comment on column extension.reason is 'personal data';
create unique index extension_open_once on extension (task_id) where state = 'open';
create unique index extension_of_review on extension (review_id);
create index extension_of_case on extension (case_id);
create index extension_of_task on extension (task_id);

-- What was asked never changes; it ends once.
create function extension_only_ends() returns trigger language plpgsql as $$
begin
    if old.state <> 'open' or (old.id, old.task_id, old.case_id, old.review_id, old.asked_seq, old.asker, old.asked_as, old.asked_on,
        old.reason, old.wished, old.was_operative, old.was_legal) is distinct from (new.id, new.task_id, new.case_id, new.review_id,
        new.asked_seq, new.asker, new.asked_as, new.asked_on, new.reason, new.wished, new.was_operative, new.was_legal) then
        raise exception 'what was asked and decided never changes' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger extension_only_ends before update on extension for each row execute function extension_only_ends();
create trigger extension_never_deleted before delete on extension for each row execute function refuse_change();
create trigger extension_never_truncated before truncate on extension for each statement execute function refuse_change();

-- A request ends with its task, whatever ended that; the task of whoever was to decide ends with it.
create function extension_falls_away() returns trigger language plpgsql as $$
begin
    with away as (
        update extension set state = 'lapsed', ended_on = new.closed_on,
            lapsed = case when new.state = 'done' then 'done' else 'cancelled' end
        where task_id = new.id and state = 'open' returning review_id
    )
    update task set state = 'cancelled', closed_on = new.closed_on from away
    where task.id = away.review_id and task.state = 'open';
    return null;
end $$;
create trigger task_takes_its_extension_along after update of state on task for each row
    when (old.state = 'open' and new.state <> 'open') execute function extension_falls_away();

-- The day to which the work of a case was extended, a working day; null: its tasks have the dates of the stage.
alter table case_file add column extended_to date;

do $$
declare
    def text := pg_get_functiondef('known_words(text)'::regprocedure);
    w record;
begin
    for w in select * from (values
        ('task', 'read_circulated', 'review_extension'), ('notice', 'digest', 'extension_granted'),
        ('notice', 'digest', 'extension_refused'), ('verb', 'hand_over_task', 'request_extension'),
        ('verb', 'hand_over_task', 'withdraw_extension'), ('verb', 'hand_over_task', 'grant_extension'),
        ('verb', 'hand_over_task', 'refuse_extension')
    ) as w (list, beside, word)
    loop
        def := regexp_replace(def, '(when ''' || w.list || ''' then\s+''\{[^}]*\m)' || w.beside || '\M',
            '\1' || w.beside || ',' || w.word);
        execute def;
        if not word_known(w.list, w.word) then
            raise exception 'known_words has no list % with %', w.list, w.beside;
        end if;
    end loop;
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert, update on extension to gyeol_app;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_read') then
        grant select on extension to gyeol_read;
    end if;
end $$;

---- create above / drop below ----

-- What was asked and decided stands: going down is refused where any of it is on record.
do $$
declare
    def text := pg_get_functiondef('known_words(text)'::regprocedure);
    word text;
begin
    if exists (select from extension) then
        raise exception 'requests for extensions are on record';
    end if;
    foreach word in array array['review_extension', 'extension_granted', 'extension_refused', 'request_extension',
        'withdraw_extension', 'grant_extension', 'refuse_extension'] loop
        def := replace(def, ',' || word, '');
    end loop;
    execute def;
end $$;
alter table case_file drop column extended_to;
drop trigger task_takes_its_extension_along on task;
drop function extension_falls_away;
drop table extension;
drop function extension_only_ends;
