package cases

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

// FuzzPlace: a cursor that is read means the place that was marked; whatever else comes is refused with its code.
func FuzzPlace(f *testing.F) {
	id := gov.NewCaseID()
	f.Add(mark("2022-01-03", id.String()))
	f.Add(mark(stampText(time.Date(2022, 1, 3, 9, 0, 0, 7, time.UTC)), id.String()))
	f.Add(mark("", id.String()))
	f.Add("fA")
	f.Add("MjAyMi0wMS0wM3w=")
	f.Fuzz(func(t *testing.T, cursor string) {
		sort, id, err := place(cursor)
		if err != nil {
			require.Equal(t, gov.CodeInvalid, gov.CodeOf(err))
		} else {
			again, same, err := place(mark(sort, gov.CaseID(id).String()))
			require.NoError(t, err)
			require.Equal(t, sort, again)
			require.Equal(t, id, same)
		}
		if on, _, err := placeOn(cursor); err == nil && sort != "" {
			require.Equal(t, sort, on.String())
		}
		if at, _, err := placeAt(cursor); err == nil {
			back, _, err := placeAt(mark(stampText(at), gov.CaseID(id).String()))
			require.NoError(t, err)
			require.True(t, at.Truncate(time.Microsecond).Equal(back.Truncate(time.Microsecond)))
		}
	})
}

// FuzzMoves: what somebody asks of a calendar that might be is read as a stage and a day, or refused.
func FuzzMoves(f *testing.F) {
	f.Add("plans=2022-02-05")
	f.Add("=2022-02-05")
	f.Add("plans=2022-02-30")
	f.Fuzz(func(t *testing.T, text string) {
		moves, err := readMoves([]string{text})
		if err != nil {
			require.Equal(t, gov.CodeInvalid, gov.CodeOf(err))
			return
		}
		require.Len(t, moves, 1)
		require.NotEmpty(t, moves[0].Stage)
		require.Equal(t, text, moves[0].Stage+"="+moves[0].Day.String())
	})
}
