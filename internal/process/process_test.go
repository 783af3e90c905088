package process_test

import (
	"testing"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// TestMain stops what the tests of this package share.
func TestMain(m *testing.M) { testkit.Main(m) }

func TestAYearOpensItsStagesDayByDay(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-19")
	c := h.Follow(t)
	h.NextDay(t, c)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.Settle(t)

	state := func(key string) string {
		return testkit.One[string](t, h, `select c.state from stage s join case_file c on c.stage_id = s.id and c.kind = 'stage'
			where s.key = $1 and s.round = 1`, key)
	}
	if got := state("guideline"); got != string(gov.Open) {
		t.Fatalf("guideline is %s, want open on the day it opens", got)
	}
	if got := state("request"); got != string(gov.Planned) {
		t.Fatalf("request is %s, want planned until January", got)
	}
	for h.Today(t).Before(gov.MustDate("2022-01-03")) {
		h.NextDay(t, c)
	}
	if got := state("request"); got != string(gov.Open) {
		t.Fatalf("request is %s, want open on the first working day", got)
	}
}
