package policies

import (
	"encoding/json"
	"fmt"
	"strings"

	"gyeol/gov"
)

// changeField is the field of a form that holds the class of change.
const changeField = "change"

// endedClass is the class of a project that is not carried on.
const endedClass = "ended"

// History is what the record knows of the project of a row.
type History struct {
	Item  string
	Had   bool // a row was accepted for it the year before
	Known bool // the year before is on record for this unit at all
	Ended bool // an event tells that it ended, was merged or split
}

// CheckChange holds the class of change that a row claims against history: what there was is not new, what there was
// not is not carried on, and what has ended says since when and why.
func CheckChange(form FormRule, data []byte, h History) []gov.Reason {
	if _, ok := form.Field(changeField); !ok {
		return nil
	}
	var row map[string]any
	if json.Unmarshal(data, &row) != nil {
		return nil // CheckRow names it
	}
	class, _ := row[changeField].(string)
	say := func(rule, text string) []gov.Reason {
		return []gov.Reason{{
			Rule:    fmt.Sprintf("change/%s/%s/%s", form.ID, h.Item, rule),
			Article: strings.Join(form.Articles(changeField), ", "), Text: text,
		}}
	}
	switch {
	case class == "new" && h.Had:
		return say("had", "지난해 확정된 계획에 있는 사업이라 신규로 적을 수 없습니다. 계속·확대·개선·강화 가운데 고르십시오.")
	case class != "" && class != "new" && class != endedClass && h.Known && !h.Had:
		return say("had_not", "지난해 계획에 없던 사업이라 신규로 적어야 합니다. 이름이 바뀐 사업이면 사업 변동을 확인하십시오.")
	case class == endedClass && !h.Ended && len(form.Events) > 0:
		return say("no_event", "종료로 적은 사업은 종료·통합·분리의 날짜와 사유를 사업 변동으로 기록해야 합니다.")
	case class != endedClass && class != "" && class != "new" && h.Ended && len(form.Events) > 0:
		return say("event", "종료·통합·분리를 기록한 사업은 구분을 종료로 적어야 합니다.")
	}
	return nil
}
