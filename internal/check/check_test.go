package check

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

func TestARealYearAddsUp(t *testing.T) {
	t.Parallel()
	s := tellStory(t)
	began := time.Now()
	report, err := Run(t.Context(), s.Pool, s.mail)
	require.NoError(t, err)
	t.Logf("checked in %s", time.Since(began))
	require.Empty(t, listed(report))
	require.True(t, report.OK)
	for _, c := range report.Checks {
		t.Logf("%-9s %5d %v", c.ID, c.Examined, c.Notes)
		require.Positive(t, c.Examined, "%s examined nothing: the story must hold something for every check", c.ID)
	}
	twice, err := Duplicates(t.Context(), s.Pool, s.mail)
	require.NoError(t, err)
	require.Zero(t, twice)
}

// listed writes all findings, one a line.
func listed(r Report) string {
	var out []string
	for _, c := range r.Checks {
		for _, f := range c.Findings {
			out = append(out, fmt.Sprintf("%s | %s | %s", c.ID, f.Subject, f.Text))
		}
	}
	return strings.Join(out, "\n")
}

// superuser connects to the story's database as nobody in the product may.
func (s *story) superuser(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), strings.ReplaceAll(s.OwnerURL, "gyeol_owner", "postgres"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	return conn
}
