-- What the record of a document carries is proposed by the pack and told by its drafter: nothing of it is a default of the
-- table. A draft is complete when its line is pinned.

alter table document
    alter column retention set default '',
    drop constraint document_retention_check,
    add constraint document_retention check (retention in ('', '1', '3', '5', '10', '30', 'semi_permanent', 'permanent')),
    drop constraint document_check,
    add constraint document_grounds check (pack_hash is null or disclosure = 'public'
        or (cardinality(foia_items) > 0 and disclosure_reason <> '')),
    add constraint document_kept check (pack_hash is null or retention <> ''),
    add column review_stage  text not null default '',   -- FOIA 9(1) 5: at which stage of deciding or reviewing it is
    add column abstract      text not null default '',   -- 문서요지
    add column keywords      text[] not null default '{}',
    add column telephone     text not null default '',   -- of the author's office
    add column internal_only boolean not null default false, -- 내부결재: the dispatch form, sent to nobody
    add column real_name     boolean not null default false; -- 정책실명제

---- create above / drop below ----

alter table document
    drop column review_stage, drop column abstract, drop column keywords, drop column telephone, drop column internal_only,
    drop column real_name, drop constraint document_retention, drop constraint document_grounds, drop constraint document_kept;
update document set retention = '5' where retention = '';
update document set foia_items = '{5}', disclosure_reason = '의사결정 과정에 있는 사항'
where disclosure <> 'public' and (cardinality(foia_items) = 0 or disclosure_reason = '');
alter table document
    alter column retention set default '5',
    add constraint document_retention_check check (retention in ('1', '3', '5', '10', '30', 'semi_permanent', 'permanent')),
    add constraint document_check check (disclosure = 'public' or (cardinality(foia_items) > 0 and disclosure_reason <> ''));
