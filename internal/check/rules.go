package check

import (
	"context"
	"embed"
	"fmt"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/policies"
)

// ruleFiles hold what a query can refute, one file for each check. A block is a line and a statement:
//
//	-- examined             the statement counts what the check looks at
//	-- finding: 한국어 (English)  each row refutes the check: subject, then the texts that the words number
//	-- note: 한국어 (English)     each row is worth knowing and no fault
//
//go:embed rules/*.sql
var ruleFiles embed.FS

// ruleWords are what statements say in short: {case} is how findings call the case c, {counted} the kinds of cases that
// stages count.
var ruleWords = strings.NewReplacer("{case}", named, "{counted}", counted())

// bodyWords read what was sent with an act, as forgiving as encoding/json: a body may be no object, and its keys may be
// written in capitals. {said a.body note} is a text, {heard a.body note} a JSON value, {each a.body present} the
// texts of a list.
var bodyWords = regexp.MustCompile(`\{(said|heard|each) ([\w.]+) (\w+)\}`)

const (
	heardSQL = `(select e.value from jsonb_each(case jsonb_typeof($2) when 'object' then $2 else '{}' end) e
    where lower(e.key) = '$3' order by e.key desc limit 1)`
	saidSQL = `(` + heardSQL + ` #>> '{}')`
	eachSQL = `jsonb_array_elements_text((select case jsonb_typeof(list) when 'array' then list else '[]' end
    from (select ` + heardSQL + ` as list) one))`
)

// spellOut writes the short words of a statement out.
func spellOut(sql string) string {
	return bodyWords.ReplaceAllStringFunc(ruleWords.Replace(sql), func(word string) string {
		as := map[string]string{"said": saidSQL, "heard": heardSQL, "each": eachSQL}
		parts := bodyWords.FindStringSubmatch(word)
		return strings.NewReplacer("$2", parts[2], "$3", parts[3]).Replace(as[parts[1]])
	})
}

// named is how findings call a case: kind, stage, subject and id. It is written for the alias c of case_file.
const named = `(c.kind || ' ' || coalesce((
    select s.key || case when s.round > 1 then '.' || s.round else '' end || '/' from stage s
    where s.id = c.stage_id and c.kind <> 'stage'), '') || c.subject || ' ' || c.id)`

// counted lists the kinds whose open cases a stage counts, as SQL.
func counted() string {
	var out []string
	for _, kind := range []gov.CaseKind{
		gov.CaseReceipt, gov.CaseSubmission, gov.CaseCompilation, gov.CaseDocument, gov.CaseMeeting,
		gov.CaseConsultation, gov.CaseFiling, gov.CaseOpinion, gov.CaseNomination,
	} {
		if policies.MachineOf(kind).Counted {
			out = append(out, fmt.Sprintf("'%s'", kind))
		}
	}
	return strings.Join(out, ", ")
}

// rules are the blocks of a file, named without its ending.
type rules string

func (name rules) examine(ctx context.Context, r *reader, c *Check) error {
	raw, err := ruleFiles.ReadFile("rules/" + string(name) + ".sql")
	if err != nil {
		return err
	}
	for block := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n\n") {
		head, sql, _ := strings.Cut(block, "\n")
		ru := rule{head: strings.TrimPrefix(head, "-- "), sql: spellOut(sql)}
		if err := apply(ctx, r, c, ru); err != nil {
			return fmt.Errorf("%s: %w", head, err)
		}
	}
	return nil
}

// rule is one block.
type rule struct{ head, sql string }

func apply(ctx context.Context, r *reader, c *Check, ru rule) error {
	sort, says, _ := strings.Cut(ru.head, ": ")
	switch sort {
	case "examined":
		var n int
		err := r.tx.QueryRow(ctx, ru.sql).Scan(&n)
		c.Examined += n
		return err
	case "finding":
		return r.tell(ctx, ru.sql, func(subject string, args []any) { c.find(subject, says, args...) })
	case "note":
		return r.tell(ctx, ru.sql, func(subject string, args []any) { c.note(subject, says, args...) })
	}
	return fmt.Errorf("no block is called %q", sort)
}

// tell hands the rows of a statement on: the subject and the other columns, all of them texts.
func (r *reader) tell(ctx context.Context, sql string, say func(subject string, args []any)) error {
	return r.each(ctx, query{sql: sql}, func(rows pgx.Rows) error {
		texts := make([]*string, len(rows.FieldDescriptions()))
		into := make([]any, len(texts))
		for i := range texts {
			into[i] = &texts[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		args := make([]any, 0, len(texts))
		for _, t := range texts[1:] {
			args = append(args, orDash(t))
		}
		say(orDash(texts[0]), args)
		return nil
	})
}

func orDash(s *string) string {
	if s == nil {
		return "–"
	}
	return *s
}
