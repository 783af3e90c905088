-- What a nomination holds of a person goes when its purpose has ended (개인정보 보호법 제21조제1항), and a public copy that was
-- released can be taken back.

-- What somebody said in an act or a contribution on a nomination is kept apart from its row, under a salt. The row and
-- its entry have hashes under that salt, so that nobody works out from them what it may have been once both are gone.
create table personal_words (
    entry_id        uuid primary key references audit_entry, -- by which it is proved
    case_id         uuid not null references case_file,
    act_seq         integer,
    contribution_id uuid unique references contribution,
    salt            bytea not null check (length(salt) = 32),
    reason          text not null default '',
    body            jsonb not null,
    result          jsonb not null default '{}' check (jsonb_typeof(result) = 'object'), -- what its outcome tells of the person
    carried         boolean not null default false, -- from before this table: the hashes of its entry have no salt
    unique (case_id, act_seq),
    foreign key (case_id, act_seq) references act (case_id, seq),
    check ((act_seq is null) <> (contribution_id is null))
);
comment on column personal_words.reason is 'sensitive personal data: why something was done to a nomination';
comment on column personal_words.body is 'sensitive personal data: what was said of a nominee, opinions of jurors among it';
comment on column personal_words.result is 'sensitive personal data: verdicts on nominees';
create trigger personal_words_never_change before update on personal_words
    for each row execute function refuse_change();
create trigger personal_words_never_truncated before truncate on personal_words
    for each statement execute function refuse_change();

alter table nomination
    add column salt              bytea check (length(salt) = 32), -- in the content hash; none before this version
    add column forgotten_on      date,
    add column forgotten_rule    text not null default '' check (length(forgotten_rule) <= 200),
    add column forgotten_article text not null default '' check (length(forgotten_article) <= 1000),
    add column forgotten_by      uuid references audit_entry, -- the entry that tells what went
    add check ((forgotten_on is null) = (forgotten_by is null) and (forgotten_on is null) = (forgotten_rule = '')),
    add check (forgotten_on is null or merit = '' and special_merit = '' and vet_note = '' and facts = '{}' and verdict = '[]'
        and salt is null and (nominee = '' or register_number is not null));
create index nomination_to_forget on nomination (case_id) where forgotten_on is null;

-- What was said of a nominee changes no more, and goes by award_forget alone, which does it as the owner of the table.
create function nomination_kept() returns trigger language plpgsql as $$
begin
    if current_user <> (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = tg_relid) then
        raise exception 'what a nomination holds of a person goes when its purpose has ended, and not otherwise'
            using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger nomination_keeps_what_was_said before update on nomination for each row
    when (old.merit <> '' and (new.nominee, new.merit, new.salt) is distinct from (old.nominee, old.merit, old.salt)
        or old.eligible is not null and (new.facts, new.verdict, new.special_merit)
            is distinct from (old.facts, old.verdict, old.special_merit)
        or old.vet_note <> '' and new.vet_note <> old.vet_note
        or (new.forgotten_on, new.forgotten_rule, new.forgotten_article, new.forgotten_by)
            is distinct from (old.forgotten_on, old.forgotten_rule, old.forgotten_article, old.forgotten_by))
    execute function nomination_kept();
drop trigger nomination_keeps_its_award on nomination;
create trigger nomination_keeps_its_award before update on nomination for each row
    when (old.register_number is not null and (new.awarded, new.awarded_on, new.register_number, new.nominee)
        is distinct from (old.awarded, old.awarded_on, old.register_number, old.nominee))
    execute function refuse_decided();

-- A score stays; the opinion beside it goes with the rest.
create function score_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (new.case_id, new.person_id, new.tenths) is distinct from (old.case_id, old.person_id, old.tenths)
            or new.opinion <> '' or current_user <> (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = tg_relid) then
        raise exception 'a row of % never changes', tg_table_name using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
drop trigger score_never_changes on score;
create trigger score_never_changes before update or delete on score for each row execute function score_kept();

-- The data of one nomination goes by an entry that names it, the day on which its purpose ended and what goes: never
-- while its stage is open, and never within the ninety days in which whoever was not chosen may object (행정심판법 제27조제1항),
-- whatever a rule says. Who was awarded what, when and under which number stays; of all others the name goes too.
create function award_forget(told uuid) returns bigint language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    said   jsonb;
    target uuid;
    day    date;
    today  date := case when (select kind = 'real' from installation) then (now() at time zone 'Asia/Seoul')::date
        else coalesce((select c.today from office_clock c), (now() at time zone 'Asia/Seoul')::date) end;
    ended  date;
    words  bigint;
    bodies bigint;
begin
    -- An entry that waits for its leaf: of this transaction, or at least not yet carried out and sealed.
    select convert_from(b.body, 'UTF8')::jsonb, e.case_id, e.office_date into said, target, day
    from audit_entry e join audit_body b on b.entry_id = e.id join audit_pending p on p.entry_id = e.id
    where e.id = told and e.kind = 'clock' and e.subject_kind = 'nomination' and e.subject_id = e.case_id::text
        and e.body_hash = sha256(b.salt || b.body);
    if said is null or said ->> 'ended' is null or coalesce(said ->> 'rule', '') = '' then
        raise exception 'no entry names the nomination whose data is to go' using errcode = 'restrict_violation';
    end if;
    select greatest(c.closed_on, s.closed_on) into ended
    from case_file c join nomination n on n.case_id = c.id join stage s on s.id = c.stage_id
    where c.id = target and c.closed_on is not null and s.closed_on is not null and n.forgotten_on is null
    for update of c, n;
    if ended is null or ended > today - 90 or ended::text <> said ->> 'ended' or day > today then
        raise exception 'the data of a nomination stays: its purpose has not ended' using errcode = 'restrict_violation';
    end if;
    delete from audit_body b using personal_words w where w.case_id = target and w.carried and b.entry_id = w.entry_id;
    get diagnostics bodies = row_count;
    delete from personal_words where case_id = target;
    get diagnostics words = row_count;
    if words <> (said ->> 'words')::bigint or bodies <> (said ->> 'bodies')::bigint then
        raise exception 'the entry names % words and % bodies, and % and % went', said ->> 'words', said ->> 'bodies', words, bodies
            using errcode = 'restrict_violation';
    end if;
    update score set opinion = '' where case_id = target and opinion <> '';
    update nomination set merit = '', facts = '{}', verdict = '[]', special_merit = '', vet_note = '', salt = null,
        nominee = case when register_number is null then '' else nominee end,
        posted_as = case when register_number is null then '' else posted_as end,
        forgotten_on = day, forgotten_rule = said ->> 'rule', forgotten_by = told,
        forgotten_article = coalesce((select string_agg(a, ', ') from jsonb_array_elements_text(said -> 'article') a), '')
    where case_id = target;
    return words;
end $$;
revoke all on function award_forget(uuid) from public;

-- What stands already is carried over: the words go into the table, the row of the act keeps a salted hash. Its entry
-- says hashes without salt, which the words still prove; that body goes with them. Content hashes of before have no
-- salt and stay as they are: boards have voted on them.
alter table act disable trigger act_never_changes;
alter table contribution disable trigger contribution_never_changes;
alter table notice disable trigger notice_keeps_what_was_sent;
insert into personal_words (entry_id, case_id, act_seq, salt, reason, body, result, carried)
select e.id, a.case_id, a.seq, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), a.reason, a.body,
    coalesce(a.outcome -> 'result', '{}'), true
from act a join case_file c on c.id = a.case_id and c.kind = 'nomination'
    join audit_entry e on e.case_id = a.case_id and e.act_seq = a.seq and e.kind = 'act'
where a.verb in ('nominate', 'decline', 'examine', 'rank', 'vet');
update act a set reason = '', body = '{}', outcome = a.outcome - 'result', request_hash = sha256(w.salt || a.request_hash)
from personal_words w where w.case_id = a.case_id and w.act_seq = a.seq;
insert into personal_words (entry_id, case_id, contribution_id, salt, body, result, carried)
select e.id, k.case_id, k.id, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), k.body,
    coalesce(k.outcome -> 'result', '{}'), true
from contribution k join case_file c on c.id = k.case_id and c.kind = 'nomination'
    join audit_entry e on e.contribution_id = k.id and e.kind = 'contribution'
where k.verb = 'score';
update contribution k set body = '{}', outcome = k.outcome - 'result', request_hash = sha256(w.salt || k.request_hash)
from personal_words w where w.contribution_id = k.id;
update notice n set params = n.params - 'reason' from case_file c
where c.id = n.case_id and c.kind = 'nomination' and n.params ? 'reason';
alter table act enable trigger act_never_changes;
alter table contribution enable trigger contribution_never_changes;
alter table notice enable trigger notice_keeps_what_was_sent;

-- A released copy that shows what it should not is taken back: it is shown to nobody any more, and the next one is
-- asked for. Copy and withdrawal stay on record.
create table public_copy_withdrawal (
    case_id      uuid not null,
    number       integer not null,
    reason       text not null check (length(reason) between 2 and 1000),
    withdrawn_by uuid not null references person,
    withdrawn_as text not null references post,
    withdrawn_on date not null,
    at           timestamptz not null,
    primary key (case_id, number),
    foreign key (case_id, number) references public_copy
);
comment on column public_copy_withdrawal.reason is 'personal data: free text, what the copy showed among it';
create trigger public_copy_withdrawal_never_changes before update or delete on public_copy_withdrawal
    for each row execute function refuse_change();
create trigger public_copy_withdrawal_never_truncated before truncate on public_copy_withdrawal
    for each statement execute function refuse_change();

do $$
declare
    def text := regexp_replace(pg_get_functiondef('known_words(text)'::regprocedure),
        '(when ''notice'' then\s+''\{[^}]*\m)digest\M', '\1digest,copy_withdrawn');
begin
    execute def;
    if not word_known('notice', 'copy_withdrawn') then
        raise exception 'known_words has no list of notice kinds';
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert on personal_words, public_copy_withdrawal to gyeol_app;
        revoke update, delete, truncate on personal_words, public_copy_withdrawal from gyeol_app;
        grant execute on function award_forget(uuid) to gyeol_app;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_read') then
        grant select on personal_words, public_copy_withdrawal to gyeol_read;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_audit') then
        grant select on personal_words, public_copy_withdrawal to gyeol_audit;
    end if;
end $$;

---- create above / drop below ----

-- What was forgotten, kept apart or taken back stands: going down is refused where any of it is on record.
do $$
begin
    if exists (select from personal_words) or exists (select from nomination where forgotten_on is not null) then
        raise exception 'what was said of nominees is kept apart or was deleted: it is not put back';
    end if;
    if exists (select from public_copy_withdrawal) or exists (select from notice where kind = 'copy_withdrawn') then
        raise exception 'public copies were taken back: what was withdrawn is not released anew';
    end if;
    execute replace(pg_get_functiondef('known_words(text)'::regprocedure), 'digest,copy_withdrawn', 'digest');
end $$;
drop table public_copy_withdrawal;
drop function award_forget(uuid);
drop trigger score_never_changes on score;
create trigger score_never_changes before update or delete on score for each row execute function refuse_change();
drop function score_kept();
drop trigger nomination_keeps_its_award on nomination;
create trigger nomination_keeps_its_award before update on nomination for each row
    when (old.register_number is not null and (new.awarded, new.awarded_on, new.register_number, new.nominee, new.merit)
        is distinct from (old.awarded, old.awarded_on, old.register_number, old.nominee, old.merit))
    execute function refuse_decided();
drop trigger nomination_keeps_what_was_said on nomination;
drop function nomination_kept();
drop index nomination_to_forget;
alter table nomination drop column salt, drop column forgotten_on, drop column forgotten_rule, drop column forgotten_article,
    drop column forgotten_by;
drop table personal_words;
