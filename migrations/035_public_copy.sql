-- Documents and minutes have a public copy, made by masking and released by a person (공공기관의 정보공개에 관한 법률
-- 제8조의2, 제14조). A released copy never changes: what is disclosed otherwise since is released anew, under the next
-- number.

create table public_copy (
    case_id      uuid not null references case_file,
    number       integer not null check (number >= 1),
    source       bytea not null check (length(source) = 32),       -- what the paper disclosed when it was released
    content      bytea not null check (length(content) between 2 and 8388608), -- canonical JSON
    content_hash bytea not null check (length(content_hash) = 32),
    masks        jsonb not null check (jsonb_typeof(masks) = 'array'), -- what was masked or lifted by which rule, no values
    pack_hash    bytea not null references policy_pack,
    released_by  uuid not null references person,
    released_as  text not null references post,
    released_on  date not null,
    at           timestamptz not null,
    primary key (case_id, number),
    check (content_hash = sha256(content))
);
comment on column public_copy.content is 'personal data: what no rule and nobody masked, officials in their function among it';
comment on column public_copy.masks is 'personal data: free text, why a mask was added or lifted';
create index public_copy_by_day on public_copy (released_on desc, case_id);
create trigger public_copy_never_changes before update or delete on public_copy
    for each row execute function refuse_change();
create trigger public_copy_never_truncated before truncate on public_copy
    for each statement execute function refuse_change();

-- What a paper discloses, as a hash: its text and the class of each of its parts with the grounds. A copy of something
-- else is stale.
create function disclosed_as(paper uuid) returns bytea language sql stable as $$
    select sha256(convert_to(coalesce(
        (select jsonb_build_array(encode(c.content_hash, 'hex'), d.disclosure, d.foia_items, d.disclosure_reason,
            d.review_stage, d.review_again_on, d.attachments)
            from document d join case_file c on c.id = d.case_id where d.case_id = paper),
        (select jsonb_build_array(m.minutes_on, m.minutes_closed) from meeting m where m.case_id = paper),
        '[]')::text, 'UTF8'))
$$;
create index document_by_dispatch on document (dispatched_on) where dispatched_on is not null;
create index meeting_by_minutes on meeting (minutes_on) where minutes_on is not null;
create index document_in_review on document (review_again_on) where disclosure <> 'public';

-- A file may hold anything: who opens one of another unit is on record, by the file.
alter table personal_view
    drop constraint personal_view_subject_kind_check,
    add constraint personal_view_subject_kind_check check (subject_kind in ('nomination', 'person', 'file'));
comment on column personal_view.subjects is 'ids of those whose data it was: of nominations, of persons, or of files';

alter table contribution
    drop constraint contribution_verb_check,
    add constraint contribution_verb_check check (verb in ('save_row', 'attend', 'ballot', 'score', 'comment', 'read',
        'record_arrival', 'record_replies', 'assign_rows', 'add_row', 'remove_row', 'record_event', 'withdraw_event',
        'answer_row', 'attach', 'detach', 'correct_public_copy', 'release_public_copy', 'reclassify'));

do $$
declare
    was text := pg_get_functiondef('known_words(text)'::regprocedure);
    becomes text := replace(was, 'read_circulated,', 'read_circulated,check_public_copy,review_disclosure,');
begin
    if becomes = was then
        raise exception 'known_words has no list of task kinds';
    end if;
    becomes := regexp_replace(becomes, '(when ''notice'' then\s+''\{[^}]*\m)digest\M', '\1digest,privacy_check');
    execute becomes;
    if not word_known('notice', 'privacy_check') then
        raise exception 'known_words has no list of notice kinds';
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert on public_copy to gyeol_app;
        revoke update, delete, truncate on public_copy from gyeol_app;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_read') then
        grant select on public_copy to gyeol_read;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_audit') then
        grant select on public_copy to gyeol_audit;
    end if;
end $$;

---- create above / drop below ----

-- What was released stands: going down is refused where any of it is on record.
do $$
begin
    if exists (select from public_copy) or exists (select from contribution
        where verb in ('correct_public_copy', 'release_public_copy', 'reclassify')) then
        raise exception 'public copies are on record: what was released never changes';
    end if;
    if exists (select from task where kind in ('check_public_copy', 'review_disclosure')) then
        raise exception 'somebody was asked for a public copy: a task is never deleted';
    end if;
    if exists (select from personal_view where subject_kind = 'file') then
        raise exception 'who opened files is on record';
    end if;
    if exists (select from notice where kind = 'privacy_check') then
        raise exception 'notices of the kind privacy_check are on record';
    end if;
    execute replace(replace(pg_get_functiondef('known_words(text)'::regprocedure), 'check_public_copy,review_disclosure,', ''),
        ',privacy_check', '');
end $$;
alter table contribution
    drop constraint contribution_verb_check,
    add constraint contribution_verb_check check (verb in ('save_row', 'attend', 'ballot', 'score', 'comment', 'read',
        'record_arrival', 'record_replies', 'assign_rows', 'add_row', 'remove_row', 'record_event', 'withdraw_event',
        'answer_row', 'attach', 'detach'));
alter table personal_view
    drop constraint personal_view_subject_kind_check,
    add constraint personal_view_subject_kind_check check (subject_kind in ('nomination', 'person'));
comment on column personal_view.subjects is 'ids of those whose data it was: of nominations or of persons';
drop index document_in_review, meeting_by_minutes, document_by_dispatch;
drop function disclosed_as;
drop table public_copy;
