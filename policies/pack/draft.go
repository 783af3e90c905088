package pack

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
)

// Draft is what a drafter sends along a line, as the rules see it.
type Draft struct {
	Ask

	Text     policies.Draft
	Metadata policies.Metadata
	Form     policies.DocumentForm
	Notice   bool // a notice to everybody
	// Addressees are the units among the addressees of the metadata.
	Addressees []gov.UnitID
	Sending    policies.Sending
	Way        policies.ArrivalWay
	Reply      policies.ReplyPeriod
}

func (d Draft) submission() policies.Submission {
	s := policies.Submission{Matter: d.Matter, Form: d.Form, On: d.On, Notice: d.Notice}
	for _, a := range d.Text.Attachments {
		s.Attachments = append(s.Attachments, a.Title)
	}
	return s
}

// DraftFaults lists everything for which a draft cannot be submitted, each fault with its field: its text, its metadata
// under the law and under the city's rows, the facts for which the delegation table asks, its period for an answer, and
// units that are not there.
func (p *Pack) DraftFaults(d Draft, org policies.Org) []gov.Reason {
	found := append(d.Text.Faults(), d.Metadata.Faults(d.submission(), p.metadata())...)
	found = append(found, p.factFaults(d.Ask)...)
	found = append(found, d.Reply.Faults(d.Sending, d.Way)...)
	found = append(found, strangers("/touches/", d.Touched, org)...)
	return append(found, strangers("/addressees/", d.Addressees, org)...)
}

// metadata is the table of what is required: the law's, then the city's.
func (p *Pack) metadata() []policies.MetadataRule {
	return slices.Concat(policies.LawMetadata(), p.MetadataRules)
}

// AskedFields lists what the rules require of a document of the matter on a day.
func (p *Pack) AskedFields(s policies.Submission) []policies.AskedField {
	return policies.AskedFields(s, p.metadata())
}

// Record is the rule of what the record of a matter carries unless its drafter says otherwise: that of the matter, or
// else the one for all. The zero value proposes nothing.
func (p *Pack) Record(matter string, on gov.Date) policies.RecordRule {
	for _, of := range []string{matter, ""} {
		for _, r := range p.Records {
			if applies, _ := r.InForce(on); applies && r.Matter == of {
				return r
			}
		}
	}
	return policies.RecordRule{}
}

// AskedFact is a fact of a matter as its drafter is asked for it.
type AskedFact struct {
	policies.FactRule

	Needed  bool     // a row in force asks for it: without it nobody can decide
	Given   bool     // gyeol knows it of itself; nobody is asked
	Article []string // of the rows that ask for it
}

// AskedFacts lists the facts of a matter on a day, in the order of their declaration.
func (p *Pack) AskedFacts(matter string, on gov.Date) []AskedFact {
	var out []AskedFact
	rows := p.inForce(matter, on)
	for _, f := range p.FactsOf(matter) {
		a := AskedFact{FactRule: f, Given: p.Knows(f.ID)}
		if money(f) && f.Unit == "" {
			a.Unit = "원"
		}
		for _, row := range rows {
			if slices.ContainsFunc(p.authority.uses(row.ID), func(u policies.FactRule) bool { return u.ID == f.ID }) {
				a.Needed, a.Article = true, unique(append(a.Article, row.Article...))
			}
		}
		out = append(out, a)
	}
	return out
}

// Knows reports whether gyeol knows a fact of itself: nobody is asked for it, and it is known anew of every draft.
func (p *Pack) Knows(id string) bool {
	f, ok := p.authority.fact(id)
	return ok && id == touchedFact && f.Type == "strings"
}

// factFaults lists the facts that are missing, of a wrong type, or none of the matter.
func (p *Pack) factFaults(q Ask) []gov.Reason {
	var found []gov.Reason
	asked := p.AskedFacts(q.Matter, q.On)
	for _, f := range asked {
		value, ok := q.Facts[f.ID]
		ok = ok || f.Given
		wrong := ""
		if value != nil || !f.Given {
			_, wrong = settle(f.FactRule, value)
		}
		switch {
		case ok && wrong != "":
			found = append(found, f.fault("이(가) 맞지 않습니다: "+wrong+".", "is not what it must be"))
		case f.Given && value != nil && !sameUnits(value, q.Touched):
			found = append(found, f.fault("이(가) 기안의 관련 부서(touches)와 다릅니다. 적지 않으면 관련 부서에서 가져옵니다.",
				"is not what the draft touches; leave it out and it is taken from there"))
		case !ok && f.Needed:
			found = append(found, f.fault("이(가) 빠졌습니다. 결재권자를 정하려면 적어야 합니다.", "is missing; who decides depends on it"))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(q.Facts)) {
		if !slices.ContainsFunc(asked, func(f AskedFact) bool { return f.ID == id }) {
			found = append(found, gov.Reason{
				Rule: "fact/unknown", Field: "/facts/" + pointer.Replace(id), Text: "‘" + id + "’은(는) 이 업무의 사실이 아닙니다.",
				English: "\"" + id + "\" is no fact of this matter",
			})
		}
	}
	return found
}

// sameUnits reports whether a fact names the units that the draft touches, and no other.
func sameUnits(fact any, touched []gov.UnitID) bool {
	named, _ := wordsOf(fact)
	units := make([]string, len(touched))
	for i, u := range touched {
		units[i] = string(u)
	}
	units, _ = wordsOf(units)
	return slices.Equal(named, units)
}

// pointer escapes a name for a JSON Pointer (RFC 6901).
var pointer = strings.NewReplacer("~", "~0", "/", "~1")

// fault says what is wrong with a fact, with all that is needed to give it rightly.
func (f AskedFact) fault(korean, english string) gov.Reason {
	kind, unit := typeNames[f.Type], ""
	if f.Unit != "" {
		unit = ", 단위: " + f.Unit
	}
	values := ""
	if len(f.Values) > 0 {
		values = ", 쓸 수 있는 값: " + strings.Join(f.Values, ", ")
	}
	return gov.Reason{
		Rule: "fact/" + f.ID, Article: strings.Join(f.Article, ", "), Field: "/facts/" + f.ID,
		Text:    "사실 ‘" + f.Title + "(" + f.ID + ")’ " + "[" + kind + unit + values + "]" + korean,
		English: "the fact " + f.ID + " (" + f.Type + englishUnit(f.Unit) + ") " + english,
	}
}

func englishUnit(unit string) string {
	if unit == "" {
		return ""
	}
	return ", in " + unit
}

// strangers lists the units that are not in force.
func strangers(at string, units []gov.UnitID, org policies.Org) []gov.Reason {
	var found []gov.Reason
	for i, id := range units {
		if _, ok := org.Unit(id); !ok {
			found = append(found, gov.Reason{
				Rule: "organisation/unit", Field: at + strconv.Itoa(i), Text: "부서 ‘" + string(id) + "’이(가) 오늘 날짜의 직제에 없습니다.",
				English: "there is no unit \"" + string(id) + "\" today",
			})
		}
	}
	return found
}
