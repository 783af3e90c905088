-- What was signed of the audit log goes to auditors by mail, whoever witnesses it may hand his signature in, and the
-- bodies of some entries end with their term.

-- Signatures of witnesses under a checkpoint (ADR 0021). Each is a line of the signed note, and goes out with it.
create table audit_witness (
    size        bigint not null,
    key         text not null,
    witness     text not null check (length(witness) between 1 and 200),   -- name of the key of the witness
    public_key  text not null check (length(public_key) between 1 and 400), -- by which the signature was found good
    signature   text not null check (length(signature) between 1 and 400), -- the line, without its end
    office_date date not null,
    at          timestamptz not null,
    primary key (size, key, witness),
    foreign key (size, key) references audit_checkpoint
);
create trigger audit_witness_never_changes before update or delete on audit_witness
    for each row execute function refuse_change();
create trigger audit_witness_never_truncated before truncate on audit_witness
    for each statement execute function refuse_change();

-- Bodies whose term has ended go, those that an entry names and no other: the application cannot delete a body, it writes
-- an entry that says which leaves lose theirs, by which rule, and this carries the entry out. Whatever a rule says, no
-- body goes in its first year (개인정보의 안전성 확보조치 기준 제8조제1항), and none of an entry that tells of anything else
-- than a sign-in, a refusal or a view: the office day is that of the clock, which only a rehearsal steps.
create index audit_entry_with_term on audit_entry (office_date, id) where kind in ('session', 'refusal', 'view');
create function audit_forget(told uuid) returns bigint language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    said  jsonb;
    today date := case when (select kind = 'real' from installation) then (now() at time zone 'Asia/Seoul')::date
        else coalesce((select c.today from office_clock c), (now() at time zone 'Asia/Seoul')::date) end;
    going uuid[];
    stays boolean;
    gone  bigint;
begin
    -- An entry that waits for its leaf: of this transaction, or at least not yet carried out and sealed.
    select convert_from(b.body, 'UTF8')::jsonb into said
    from audit_entry e join audit_body b on b.entry_id = e.id join audit_pending p on p.entry_id = e.id
    where e.id = told and e.kind = 'clock' and e.subject_kind = 'audit_body' and e.body_hash = sha256(b.salt || b.body);
    if said is null or said ->> 'leaves' !~ '^\d{1,18}(-\d{1,18})?(,\d{1,18}(-\d{1,18})?)*$' then
        raise exception 'no entry names the bodies that are to go' using errcode = 'restrict_violation';
    end if;
    select array_agg(e.id), bool_or(e.kind not in ('session', 'refusal', 'view')
            or e.office_date > (today - interval '1 year')::date) into going, stays
    from regexp_split_to_table(said ->> 'leaves', ',') r
        join audit_leaf l on l.leaf between split_part(r, '-', 1)::bigint
            and coalesce(nullif(split_part(r, '-', 2), ''), split_part(r, '-', 1))::bigint
        join audit_entry e on e.id = l.entry_id;
    if stays then
        raise exception 'a body stays: its entry has no term, or is younger than a year' using errcode = 'restrict_violation';
    end if;
    delete from audit_body where entry_id = any(going);
    get diagnostics gone = row_count;
    if gone <> (said ->> 'bodies')::bigint then
        raise exception 'the entry names % bodies and % went', said ->> 'bodies', gone using errcode = 'restrict_violation';
    end if;
    return gone;
end $$;
revoke all on function audit_forget(uuid) from public;

do $$
declare
    def text := pg_get_functiondef('known_words(text)'::regprocedure);
begin
    def := regexp_replace(def, '(when ''notice'' then\s+''\{[^}]*\m)digest\M', '\1digest,checkpoint');
    execute def;
    if not word_known('notice', 'checkpoint') then
        raise exception 'known_words has no list of notices';
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert on audit_witness to gyeol_app;
        grant execute on function audit_forget(uuid) to gyeol_app;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_read') then
        grant select on audit_witness to gyeol_read;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_audit') then
        grant select on audit_witness to gyeol_audit;
    end if;
end $$;

---- create above / drop below ----

-- What was told and handed in stands: going down is refused where any of it is on record.
do $$
begin
    if exists (select from notice where kind = 'checkpoint') or exists (select from audit_witness) then
        raise exception 'mailed checkpoints or signatures of witnesses are on record';
    end if;
    execute replace(pg_get_functiondef('known_words(text)'::regprocedure), 'digest,checkpoint', 'digest');
end $$;
drop function audit_forget(uuid);
drop index audit_entry_with_term;
drop table audit_witness;
