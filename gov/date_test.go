package gov_test

import (
	stdcmp "cmp"
	"database/sql/driver"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgtype"
	"pgregory.net/rapid"

	"gyeol/gov"
)

func TestTheOfficeDayBeginsAtMidnightInSeoul(t *testing.T) {
	t.Parallel()
	for instant, want := range map[string]string{
		"2026-12-31T14:59:59Z":      "2026-12-31",
		"2026-12-31T15:00:00Z":      "2027-01-01",
		"2027-01-01T00:00:00+09:00": "2027-01-01",
		"2027-01-01T00:00:00-08:00": "2027-01-01",
	} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := gov.DateIn(at); got != gov.MustDate(want) {
			t.Errorf("DateIn(%s) = %s, want %s", instant, got, want)
		}
	}
	begins := gov.MustDate("2027-02-26").Time()
	if got := begins.UTC().Format(time.RFC3339); got != "2027-02-25T15:00:00Z" {
		t.Errorf("2027-02-26 begins at %s, want 15:00 UTC of the day before", got)
	}
}

func TestADateIsWrittenTheWayOfficialPapersDo(t *testing.T) {
	t.Parallel()
	d := gov.NewDate(2027, time.February, 26)
	if got := d.Korean(); got != "2027. 2. 26.(금)" {
		t.Errorf("Korean() = %q", got)
	}
	if got := d.String(); got != "2027-02-26" {
		t.Errorf("String() = %q", got)
	}
	if d.Year() != 2027 || d.Month() != time.February || d.Day() != 26 || d.Weekday() != time.Friday {
		t.Errorf("parts of %s are %d %s %d %s", d, d.Year(), d.Month(), d.Day(), d.Weekday())
	}
}

func TestOnlyOneWayOfWritingIsRead(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"", "2027-2-26", "20270226", "2027-02-29", "0000-01-01", "2027-02-26T00:00:00Z", " 2027-02-26",
	} {
		if d, err := gov.ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %s, want an error", bad, d)
		}
	}
}

func TestMustDatePanicsOnADayThatDoesNotExist(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("MustDate(2027-02-30) did not panic")
		}
	}()
	gov.MustDate("2027-02-30")
}

func TestAMonthWithoutThatDayEndsOnItsLast(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2027-01-31", 1, "2027-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2028-02-29", 12, "2029-02-28"},
		{"2027-01-15", -1, "2026-12-15"},
		{"2027-03-31", -1, "2027-02-28"},
		{"9999-11-30", 1, "9999-12-30"},
	} {
		if got := gov.MustDate(c.from).AddMonths(c.months); got != gov.MustDate(c.want) {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

func TestNoDateStaysNoDate(t *testing.T) {
	t.Parallel()
	var none gov.Date
	if !none.IsZero() || !none.AddDays(5).IsZero() || !none.AddMonths(5).IsZero() || !gov.DateIn(time.Time{}).IsZero() {
		t.Error("arithmetic made a date out of no date")
	}
	if none.String() != "" || none.Korean() != "" || !none.Time().IsZero() ||
		none.Year() != 0 || none.Month() != 0 || none.Day() != 0 {
		t.Error("no date shows something")
	}
	last := gov.MustDate("9999-12-31")
	if !last.AddDays(1).IsZero() || !last.AddMonths(1).IsZero() || !gov.NewDate(0, time.January, 1).IsZero() {
		t.Error("a date outside the years 1 to 9999 exists")
	}
	if !none.Before(gov.MustDate("0001-01-01")) {
		t.Error("no date does not sort first")
	}
}

func TestDatesTravelThroughJSON(t *testing.T) {
	t.Parallel()
	type form struct {
		Due   gov.Date              `json:"due"`
		Hold  gov.Date              `json:"hold"`
		Skip  gov.Date              `json:"skip,omitzero"`
		ByDay map[gov.Date]struct{} `json:"by_day"`
	}
	in := form{Due: gov.MustDate("2027-02-26"), ByDay: map[gov.Date]struct{}{gov.MustDate("2027-03-02"): {}}}
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"due":"2027-02-26","hold":null,"by_day":{"2027-03-02":{}}}`; string(text) != want {
		t.Errorf("JSON is %s, want %s", text, want)
	}
	var out form
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(in, out); diff != "" {
		t.Error(diff)
	}
	d := gov.MustDate("2027-02-26")
	if err := json.Unmarshal([]byte(`""`), &d); err != nil || !d.IsZero() {
		t.Errorf(`"" is read as %s, %v`, d, err)
	}
	for _, bad := range []string{`20270226`, `"2027-02-30"`, `{}`} {
		if err := json.Unmarshal([]byte(bad), &d); err == nil {
			t.Errorf("JSON %s is read as %s", bad, d)
		}
	}
}

func TestScanReadsWhatDriversReturn(t *testing.T) {
	t.Parallel()
	want := gov.MustDate("2027-02-26")
	for _, src := range []any{time.Date(2027, 2, 26, 0, 0, 0, 0, time.UTC), "2027-02-26", []byte("2027-02-26")} {
		var d gov.Date
		if err := d.Scan(src); err != nil || d != want {
			t.Errorf("Scan(%v) = %s, %v", src, d, err)
		}
	}
	d := want
	if err := d.Scan(nil); err != nil || !d.IsZero() {
		t.Errorf("Scan(nil) = %s, %v", d, err)
	}
	for _, bad := range []any{int64(20270226), "infinity"} {
		if err := d.Scan(bad); err == nil {
			t.Errorf("Scan(%v) = %s, want an error", bad, d)
		}
	}
	var v driver.Valuer = gov.Date{}
	if got, err := v.Value(); got != nil || err != nil {
		t.Errorf("no date goes to the database as %v, %v", got, err)
	}
}

// TestPgxTakesADate guards the claim that gov needs no pgx: String must not win over Value in any format.
func TestPgxTakesADate(t *testing.T) {
	t.Parallel()
	d, other := gov.MustDate("2027-02-26"), gov.MustDate("2026-12-31")
	for _, format := range []int16{pgtype.BinaryFormatCode, pgtype.TextFormatCode} {
		m := pgtype.NewMap()
		for _, value := range []any{d, &d} {
			wire, err := m.Encode(pgtype.DateOID, format, value, nil)
			if err != nil {
				t.Fatalf("encode %T in format %d: %v", value, format, err)
			}
			var back gov.Date
			if err := m.Scan(pgtype.DateOID, format, wire, &back); err != nil || back != d {
				t.Errorf("%T in format %d came back as %s, %v", value, format, back, err)
			}
		}
		if wire, err := m.Encode(pgtype.DateOID, format, gov.Date{}, nil); wire != nil || err != nil {
			t.Errorf("no date is encoded as %v, %v", wire, err)
		}
		back := d
		if err := m.Scan(pgtype.DateOID, format, nil, &back); err != nil || !back.IsZero() {
			t.Errorf("NULL is read as %s, %v", back, err)
		}
		wire, err := m.Encode(pgtype.DateArrayOID, format, []gov.Date{d, other, {}}, nil)
		if err != nil {
			t.Fatalf("encode date[]: %v", err)
		}
		var many []gov.Date
		if err := m.Scan(pgtype.DateArrayOID, format, wire, &many); err != nil {
			t.Fatalf("scan date[]: %v", err)
		}
		if diff := cmp.Diff([]gov.Date{d, other, {}}, many); diff != "" {
			t.Error(diff)
		}
	}
}

func TestDateArithmeticAgreesWithPackageTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		y := rapid.IntRange(2, 9998).Draw(t, "year")
		m, day := rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 31).Draw(t, "day")
		n := rapid.IntRange(-300, 300).Draw(t, "n")
		std := time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC)
		d := gov.NewDate(y, time.Month(m), day)
		if d.String() != std.Format("2006-01-02") || d.Weekday() != std.Weekday() {
			t.Fatalf("%s on %s, want %s on %s", d, d.Weekday(), std, std.Weekday())
		}
		later := d.AddDays(n)
		if later.String() != std.AddDate(0, 0, n).Format("2006-01-02") || later.Sub(d) != n {
			t.Fatalf("%s + %d days = %s", d, n, later)
		}
		if later.Compare(d) != stdcmp.Compare(n, 0) || later.After(d) != (n > 0) || later.Before(d) != (n < 0) {
			t.Fatalf("order of %s and %s", d, later)
		}
		if back, err := gov.ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("%s is read as %s, %v", d, back, err)
		}
		if y > 1988 && gov.DateIn(d.Time()) != d { // summer time began at midnight in some years before
			t.Fatalf("%s begins at %s", d, d.Time())
		}
	})
}
