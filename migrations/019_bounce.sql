-- Mails that come back. A report of a relay (RFC 3464) is kept once, by the hash of its bytes; a notice that could not be
-- delivered is bounced, and whoever owns its case is told that somebody was not notified.

alter table notice
    drop constraint notice_check,
    drop constraint notice_sent_on_of_sent,
    add constraint notice_sent_at_of_sent check (state <> 'sent' or sent_at is not null),
    add constraint notice_left check (sent_at is null or state in ('sent', 'bounced')),
    add constraint notice_sent_on_of_sent check (sent_on is null or state in ('sent', 'bounced'));

create table mail_bounce (
    content_hash bytea primary key check (length(content_hash) = 32), -- SHA-256 of the report
    notice_id    uuid references notice,
    outcome      text not null check (outcome in ('bounced', 'delayed', 'ignored', 'unmatched')),
    reason       text not null default '' check (length(reason) <= 500),
    status       text not null default '' check (length(status) <= 20), -- such as 5.1.1
    named        text not null default '' check (length(named) <= 300), -- the Message-ID that the report speaks of
    source       text not null check (source in ('pipe', 'maildir', 'imap')),
    office_date  date not null,
    received_at  timestamptz not null default now(),
    check (outcome not in ('bounced', 'delayed') or notice_id is not null)
);
create index mail_bounce_of_notice on mail_bounce (notice_id) where notice_id is not null;
create index mail_bounce_by_time on mail_bounce (received_at);
create trigger mail_bounce_never_changes before update or delete on mail_bounce
    for each row execute function refuse_change();
create trigger mail_bounce_never_truncated before truncate on mail_bounce
    for each statement execute function refuse_change();

do $$
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert on mail_bounce to gyeol_app;
        revoke update, delete on mail_bounce from gyeol_app;
    end if;
end $$;

---- create above / drop below ----

-- That a mail came back is on record: going down is refused where one is.
do $$
begin
    if exists (select from mail_bounce) then
        raise exception 'mails that came back are on record';
    end if;
end $$;
drop table mail_bounce;
alter table notice
    drop constraint notice_sent_at_of_sent, drop constraint notice_left, drop constraint notice_sent_on_of_sent,
    add constraint notice_check check ((state = 'sent') = (sent_at is not null)),
    add constraint notice_sent_on_of_sent check (sent_on is null or state = 'sent');
