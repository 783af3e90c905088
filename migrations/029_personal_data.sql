-- Every column that can hold what concerns a person says so (개인정보 보호법 제2조, 제23조). 'personal data' is what
-- names or tells of a person, free text that somebody types included; 'sensitive personal data' is health, discipline,
-- crime and what a nomination says against somebody. What is said after the colon is why. A test of internal/store
-- demands that each column of text, JSON or bytes is marked here or stands on its list of kinds that cannot hold any.

do $$
declare
    marks constant text[] := array[
        'absence.reason', 'sensitive personal data: why somebody is away, his health among it',
        'act.actor', 'personal data: who acted',
        'act.body', 'sensitive personal data: what was said in an act, the facts of nominees among it',
        'act.outcome', 'sensitive personal data: what an act did, verdicts on nominees among it',
        'act.reason', 'personal data: free text',
        'agenda_item.condition', 'personal data: free text',
        'agenda_item.title', 'personal data: free text',
        'agreement.terms', 'personal data: free text, whoever answers for a partner among it',
        'agreement.title', 'personal data: free text',
        'attachment_piece.bytes', 'sensitive personal data: whatever a file holds',
        'attendance.reason', 'sensitive personal data: why a member does not come',
        'audit_body.body', 'personal data: who did what, with the network address of refusals and of views',
        'ballot.reason', 'personal data: why a member recused himself',
        'calendar_day.reason', 'personal data: free text',
        'calendar_day.withdrawn_reason', 'personal data: free text',
        'case_attachment.name', 'personal data: free text',
        'case_file.title', 'personal data: free text',
        'compilation.body', 'personal data: free text of the rows',
        'compilation.decisions', 'personal data: free text',
        'compilation.findings', 'personal data: free text of the rows',
        'consultation.question', 'personal data: free text',
        'consultation.reason', 'personal data: free text',
        'consultation.reply', 'personal data: free text',
        'contribution.actor', 'personal data: who contributed',
        'contribution.body', 'sensitive personal data: what was contributed, opinions on nominees among it',
        'contribution.outcome', 'personal data: what a contribution did',
        'decision.opinion', 'personal data: free text',
        'delegation.reason', 'sensitive personal data: why somebody is stood in for, his health among it',
        'document.abstract', 'personal data: free text',
        'document.addressees', 'personal data: free text',
        'document.attachments', 'personal data: free text, the titles of annexes',
        'document.body', 'personal data: free text, the list of nominees among it',
        'document.disclosure_reason', 'personal data: free text',
        'document.facts', 'personal data: free text',
        'document.keywords', 'personal data: free text',
        'document.review_stage', 'personal data: free text',
        'document.telephone', 'personal data: the number under which the drafter is reached',
        'document.title', 'personal data: free text',
        'document_version.body', 'personal data: free text, the list of nominees among it',
        'document_version.content', 'personal data: free text, the list of nominees among it',
        'document_version.title', 'personal data: free text',
        'extension.decision_reason', 'personal data: free text',
        'session.provider_sid', 'personal data: the session at the provider',
        'filing.note', 'personal data: free text',
        'filing.package', 'personal data: free text of what was handed over',
        'filing_correction.note', 'personal data: free text',
        'filing_correction.text', 'personal data: free text',
        'finding.text', 'personal data: free text',
        'form_row.data', 'personal data: free text of a row',
        'form_row.last', 'personal data: free text of a row',
        'form_row.left_over', 'personal data: free text of a row',
        'form_row.title', 'personal data: free text',
        'line_cell.hold_reason', 'personal data: free text',
        'line_cell.opinion', 'personal data: free text',
        'line_cell.skip_reason', 'sensitive personal data: why a signature was passed over, absence among it',
        'mail_bounce.named', 'personal data: the address that a report names',
        'mail_bounce.reason', 'personal data: what the report says, addresses among it',
        'meeting.minutes_closed', 'personal data: free text',
        'meeting.place', 'personal data: free text',
        'meeting.presiding', 'personal data: who presided',
        'meeting.urgent', 'personal data: free text',
        'nomination.posted_as', 'personal data: a masked name',
        'nomination.special_merit', 'sensitive personal data: why a ground against a nominee was set aside',
        'nomination.verdict', 'sensitive personal data: what spoke against a nominee',
        'nomination.vet_note', 'sensitive personal data: what was objected against a nominee',
        'notice.params', 'personal data: free text of what is told',
        'notice.resend_reason', 'personal data: free text',
        'notice.smtp_reply', 'personal data: what a mail server says, addresses among it',
        'notice.state_reason', 'personal data: free text',
        'notice_attempt.reply', 'personal data: what a mail server says, addresses among it',
        'opinion.body', 'personal data: free text',
        'opinion.follow_note', 'personal data: free text',
        'opinion.measure', 'personal data: free text',
        'opinion.reason', 'personal data: free text',
        'opinion.recommend', 'personal data: free text',
        'overlap_decision.reason', 'personal data: free text',
        'person.slug', 'personal data: the name by which the house knows a person',
        'plan_row.data', 'personal data: free text of a row',
        'plan_row.last', 'personal data: free text of a row',
        'plan_row.left_over', 'personal data: free text of a row',
        'receipt.received_title', 'personal data: free text',
        'refused_address.address', 'personal data: a network address',
        'result_row.data', 'personal data: free text of a row',
        'result_row.last', 'personal data: free text of a row',
        'result_row.left_over', 'personal data: free text of a row',
        'row_attachment.name', 'personal data: free text',
        'row_consent.opinion', 'personal data: free text',
        'row_event.reason', 'personal data: free text',
        'score.opinion', 'sensitive personal data: what a juror thinks of a nominee',
        'sheet_apply.changes', 'personal data: free text of rows',
        'sheet_export.content', 'personal data: free text of rows',
        'sheet_import.content', 'personal data: free text of rows',
        'sheet_import.file_name', 'personal data: free text',
        'stage.reason', 'personal data: free text',
        'sub_project_event.reason', 'personal data: free text',
        'submission_cell.opinion', 'personal data: free text',
        'submission_version.content', 'personal data: free text of rows',
        'task.title', 'personal data: free text',
        'token.name', 'personal data: free text',
        'transfer.list', 'personal data: whose work went to whom',
        'transfer.reason', 'personal data: free text'];
begin
    for i in 1 .. array_length(marks, 1) by 2 loop
        execute format('comment on column %I.%I is %L', split_part(marks[i], '.', 1), split_part(marks[i], '.', 2),
            marks[i + 1]);
    end loop;
end $$;

---- create above / drop below ----

-- The marks of this migration say why; those from before it do not.
do $$
declare
    c record;
begin
    for c in select r.relname, a.attname from pg_attribute a join pg_class r on r.oid = a.attrelid and r.relkind = 'r'
        where r.relnamespace = 'public'::regnamespace
            and col_description(r.oid, a.attnum) ~ '^(sensitive )?personal data: '
    loop
        execute format('comment on column %I.%I is null', c.relname, c.attname);
    end loop;
end $$;
