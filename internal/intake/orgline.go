package intake

import (
	"maps"
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gyeol/gov"
)

// line reads the fields of one line; what does not fit becomes a fault and the zero value.
type line struct {
	kind   OrgKind
	at     place
	column map[string]int
	record []string
	faults FaultsError
}

var slugForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// The words that columns admit.
var (
	unitKinds = []gov.UnitKind{
		gov.UnitCity, gov.UnitBureau, gov.UnitDivision, gov.UnitTeam, gov.UnitInstitute, gov.UnitAffiliated,
		gov.UnitDistrict,
		gov.UnitEducationOffice, gov.UnitDistrictEdOffice, gov.UnitCouncilCommittee, gov.UnitMinistry, gov.UnitOutside,
	}
	ranks = []gov.Rank{
		gov.RankOfficer, gov.RankTeamLead, gov.RankDivisionHead, gov.RankBureauHead, gov.RankViceMayor, gov.RankMayor,
		gov.RankNone,
	}
	yesNo = []string{"", "no", "yes"}
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func (l *line) fault(format string, args ...any) { l.faults.at(l.at, format, args...) }

// read adds the line to what its kind of file lists.
func (l *line) read(out *given) {
	switch l.kind {
	case OrgUnits:
		out.units = append(out.units, placed[unitRow]{unitRow{
			ID: gov.UnitID(l.slug("id", "-")), Kind: oneOf(l, "kind", unitKinds), Name: l.text("name"),
			ParentID: gov.UnitID(l.raw("parent")), Source: l.raw("source"), ValidFrom: l.from(), ValidTo: l.to(),
		}, l.at})
	case OrgPosts:
		out.posts = append(out.posts, placed[postRow]{postRow{
			ID: gov.PostID(l.slug("id", ".-")), UnitID: gov.UnitID(l.text("unit")), Title: l.text("title"),
			Rank: oneOf(l, "rank", ranks), Ordinal: l.number("ordinal"), ValidFrom: l.from(), ValidTo: l.to(),
		}, l.at})
	case OrgPeople:
		slug := l.slug("id", ".-")
		out.people = append(out.people, placed[personRow]{personRow{
			ID: personID(slug), Slug: slug, Name: l.text("name"), Email: l.email("email"),
			Outside: oneOf(l, "outside", yesNo) == "yes",
		}, l.at})
		out.holdings = append(out.holdings, placed[holdingRow]{holdingRow{
			Slug: slug, PostID: gov.PostID(l.text("post")), ValidFrom: l.from(), ValidTo: l.to(),
		}, l.at})
	}
}

// raw is a field as it stands; an absent column is an empty field.
func (l *line) raw(name string) string {
	i, ok := l.column[name]
	if !ok {
		return ""
	}
	s := strings.TrimSpace(l.record[i])
	if strings.ContainsFunc(s, unicode.IsControl) {
		l.fault("%s: 보이지 않는 제어 문자가 있습니다.", name)
		return ""
	}
	return s
}

func (l *line) text(name string) string {
	s := l.raw(name)
	if s == "" {
		l.fault("%s: 비어 있습니다.", name)
	}
	return s
}

// slug is an id; besides letters and digits it may hold the given characters.
func (l *line) slug(name, more string) string {
	s := l.text(name)
	if s != "" && (!slugForm.MatchString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsPunct(r) && !strings.ContainsRune(more, r)
	})) {
		l.fault("%s: ‘%s’은(는) 식별자가 아닙니다. 영문 소문자와 숫자, ‘%s’만 쓸 수 있습니다.", name, s, more)
	}
	return s
}

func (l *line) email(name string) string {
	s := l.text(name)
	if s == "" {
		return ""
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || strings.ContainsAny(s, " \t\"") {
		l.fault("%s: ‘%s’은(는) 전자우편 주소가 아닙니다.", name, s)
	}
	return s
}

func (l *line) number(name string) int {
	s := l.raw(name)
	if s == "" {
		return 0
	}
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		l.fault("%s: ‘%s’은(는) 0 이상의 정수가 아닙니다.", name, s)
	}
	return int(n)
}

func (l *line) date(name, s string) gov.Date {
	d, err := gov.ParseDate(s)
	if err != nil {
		l.fault("%s: ‘%s’은(는) 날짜가 아닙니다. 2026-01-31처럼 적으십시오.", name, s)
	}
	return d
}

func (l *line) from() gov.Date {
	if s := l.text("valid_from"); s != "" {
		return l.date("valid_from", s)
	}
	return gov.Date{}
}

// to is the last day; blank means that it has not come.
func (l *line) to() gov.Date {
	s := l.raw("valid_to")
	if s == "" {
		return gov.Date{}
	}
	to := l.date("valid_to", s)
	if from, err := gov.ParseDate(l.raw("valid_from")); err == nil && !to.IsZero() && to.Before(from) {
		l.fault("valid_to: 종료일이 시작일보다 앞섭니다.")
	}
	return to
}

// oneOf is a field that admits a few words.
func oneOf[T ~string](l *line, name string, words []T) T {
	s := T(l.raw(name))
	if !slices.Contains(words, s) {
		l.fault("%s: ‘%s’은(는) 쓸 수 없는 값입니다. 쓸 수 있는 값: %s", name, s, join(words))
	}
	return s
}

func join[T ~string](words []T) string {
	var shown []string
	for _, w := range words {
		if w != "" {
			shown = append(shown, string(w))
		}
	}
	return strings.Join(shown, ", ")
}
