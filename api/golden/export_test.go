package golden_test

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"gyeol/api"
)

// export is what stands of an operation that gives a file or a paper out.
type export struct {
	reason string // why it may be taken away without a reason; empty: it holds personal data and asks for one
}

// exports are all operations whose answer is a file or a paper. A new one needs its row: either it takes a reason, or
// it holds no personal data and the row says why.
var exports = map[string]export{
	"print-document":      {}, // the list of nominees; a paper that names none asks for nothing
	"get-submission-file": {}, // whatever somebody put into a file of another unit

	"export-sheet": {"rows of a plan: no form of the pack has a field about a person, and what a unit takes out it wrote itself"},
	"print-compilation": {
		"the plan that the law has published (평생교육법 제11조); it is merged of rows that have no field about a person",
	},
	"print-compilation-book": {"the same as print-compilation"},
	"print-overlaps":         {"pairs of projects; whoever decided on one is an official in his function"},
	"print-conformity":       {"posts and names of officials in their function (공공기관의 정보공개에 관한 법률 제9조제1항제6호)"},
	"print-meeting":          {"quorum and votes by number; items of a merit board name rank and unit, nobody's ballot and no member"},
	"print-public-copy":      {"everybody may read it: personal data is masked and a person has checked that"},
}

func TestWhoeverTakesAFileAwaySaysWhyOrItHoldsNobodysData(t *testing.T) {
	t.Parallel()
	document, err := api.Document("0")
	require.NoError(t, err)
	found := exportsOf(t, document)
	require.Greater(t, len(found), 6, "files are found by the types of their answers")
	for id, asks := range found {
		row, known := exports[id]
		require.True(t, known, "%s gives out a file: say in exports whether it holds personal data", id)
		require.Equal(t, row.reason == "", asks, "%s: it takes a reason, or its row says why it needs none", id)
		require.True(t, row.reason == "" || len(row.reason) > 15, id)
	}
	for id := range exports {
		require.Contains(t, found, id, "what has a row must be there")
	}
}

func TestANewDownloadIsNoticed(t *testing.T) {
	t.Parallel()
	require.Equal(t, map[string]bool{"get-list": false, "get-book": true}, exportsOf(t, []byte(`paths:
  /list: {get: {operationId: get-list, responses: {"200": {content: {text/csv: {}}}}}}
  /book:
    get: {operationId: get-book, parameters: [{name: reason, in: query}], responses: {"200": {content: {application/pdf: {}}}}}
  /json: {get: {operationId: get-json, responses: {"200": {content: {application/json: {}}}, "404": {content: {text/plain: {}}}}}}
`)))
}

// exportsOf are the operations that answer with something else than JSON or a stream of events, and whether they take a
// reason.
func exportsOf(t *testing.T, document []byte) map[string]bool {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]struct {
			ID         string `yaml:"operationId"`
			Parameters []struct {
				Name string `yaml:"name"`
			} `yaml:"parameters"`
			Responses map[string]struct {
				Content map[string]any `yaml:"content"`
			} `yaml:"responses"`
		} `yaml:"paths"`
	}
	require.NoError(t, yaml.Unmarshal(document, &doc))
	out := map[string]bool{}
	for _, path := range doc.Paths {
		for _, op := range path {
			for status, answer := range op.Responses {
				for kind := range answer.Content {
					if !strings.HasPrefix(status, "2") || strings.Contains(kind, "json") || kind == "text/event-stream" {
						continue
					}
					out[op.ID] = false
					for _, p := range op.Parameters {
						out[op.ID] = out[op.ID] || p.Name == "reason"
					}
				}
			}
		}
	}
	return out
}
