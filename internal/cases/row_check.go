package cases

import (
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/checks"
	"gyeol/policies/pack"
)

// checked runs the checks of rows over rows as they are: while they are typed, and when they are handed in. What its
// form no longer takes is left out, for the form tells of it.
func checked(p *pack.Pack, form policies.FormRule, rows []Row, on gov.Date) ([]checks.Finding, error) {
	list := make([]checks.Row, len(rows))
	for i, r := range rows {
		fields, _ := policies.ReadRow(form, r.Item, r.Data)
		list[i] = checks.Row{ID: r.ID.String(), Item: r.Item, Title: r.Title, Values: fields.Values, Status: r.Status}
		if r.Last != nil {
			last, _ := policies.ReadRow(form, r.Item, r.Last)
			list[i].Last = last.Values
		}
		if len(r.Figures) == 0 {
			continue
		}
		if err := json.Unmarshal(r.Figures, &list[i].Figures); err != nil {
			return nil, fmt.Errorf("read the figures of %s: %w", r.Item, err)
		}
	}
	return checks.OfRows(form, list, p.ChecksOn(on)), nil
}

// judgeWaivers refuses rows whose checks find errors that nobody waives with a reason, and waivers of nothing.
func judgeWaivers(found []checks.Finding, waivers []FindingWaiver) error {
	var reasons []gov.Reason
	for i, w := range waivers {
		known := slices.ContainsFunc(found, func(f checks.Finding) bool { return f.ID == w.Finding })
		twice := slices.ContainsFunc(waivers[:i], func(x FindingWaiver) bool { return x.Finding == w.Finding })
		switch {
		case !known:
			reasons = append(reasons, gov.Reason{Rule: w.Finding, Text: "이 제출자료에 없는 확인사항입니다."})
		case twice:
			reasons = append(reasons, gov.Reason{Rule: w.Finding, Text: "같은 확인사항에 두 번 답하였습니다."})
		case !policies.Fits(w.Reason, 1, 1000):
			reasons = append(reasons, gov.Reason{Rule: w.Finding, Text: "확인사항을 두고 제출하려면 사유를 1자 이상 1,000자 이하로 적으십시오."})
		}
	}
	for _, f := range found {
		waived := slices.ContainsFunc(waivers, func(w FindingWaiver) bool { return w.Finding == f.ID })
		if f.Severity == checks.Fault && !waived {
			reasons = append(reasons, gov.Reason{Rule: f.ID, Article: f.Article, Text: f.Place + ": " + f.Message})
		}
	}
	if len(reasons) == 0 {
		return nil
	}
	e := gov.Refusef(gov.CodeInvalid, "확인사항 %d건을 고치거나 사유를 적어 주십시오.", "%d findings are neither mended nor waived", len(reasons))
	e.Reasons = reasons[:min(len(reasons), 50)]
	return e
}
