-- The constraints of 006 hold for every new row since that migration; this one proves them over the rows that were there
-- before. It is a transaction of its own because proving reads every row: it does so under a lock that lets others read
-- and write meanwhile, which the lock of adding a constraint, held to the end of 006, would not.

alter table case_file
    validate constraint case_file_state_of_cycle, validate constraint case_file_state_of_stage,
    validate constraint case_file_state_of_receipt, validate constraint case_file_state_of_submission,
    validate constraint case_file_state_of_compilation, validate constraint case_file_state_of_document,
    validate constraint case_file_state_of_meeting, validate constraint case_file_state_of_consultation,
    validate constraint case_file_state_of_filing, validate constraint case_file_state_of_opinion,
    validate constraint case_file_state_of_nomination, validate constraint case_file_state_of_agreement;
alter table act validate constraint act_verb_known, validate constraint act_from_state_known,
    validate constraint act_to_state_known;
alter table decision validate constraint decision_verb_known;
alter table task validate constraint task_kind_known;
alter table process validate constraint process_kind_known;
alter table audit_entry validate constraint audit_entry_kind_known;
alter table notice validate constraint notice_kind_known, validate constraint notice_sent_on_of_sent;

---- create above / drop below ----

select 'proven constraints stay proven: 006 takes them away';
