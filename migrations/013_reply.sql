-- A document may ask for an answer within days of its arrival or of its effect, and may go by post or by hand, so that its
-- arrival is known only later. The processing department then has a task that carries these dates.

alter table document
    add column delivery   text not null default 'system' check (delivery in ('system', 'post', 'hand')),
    add column reply_from text not null default '' check (reply_from in ('', 'arrived', 'effective')),
    add column reply_days integer not null default 0 check (reply_days between 0 and 365),
    add constraint document_reply check ((reply_from = '') = (reply_days = 0));

alter table dispatch
    alter column arrived_on drop not null,
    add column arrived_by      text not null default '' check (arrived_by in ('', 'system', 'post', 'hand', 'email')),
    add column reply_operative date,
    add column reply_legal     date;
update dispatch set arrived_by = 'system'; -- what went before went by the system
alter table dispatch
    add constraint dispatch_arrived check (arrived_by = '' or arrived_on is not null),
    add constraint dispatch_reply check ((reply_operative is null) = (reply_legal is null));

alter table contribution
    drop constraint contribution_verb_check,
    add constraint contribution_verb_check check (verb in ('save_row', 'attend', 'ballot', 'score', 'comment', 'read',
        'record_arrival', 'record_replies'));

-- The list of task kinds gets one word more, whatever other words migrations before this one gave the other lists.
do $$
declare
    was text := pg_get_functiondef('known_words(text)'::regprocedure);
    becomes text := replace(was, 'read_circulated,', 'read_circulated,await_reply,');
begin
    if becomes = was then
        raise exception 'known_words has no list of task kinds';
    end if;
    execute becomes;
end $$;

---- create above / drop below ----

-- What was contributed never changes: going down is refused where an arrival or an answer is on record.
alter table contribution
    drop constraint contribution_verb_check,
    add constraint contribution_verb_check check (verb in ('save_row', 'attend', 'ballot', 'score', 'comment', 'read'));
delete from task_actor where task_id in (select id from task where kind = 'await_reply');
update notice set task_id = null where task_id in (select id from task where kind = 'await_reply');
delete from task where kind = 'await_reply';
do $$
begin
    execute replace(pg_get_functiondef('known_words(text)'::regprocedure), 'await_reply,', '');
end $$;
update dispatch set arrived_on = dispatched_on where arrived_on is null;
alter table dispatch
    drop constraint dispatch_arrived, drop constraint dispatch_reply,
    drop column arrived_by, drop column reply_operative, drop column reply_legal,
    alter column arrived_on set not null;
alter table document
    drop constraint document_reply, drop column delivery, drop column reply_from, drop column reply_days;
