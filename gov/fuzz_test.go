package gov_test

import (
	"testing"

	"gyeol/gov"
)

// FuzzParseDate holds every text that is a date against its own writing: what was read is what is written again.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"", "2022-02-28", "2024-02-29", "2023-02-29", "0001-01-01", "9999-12-31", "2022-2-8", "２０２２-01-01", "2022-01-01T00:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := gov.ParseDate(s)
		if err != nil {
			return
		}
		if d.String() != s {
			t.Errorf("%q was read as %q", s, d)
		}
		if back := gov.DateIn(d.Time()); back != d {
			t.Errorf("%s begins at an instant of %s", d, back)
		}
		if next := d.AddDays(1); s != "9999-12-31" && (next.Sub(d) != 1 || !next.After(d)) {
			t.Errorf("the day after %s is %s", d, next)
		}
	})
}

// FuzzParseID holds every text that is an id against its own writing.
func FuzzParseID(f *testing.F) {
	for _, s := range []string{"", "01890000-0000-7000-8000-000000000001", "01890000000070008000000000000001", "{01890000-0000-7000-8000-000000000001}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := gov.ParseID[struct{}](s)
		if err != nil {
			return
		}
		again, err := gov.ParseID[struct{}](id.String())
		if err != nil || again != id {
			t.Errorf("%q was read as %s, and that as %s (%v)", s, id, again, err)
		}
	})
}
