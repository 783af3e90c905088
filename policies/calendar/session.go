package calendar

import (
	"fmt"

	"gyeol/gov"
)

// Session is a range of days on which the council sits in plenary or in standing committee. No committee meeting is
// called on these days when officials attend, unless it cannot be avoided (서울특별시 각종 위원회의 설치ㆍ운영에 관한
// 조례 제10조 제3항). The council announces its sittings, so they are the operator's data.
type Session struct {
	Name    string   `json:"name"`              // such as 제330회 임시회 본회의
	From    gov.Date `json:"from"`              // first day
	To      gov.Date `json:"to"`                // last day, included
	Article string   `json:"article,omitempty"` // the rule that forbids meetings on these days
}

// Validate reports what is missing in a session.
func (s Session) Validate() error {
	switch {
	case s.Name == "":
		return fmt.Errorf("session %s: name is missing", s.From)
	case s.From.IsZero() || s.To.IsZero():
		return fmt.Errorf("session %s: first or last day is missing", s.Name)
	case s.To.Before(s.From):
		return fmt.Errorf("session %s: ends on %s before it begins on %s", s.Name, s.To, s.From)
	}
	return nil
}

// String says in Korean what sits when and under which rule, as an official may read it.
func (s Session) String() string {
	text := fmt.Sprintf("%s %s", s.Name, s.From.Korean())
	if s.To != s.From {
		text += " ~ " + s.To.Korean()
	}
	if s.Article != "" {
		text += " (" + s.Article + ")"
	}
	return text
}

// Blocked reports whether a sitting of the council stands against a meeting on d, and which one, in Korean.
func (c *Calendar) Blocked(d gov.Date) (reason string, blocked bool) {
	for _, s := range c.sessions {
		if !d.Before(s.From) && !d.After(s.To) {
			return s.String(), true
		}
	}
	return "", false
}
