package intake_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
	"gyeol/policies/pack"
)

var clerk = intake.Operator{Account: "clerk", Command: "gyeol import"}

// edited is Seoul's pack with one text changed for another.
func edited(t *testing.T, file, old, replacement string) *pack.Pack {
	t.Helper()
	files := testkit.SeoulPack(t).Files()
	text := strings.Replace(string(files[file]), old, replacement, 1)
	require.NotEqual(t, string(files[file]), text)
	files[file] = []byte(text)
	p, faults := pack.FromFiles(files)
	require.NoError(t, faults.Err())
	return p
}

func TestAPackWhoseDatesCannotBeMetNeverBecomesActive(t *testing.T) {
	t.Parallel()
	impossible := edited(t, "cycle.yaml", `hold: {date: "02-24"}`, `hold: {date: "02-01"}`)
	pool := founded(t)
	_, err := intake.Import(t.Context(), pool, impossible, intake.Options{By: clerk})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	var unfit intake.UnfitError
	require.ErrorAs(t, err, &unfit)
	require.Equal(t, "cycle.yaml", unfit.Faults[0].File)
	require.Positive(t, unfit.Faults[0].Line)
	require.Equal(t, "years/order", unfit.Faults[0].Rule)
	_, err = intake.Stand(t.Context(), pool, impossible, clerk)
	require.ErrorContains(t, err, "years/order", "a start that it stops says why")
	for _, table := range []string{"policy_pack", "policy_activation", "unit", "audit_entry"} {
		require.Zero(t, count(t, pool, "select count(*) from "+table), table)
	}
	_, err = intake.Import(t.Context(), pool, testkit.SeoulPack(t), intake.Options{By: clerk})
	require.NoError(t, err)
	_, err = intake.Import(t.Context(), pool, impossible, intake.Options{By: clerk})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Equal(t, 1, count(t, pool, "select count(*) from policy_activation"))
}

func TestAServerBeginsWithItsFilesAndThenKeepsTheActivePack(t *testing.T) {
	t.Parallel()
	pool, first := founded(t), testkit.SeoulPack(t)
	s, err := intake.Stand(t.Context(), pool, first, clerk)
	require.NoError(t, err)
	require.NotNil(t, s.Report, "an empty installation takes the files in")
	require.False(t, s.Differ())
	newer := edited(t, "basic-plan.json", `"change": "new"`, `"change": "improved"`)
	before := versions(t, pool)
	s, err = intake.Stand(t.Context(), pool, newer, clerk)
	require.NoError(t, err)
	require.Nil(t, s.Report)
	require.True(t, s.Differ())
	require.Equal(t, [2]string{newer.Hash.String(), first.Hash.String()}, [2]string{s.Files, s.Active})
	require.Equal(t, before, versions(t, pool), "a start wrote what nobody imported")
	_, err = intake.Import(t.Context(), pool, newer, intake.Options{By: clerk})
	require.NoError(t, err)
	s, err = intake.Stand(t.Context(), pool, newer, clerk)
	require.NoError(t, err)
	require.False(t, s.Differ(), "an import activates")
}

func TestTheAuditNamesWhoActivatedAPack(t *testing.T) {
	t.Parallel()
	pool := founded(t)
	_, err := intake.Import(t.Context(), pool, testkit.SeoulPack(t), intake.Options{By: clerk})
	require.NoError(t, err)
	for _, kind := range []string{"policy", "import"} {
		require.Equal(t, 1, count(t, pool, `select count(*) from audit_entry e join audit_body b on b.entry_id = e.id
			where e.kind = '`+kind+`' and convert_from(b.body, 'UTF8')::jsonb -> 'by'
				= '{"account": "clerk", "command": "gyeol import"}'`), kind)
	}
}
