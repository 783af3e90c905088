package process_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/converter"
	"google.golang.org/protobuf/encoding/protojson"

	"gyeol/gov"
	"gyeol/internal/process"
	"gyeol/internal/testkit"
	"gyeol/workflows"
)

// recorded are the histories of every shape that was ever shipped, by name.
func recorded(t *testing.T) map[string]*historypb.History {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testkit.Histories, "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files, "no recorded history was found")
	out := map[string]*historypb.History{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		var h historypb.History
		require.NoError(t, protojson.Unmarshal(raw, &h))
		out[strings.TrimSuffix(filepath.Base(file), ".json")] = &h
	}
	return out
}

func TestReplayOfEveryShippedShape(t *testing.T) {
	t.Parallel()
	for name, h := range recorded(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := process.Replay(h, testkit.PayloadKey); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestReplayCoversEveryKind fails when a kind of process, or a workflow beside them, has no recorded history of the
// present shape, or when one of the turns that a story can take has none.
func TestReplayCoversEveryKind(t *testing.T) {
	t.Parallel()
	var told []string
	for name, h := range recorded(t) {
		if !strings.HasPrefix(name, shape) {
			continue
		}
		told = append(told, subjectOf(t, h), strings.TrimPrefix(name, shape))
	}
	want := []string{workflows.NameOffice, workflows.NameOfficeDay, workflows.NameMailroom}
	for _, kind := range processKinds(t) {
		want = append(want, workflows.NameProcess+" "+kind)
	}
	want = append(want, turns...)
	for _, w := range want {
		require.True(t, slices.Contains(told, w), "%q has no recorded history: run go test ./internal/process -record", w)
	}
}

// turns are what a story can come to beside its plain way.
var turns = []string{
	"waived", "closed-stage", "closed-meeting", "meeting-called-again", "compiled-again", "filed-again", "stopped",
	"stopped-restarted", "agreement-renewed",
}

// subjectOf says what a history tells of: its workflow, and for a process its kind.
func subjectOf(t *testing.T, h *historypb.History) string {
	t.Helper()
	begun := h.GetEvents()[0].GetWorkflowExecutionStartedEventAttributes()
	name := begun.GetWorkflowType().GetName()
	if name != workflows.NameProcess {
		return name
	}
	sealed, err := process.NewCodec(testkit.PayloadKey)
	require.NoError(t, err)
	var ref gov.ProcessRef
	open := converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), sealed)
	require.NoError(t, open.FromPayloads(begun.GetInput(), &ref))
	return name + " " + string(ref.Kind)
}

// processKinds reads the kinds of processes where they are declared, so that a new one cannot be forgotten here.
func processKinds(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../gov/kinds.go", nil, 0)
	require.NoError(t, err)
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "ProcessKind" {
			literal, ok := spec.Values[0].(*ast.BasicLit)
			require.True(t, ok, "a kind of process is a plain word")
			value, err := strconv.Unquote(literal.Value)
			require.NoError(t, err)
			out = append(out, value)
		}
		return true
	})
	require.Greater(t, len(out), 10)
	return out
}
