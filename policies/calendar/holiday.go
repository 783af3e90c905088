package calendar

import (
	"fmt"

	"gyeol/gov"
)

// Kind says why a day is a holiday.
type Kind string

// The kinds of holiday. Sunday, Statutory, Substitute, Election and Designated are national holidays of the 관공서의
// 공휴일에 관한 규정; Local is a holiday of one local government's offices only.
const (
	Sunday     Kind = "sunday"     // 일요일
	Statutory  Kind = "statutory"  // 법정공휴일
	Substitute Kind = "substitute" // 대체공휴일
	Election   Kind = "election"   // 임기만료에 의한 선거의 선거일
	Designated Kind = "designated" // 임시공휴일
	Local      Kind = "local"      // 지방공휴일
)

// Korean returns the word official papers use for the kind.
func (k Kind) Korean() string {
	switch k {
	case Sunday:
		return "일요일"
	case Statutory:
		return "공휴일"
	case Substitute:
		return "대체공휴일"
	case Election:
		return "선거일"
	case Designated:
		return "임시공휴일"
	case Local:
		return "지방공휴일"
	default:
		return string(k)
	}
}

// Holiday is one reason why the offices are closed on one day. A day can have several.
type Holiday struct {
	Date     gov.Date `json:"date"`
	Name     string   `json:"name"`              // Korean name, such as 개천절
	Kind     Kind     `json:"kind"`              // why it is a holiday
	Article  string   `json:"article"`           // law and article, in Korean
	Replaces gov.Date `json:"replaces,omitzero"` // of a substitute: the holiday it stands in for
	Source   string   `json:"source,omitempty"`  // of a dated day: where the date is announced
	Known    gov.Date `json:"known,omitzero"`    // of a designated day: since when it was announced

	// Assumed says that the wording in force on that day was not read, or that the day is not announced yet.
	Assumed bool `json:"assumed,omitempty"`
}

// Validate reports what is missing in a day an operator adds. Only elections, designated and local days can be added;
// the others follow from the decree.
func (h Holiday) Validate() error {
	switch {
	case h.Date.IsZero():
		return fmt.Errorf("holiday %q: date is missing", h.Name)
	case h.Name == "":
		return fmt.Errorf("holiday %s: name is missing", h.Date)
	case h.Article == "" && h.Source == "":
		return fmt.Errorf("holiday %s %s: article or source is missing", h.Date, h.Name)
	case h.Kind != Election && h.Kind != Designated && h.Kind != Local:
		return fmt.Errorf("holiday %s %s: kind %q cannot be added", h.Date, h.Name, h.Kind)
	}
	return nil
}
