package policies

import "regexp"

// clockHour is an hour of the day as a call names it.
var clockHour = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

// Hours are the hours of a meeting in Seoul: those that the call names, else those of the body's rule. Both empty: the
// meeting takes the whole day. ok is false where one is missing, is no hour, or the meeting would end before it begins.
func Hours(body *BodyRule, starts, ends string) (from, until string, ok bool) {
	if starts == "" && ends == "" {
		return body.MeetsAt, body.MeetsUntil, true
	}
	return starts, ends, clockHour.MatchString(starts) && clockHour.MatchString(ends) && starts < ends
}
