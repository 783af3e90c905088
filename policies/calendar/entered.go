package calendar

import "gyeol/gov"

// Entered is a day that an operator entered: what the decree and the tables of this package cannot know.
type Entered struct {
	Date    gov.Date
	Kind    string // designated, local, council_session
	Name    string
	Article string // empty: the article that lets such days be
}

// The kinds of days that operators enter.
const (
	EnteredDesignated = "designated"
	EnteredLocal      = "local"
	EnteredSession    = "council_session"
)

// byItself is the article and the name of an entry that says no more than its day.
var byItself = map[string][2]string{
	EnteredDesignated: {designatedArticle, "임시공휴일"},
	EnteredLocal:      {"지방자치단체의 공휴일에 관한 규정", "지방공휴일"},
	EnteredSession:    {"서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조제3항", "시의회 회기"},
}

// Office returns the calendar of the offices of a region with the days its operators entered. It is total: an entry
// without article or name gets those of its kind, and one without a day or of no kind adds nothing, so that no row can
// keep an installation from starting.
func Office(region string, entered []Entered) *Calendar {
	c := draft{Calendar: Calendar{added: holidays{}}}
	WithRegion(region)(&c)
	for _, e := range entered {
		words, known := byItself[e.Kind]
		if !known || e.Date.IsZero() {
			continue
		}
		if e.Article == "" {
			e.Article = words[0]
		}
		if e.Name == "" {
			e.Name = words[1]
		}
		switch e.Kind {
		case EnteredDesignated:
			WithDays(Holiday{Date: e.Date, Name: e.Name, Kind: Designated, Article: e.Article})(&c)
		case EnteredLocal:
			WithDays(Holiday{Date: e.Date, Name: e.Name, Kind: Local, Article: e.Article})(&c)
		case EnteredSession:
			WithSessions(Session{Name: e.Name, From: e.Date, To: e.Date, Article: e.Article})(&c)
		}
	}
	return &c.Calendar
}

// EnteredArticle is the article that lets days of a kind be, empty for a kind that does not exist.
func EnteredArticle(kind string) string { return byItself[kind][0] }
