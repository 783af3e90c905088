-- The ledger of notices: which wording somebody read, and whether a person sent a notice again, for which reason and in
-- place of which.

alter table notice
    add column template      text not null default '' check (length(template) <= 80), -- version of the text it left with
    add column resent_of     uuid references notice,
    add column resent_by     uuid references person,
    add column resend_reason text not null default '' check (length(resend_reason) <= 1000),
    add constraint notice_resent check ((resent_of is null) = (resent_by is null) and (resent_of is null) = (resend_reason = ''));
create index notice_resent_of on notice (resent_of) where resent_of is not null;

-- What went wrong is looked for among millions that went well, and what was written on a day among all days.
create index notice_amiss on notice (state, created_at, id) where state in ('unknown', 'failed', 'bounced');
create index notice_of_day on notice (office_date);

-- The lists get the words that they lack, whatever migrations before this one gave them.
do $$
declare
    def text := pg_get_functiondef('known_words(text)'::regprocedure);
    w record;
begin
    for w in select * from (values
        ('notice', 'digest', 'bundle'), ('notice', 'digest', 'deadline_moved'), ('notice', 'digest', 'not_notified'),
        ('notice', 'digest', 'meeting_moved'), ('notice', 'digest', 'meeting_cancelled'),
        ('notice state', 'failed', 'bounced'), ('entry', 'absence', 'notice')
    ) as w (list, beside, word)
    loop
        continue when word_known(w.list, w.word);
        def := regexp_replace(def, '(when ''' || w.list || ''' then\s+''\{[^}]*\m)' || w.beside || '\M',
            '\1' || w.beside || ',' || w.word);
        execute def;
        if not word_known(w.list, w.word) then
            raise exception 'known_words has no list % with %', w.list, w.beside;
        end if;
    end loop;
end $$;

---- create above / drop below ----

do $$
declare
    def text := pg_get_functiondef('known_words(text)'::regprocedure);
    word text;
begin
    if exists (select from audit_entry where kind = 'notice') then
        raise exception 'an entry tells of a notice: what was recorded never changes';
    end if;
    if exists (select from notice where state = 'bounced'
            or kind in ('bundle', 'deadline_moved', 'not_notified', 'meeting_moved', 'meeting_cancelled')) then
        raise exception 'there are notices that the schema before this one does not know';
    end if;
    foreach word in array array['bundle', 'deadline_moved', 'not_notified', 'meeting_moved', 'meeting_cancelled', 'bounced'] loop
        def := replace(def, ',' || word, '');
    end loop;
    def := replace(def, 'absence,notice', 'absence');
    execute def;
end $$;
drop index notice_of_day, notice_amiss, notice_resent_of;
alter table notice
    drop constraint notice_resent, drop column resend_reason, drop column resent_by, drop column resent_of, drop column template;
