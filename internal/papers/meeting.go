package papers

import (
	"io"

	"gyeol/gov"
)

// MeetingPage is the result of a meeting as it is published: quorum and votes worked out per item, no one's ballot.
type MeetingPage struct {
	Body     string // name of the council or committee
	HoldOn   gov.Date
	CalledOn gov.Date
	InOffice int
	Present  int
	Quorum   int // members who must be present for it to open
	NoQuorum bool
	Items    []MeetingItem
}

// MeetingItem is one item with its result.
type MeetingItem struct {
	Title     string
	Result    string // passed_as_is … rejected
	Yes       int
	No        int
	Abstain   int
	Needed    int
	Condition string
}

// Meeting writes the result of a meeting (서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조, 제10조의2).
func Meeting(w io.Writer, m MeetingPage) error { return write(w, "meeting", m) }

// Title is the heading of the page.
func (m MeetingPage) Title() string { return m.Body + " 회의 결과" }
