package golden_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"gyeol/api"
)

// schema is as much of a schema as tells a deadline from what it is shown with.
type schema struct {
	Ref        string            `yaml:"$ref"`
	Format     string            `yaml:"format"`
	Properties map[string]schema `yaml:"properties"`
}

// deadlineWords tell the name of a date by which something must be done from that of any other date.
var deadlineWords = regexp.MustCompile(`(^|_)(due|deadline|legal|operative|latest|target|by|until)(_|$)`)

// twins name the two faces of one deadline where a schema holds both as members of its own.
var twins = map[string]string{
	"operative": "legal", "due_operative": "due_legal", "latest": "latest_legal", "target": "legal",
}

// besides are dates whose two faces stand, with their weekdays, in another member of the same schema.
var besides = map[string]string{
	"AgreementContext.notice_by":   "notice_due",
	"ConsultationContext.reply_by": "reply_due",
	"NoticeCause.due":              "deadline",
	"OpinionContext.measure_due":   "measure_by",
}

// single are dates that have one face, each with its reason.
var single = map[string]string{
	"ReadingCheck.until":              "the last day of the period that was looked at",
	"AskExtensionBody.until":          "what a person wishes; Extension shows it with its weekday",
	"GrantExtensionBody.until":        "what a person names; Extension shows what becomes of it",
	"ActionPlanBody.measure_due":      "what a person names; OpinionContext.measure_by shows what becomes of it",
	"MoveDateBody.due_on":             "what a person names; the stage shows what becomes of it",
	"RevisionBody.due_on":             "what a person names; the task shows what becomes of it",
	"DocumentContext.retention_until": "the end of a period of keeping: nobody must do anything by then",
	"RunningCell.held_until":          heldReason,
	"RunningLine.held_until":          heldReason,
	"MeetingContext.call_by":          callByReason,
	"PathStep.call_by":                callByReason,
	"StageFaces.call_by":              callByReason,
	"StageProgress.call_by":           callByReason,
}

// heldReason is why the day of a held decision is one day.
const heldReason = "when a held decision is looked at again: the signatory's own word, no period of law"

// callByReason is why the last day of a notice is one day: a period before a meeting is counted backwards, so its last
// day is the working day itself (민법 제161조 lengthens no such period).
const callByReason = "counted backwards: the last working day is the last lawful day too"

func TestEveryDeadlineOfTheAPIHasTwoFacesWithTheirWeekdays(t *testing.T) {
	t.Parallel()
	document, err := api.Document("0")
	require.NoError(t, err)
	all := schemasOf(t, document)
	unused := map[string]bool{}
	for name := range besides {
		unused[name] = true
	}
	for name := range single {
		unused[name] = true
	}
	seen := 0
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, fault := range deadlineFaults(name, all[name], func(at string) { seen++; delete(unused, at) }) {
			t.Error(fault)
		}
	}
	require.Greater(t, seen, 20, "the deadlines are found by their names")
	require.Empty(t, unused, "what is excepted must be there")
}

func TestADeadlineWithoutItsOtherFaceIsFound(t *testing.T) {
	t.Parallel()
	const text = `components:
  schemas:
    Due: {properties: {operative: {format: date}, legal: {format: date}, legal_text: {}}}
    Letter: {properties: {reply_by: {format: date}, sent_on: {format: date}}}
    Task: {properties: {due: {format: date}}}
`
	all := schemasOf(t, []byte(text))
	var faults []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		faults = append(faults, deadlineFaults(name, all[name], func(string) {})...)
	}
	require.Equal(t, []string{
		"Due.operative has no text with its weekday",
		"Letter.reply_by has no second face",
		"Letter.reply_by has no text with its weekday",
		"Task.due has no second face",
		"Task.due has no text with its weekday",
	}, faults)
}

func schemasOf(t *testing.T, document []byte) map[string]schema {
	t.Helper()
	var doc struct {
		Components struct {
			Schemas map[string]schema `yaml:"schemas"`
		} `yaml:"components"`
	}
	require.NoError(t, yaml.Unmarshal(document, &doc))
	return doc.Components.Schemas
}

// deadlineFaults are the deadlines of a schema of which somebody would see one face only, or a date without its
// weekday.
func deadlineFaults(name string, s schema, seen func(at string)) []string {
	var out []string
	for _, member := range slices.Sorted(maps.Keys(s.Properties)) {
		at := name + "." + member
		if s.Properties[member].Format != "date" || !deadlineWords.MatchString(member) {
			continue
		}
		seen(at)
		if other, ok := besides[at]; ok {
			if s.Properties[other].Ref != "#/components/schemas/Due" {
				out = append(out, at+" is not shown in "+other)
			}
			continue
		}
		why, one := single[at]
		if !one && !hasTwin(s, member) {
			out = append(out, at+" has no second face")
		}
		_, text := s.Properties[member+"_text"]
		if !text && (!one || why == callByReason) {
			out = append(out, at+" has no text with its weekday")
		}
	}
	if due, ok := s.Properties["due"]; ok && due.Format != "date" && !strings.HasSuffix(due.Ref, "/Due") {
		out = append(out, name+".due is no deadline with two faces")
	}
	return out
}

func hasTwin(s schema, member string) bool {
	for operative, legal := range twins {
		_, has := s.Properties[operative]
		_, also := s.Properties[legal]
		if has && also && (member == operative || member == legal) {
			return true
		}
	}
	return false
}
