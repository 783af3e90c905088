package policies

import (
	"slices"
	"strings"

	"gyeol/gov"
)

// ClaimKind is by what somebody believes that a task is his.
type ClaimKind string

// The kinds of claims.
const (
	ClaimHolding    ClaimKind = "holding"    // he holds, held or will hold the post
	ClaimDelegation ClaimKind = "delegation" // the post was delegated to one of his
	ClaimPassedOn   ClaimKind = "passed_on"  // it was delegated to a post that delegated its own work to one of his
	ClaimActing     ClaimKind = "acting"     // one of his posts stands in its acting order
	ClaimLine       ClaimKind = "line"       // one of his posts has a cell in the line whose other cell is asked
)

// Claim is one ground on which a person believes that he may act on a task, as the records have it.
type Claim struct {
	Kind     ClaimKind
	Title    string   // of the post whose task it is; of a line: of the posts whose turn it is
	From, To gov.Date // of the holding, or of the delegation; a zero To: without end
	Revoked  gov.Date // when the delegation was taken back
	Matters  []string // of the delegation; none: all
	Own      bool     // he holds the deputy's post today
}

// decreeOnDeputies is the article on delegation and on acting for the absent.
const decreeOnDeputies = "행정업무의 운영 및 혁신에 관한 규정 제10조"

// WhyNotYours says of each claim to a task of a kind, in a matter and on a day, why it does not hold. Nobody without a
// claim is told anything.
func WhyNotYours(claims []Claim, kind gov.TaskKind, matter string, day gov.Date) []gov.Reason {
	var out []gov.Reason
	for _, c := range claims {
		if r := c.refuted(kind, matter, day); !slices.ContainsFunc(out, func(o gov.Reason) bool { return o.Rule == r.Rule && o.Text == r.Text }) {
			out = append(out, r)
		}
	}
	return out
}

func (c Claim) refuted(kind gov.TaskKind, matter string, day gov.Date) gov.Reason {
	say := func(rule, text string) gov.Reason {
		return gov.Reason{Rule: "standing/" + rule, Article: decreeOnDeputies, Text: text}
	}
	what := map[ClaimKind]string{ClaimHolding: " 보직이 ", ClaimDelegation: " 위임이 "}[c.Kind]
	switch {
	case c.Kind == ClaimLine && c.Title == "":
		return say("no_turn", "결재선에서 지금 차례인 직위가 없습니다.")
	case c.Kind == ClaimLine:
		return say("out_of_turn", "지금 차례는 "+c.Title+"입니다.")
	case c.Kind != ClaimHolding && slices.Contains(InPersonTasks(), kind):
		return say("in_person", "본인만 처리할 수 있는 과업이라 대신 처리할 수 없습니다.")
	case c.Kind == ClaimPassedOn:
		return say("never_passed_on", c.Title+"의 위임을 받은 직위가 다시 위임한 것입니다. 위임받은 업무는 다시 위임할 수 없습니다.")
	case c.Kind == ClaimActing:
		return say("acting_order", c.Title+"의 직위에 있는 사람이나 앞 순위의 대리자가 근무 중이라 직무대리 차례가 아닙니다.")
	case !c.Revoked.IsZero():
		return say("revoked", c.Title+" 위임이 "+c.Revoked.Korean()+"에 철회되었습니다.")
	case !c.To.IsZero() && c.To.Before(day):
		return say(string(c.Kind)+"_ended", c.Title+what+c.To.Korean()+"에 끝났습니다.")
	case c.From.After(day):
		return say(string(c.Kind)+"_to_come", c.Title+what+c.From.Korean()+"부터입니다.")
	case !c.Own:
		return say("deputy_left", c.Title+"의 업무를 위임받은 직위를 오늘 맡고 있지 않습니다.")
	case len(c.Matters) > 0 && !slices.Contains(c.Matters, matter):
		return say("out_of_scope", c.Title+" 위임은 다음 업무에 한정됩니다: "+strings.Join(c.Matters, ", "))
	}
	return say("none", c.Title+"의 과업이 아닙니다.")
}

// WhyOwnDraft says why nobody signs in a post of his what he drafted himself.
func WhyOwnDraft() gov.Reason {
	return gov.Reason{
		Rule: "standing/own_draft", Article: decreeOnDeputies,
		Text: "본인이 올린 문서는 본인이 결재할 수 없습니다. 대결자 또는 상급자에게 요청하십시오.",
	}
}

// WhyClosed says of a task that is open no more what became of it, and when.
func WhyClosed(state string, on gov.Date) gov.Reason {
	text := map[string]string{"done": "에 처리된 과업입니다.", "cancelled": "에 취소된 과업입니다."}[state]
	if text == "" || on.IsZero() {
		return gov.Reason{Rule: "task/open", Text: "열려 있지 않은 과업입니다."}
	}
	return gov.Reason{Rule: "task/open", Text: on.Korean() + text}
}
