package policies

import (
	"strings"
	"time"

	"gyeol/gov"
)

// QuietHours is how long a window of quiet hours is, in hours: one that does not end after its beginning ends on the
// next day, and one that ends as it begins is none. What is no time of day counts as none.
func QuietHours(begins, ends string) float64 {
	from, err := time.Parse("15:04", begins)
	if err != nil {
		return 0
	}
	to, err := time.Parse("15:04", ends)
	if err != nil {
		return 0
	}
	hours := to.Sub(from).Hours()
	if hours < 0 {
		hours += 24
	}
	return hours
}

// MayRest refuses quiet hours that leave too little of a day for mail.
func (q QuietRule) MayRest(begins, ends string) error {
	if QuietHours(begins, ends) <= float64(q.Most) {
		return nil
	}
	e := gov.Refusef(gov.CodeNotSwitchable, "알림을 받지 않는 시간은 하루 %[1]d시간을 넘을 수 없습니다. 더 짧게 정하십시오.",
		"quiet hours are %[1]d hours a day at the most; choose fewer", q.Most)
	e.Reasons = []gov.Reason{{
		Rule: "quiet-hours", Article: strings.Join(q.Article, ", "), Text: "업무 알림이 닿는 시간을 남겨 두어야 합니다.",
	}}
	return e
}
