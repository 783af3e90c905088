package store_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/internal/testkit"
)

// unheld are the columns that hold no personal data, by the reason why they cannot. What a foreign key, a list of known
// words or the length of a hash binds needs no place here.
var unheld = map[string]string{
	"ids of ours, made by the house or given in the pack": `
		act.key act.task_key agreement.id audit_entry.subject_id audit_entry.subject_kind attendance.member attendance.role
		ballot.member basic_plan.id body.id case_file.subject contribution.item contribution.key contribution.task_key
		decision.cell personal_view.fields personal_view.operation
		form_row.item investment.id investment.node_id line_cell.row_id notice.dedup notice.message_id
		number_series.key office_day.cursor_kind office_day.cursor_key opinion.project_id overlap_decision.item
		overlap_decision.item_a overlap_decision.item_b overlap_decision.into_item overlap_item.item overlap_pair.item_a
		overlap_pair.item_b overlap_pair.cluster pillar.id plan_task.id post.id process.workflow_id row_consent.item
		row_event.item row_event.successors seat.member source_inconsistency.id stage.key sub_project.id
		sub_project_event.sub_project_id sub_project_unit.sub_project_id submission_cell.row_id task.cell task.natural_key
		unit.id unit_group_member.group_id unit_project.id wake.cause`,
	"numbers of papers": `
		basic_plan.document_number basic_plan.policy_number document.document_number document.policy_number
		filing.receipt_number nomination.register_number receipt.external_number finding.reflected_in`,
	"what is sealed and tells nobody anything": "totp.sealed",
	"hashes": "act.hash_seen audit_head.edge case_view.content_hash decision.hash_seen line_cell.hash_seen notice.body_hash",
	"what is signed of the audit log, and how somebody signs in": `
		audit_checkpoint.key audit_checkpoint.note audit_witness.key audit_witness.witness audit_witness.public_key
		audit_witness.signature
		session.amr session.scopes sign_in_subject.issuer`,
	"states, kinds and verbs": `
		attachment.media_type body.kind case_file.state delegation.matters mail_bounce.status plan_row.change_class
		process.stop_code sub_project_version.status task.verbs token.scopes`,
	"words, articles and reasons of the rules": `
		calendar_day.article dispatch.rule document.authority_row document.classification_path document.function_code
		document.licence document.matter document.policy_series document.touches line_cell.article line_cell.reasons
		line_cell.why nomination.forgotten_article nomination.forgotten_rule nomination.programme notice.template policy_pack.files policy_pack.id process.stop_text stage.ladder
		submission.form submission_cell.article submission_cell.why task.reasons`,
	"names of units, posts, bodies, days and stages": `
		body.name calendar_day.name cycle.name cycle.title line_cell.title post.title stage.title submission_cell.title
		unit.name unit.source`,
	"hours and dates": "meeting.starts_at meeting.ends_at sub_project_event.month calendar_change.impact",
	"the plan as it was printed": `
		basic_plan.title cited_total.what cited_total.unit cited_total.printed cited_total.source investment.level
		investment.name investment.span investment.printed kpi.name kpi.measures overlap_item.name overlap_pair.name_a
		overlap_pair.name_b overlap_pair.parts pillar.number pillar.name plan_task.number plan_task.name
		source_inconsistency.source source_inconsistency.kind source_inconsistency.place source_inconsistency.printed
		source_inconsistency.computed source_inconsistency.note sub_project_version.pillar_name sub_project_version.task_name
		sub_project_version.name sub_project_version.figures unit_project.code unit_project.name unit_project.targets`,
}

// marked is what a mark looks like.
var marked = regexp.MustCompile(`^(sensitive )?personal data(: .+)?$`)

// column is a column that could hold what somebody typed, with what its comment says of it.
type column struct{ name, comment string }

// columnsOf reads every column of the schema that is no number, date, truth or id, and that nothing binds to a list.
func columnsOf(t *testing.T, conn interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
},
) []column {
	t.Helper()
	rows, err := conn.Query(t.Context(), `
		select c.relname || '.' || a.attname, coalesce(col_description(c.oid, a.attnum), '')
		from pg_attribute a
			join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
			join pg_type y on y.oid = a.atttypid
		where a.attnum > 0 and not a.attisdropped and c.relname <> 'schema_version'
			and y.typname not in ('uuid', '_uuid', 'int2', 'int4', '_int4', 'int8', 'numeric', 'date', 'timestamptz', 'bool')
			and (col_description(c.oid, a.attnum) ~ '^(sensitive )?personal data(: .+)?$' or not exists (
				select from pg_constraint k where k.conrelid = c.oid and k.conkey = array[a.attnum]
				and (k.contype = 'f' or pg_get_constraintdef(k.oid) ~ 'word_known|ANY \(ARRAY|length\([a-z0-9_]+\) = 32')))
		order by 1`)
	require.NoError(t, err)
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c column, err error) {
		return c, row.Scan(&c.name, &c.comment)
	})
	require.NoError(t, err)
	return out
}

// unmarked are the columns of which nobody has said whether they can hold personal data.
func unmarked(columns []column) (out []string) {
	harmless := map[string]bool{}
	for _, names := range unheld {
		for _, name := range strings.Fields(names) {
			harmless[name] = true
		}
	}
	for _, c := range columns {
		if !marked.MatchString(c.comment) && !harmless[c.name] {
			out = append(out, c.name)
		}
	}
	return out
}

func TestEveryColumnThatCanHoldPersonalDataIsMarked(t *testing.T) {
	t.Parallel()
	columns := columnsOf(t, testkit.DB(t))
	require.Empty(t, unmarked(columns),
		"mark each with a comment 'personal data: …' in its migration, or say in unheld why it can hold none")
	marks := map[string]string{}
	for _, c := range columns {
		marks[c.name] = c.comment
	}
	for reason, names := range unheld {
		for _, name := range strings.Fields(names) {
			mark, there := marks[name]
			require.True(t, there, "%s is listed (%s), but is not there, or the schema binds it already", name, reason)
			require.NotContains(t, mark, "personal data", "%s is marked, and listed as if it could hold none", name)
		}
	}
	for _, name := range []string{
		"nomination.facts", "nomination.verdict", "nomination.vet_note", "absence.reason", "score.opinion",
	} {
		require.Contains(t, marks[name], "sensitive personal data", name)
	}
}

// TestAColumnThatIsAddedCannotBeForgotten: a table nobody thought of is found, and a mark or a bound ends it.
func TestAColumnThatIsAddedCannotBeForgotten(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	conn, err := pgx.Connect(t.Context(), h.OwnerURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), `create table visitor (id uuid, name text, birth jsonb, seen bytea, wish text[],
		unit_id text references unit, state text check (state in ('in', 'out')), hash bytea check (length(hash) = 32))`)
	require.NoError(t, err)
	require.Equal(t, []string{"visitor.birth", "visitor.name", "visitor.seen", "visitor.wish"},
		slices.Sorted(slices.Values(unmarked(columnsOf(t, conn)))))
	_, err = conn.Exec(t.Context(), `comment on column visitor.name is 'personal data'; comment on column visitor.birth is
		'sensitive personal data: a birth date'; comment on column visitor.seen is 'no personal data'`)
	require.NoError(t, err)
	require.Equal(t, []string{"visitor.seen", "visitor.wish"},
		slices.Sorted(slices.Values(unmarked(columnsOf(t, conn)))), "a mark is one of two words, not a mention")
}
