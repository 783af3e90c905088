package cases_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/proof"
	"gyeol/internal/testkit"
)

func TestEveryWorkingDayAuditorsAreMailedWhatWasSignedOnce(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	key, public := testkit.AuditKey(t)
	open := func(day string) int {
		t.Helper()
		require.NoError(t, h.Cases.OpenDay(t.Context(), gov.MustDate(day)))
		return testkit.One[int](t, h, "select count(*)::int from notice where kind = 'checkpoint'")
	}
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	require.Zero(t, open("2022-01-03"), "nothing was signed yet")

	size := h.Signed(t, key)
	h.SetToday(t, "2022-01-04")
	require.Equal(t, 2, open("2022-01-04"), "those who hold a post with the duty of an auditor")
	require.Equal(t, 2, open("2022-01-04"), "a day that is opened again mails nothing")
	rows, err := h.Pool.Query(t.Context(), `select p.slug, n.params from notice n join person p on p.id = n.person_id
		where n.kind = 'checkpoint' and n.state = 'queued' and not n.legal order by 1`)
	require.NoError(t, err)
	var who []string
	var slug string
	var raw []byte
	_, err = pgx.ForEachRow(rows, []any{&slug, &raw}, func() error {
		who = append(who, slug)
		var told gov.NoticeParams
		require.NoError(t, json.Unmarshal(raw, &told))
		is, err := proof.Open([]byte(told.Signed.Note), public)
		require.NoError(t, err, "the note is signed, letter for letter")
		require.Equal(t, size, is.Size)
		require.Equal(t, size, told.Signed.Size)
		require.Equal(t, is.Root.String(), told.Signed.Root)
		require.Equal(t, fmt.Sprintf("%s+%08x", public.Name(), public.KeyHash()), told.Signed.Key)
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, []string{"audit-committee.auditor", "audit-committee.head"}, who)

	h.Signed(t, key)
	h.SetToday(t, "2022-01-08")
	require.Equal(t, 2, open("2022-01-07"), "a day that is caught up with leaves it to the last")
	require.Equal(t, 2, open("2022-01-08"), "a Saturday")
}
