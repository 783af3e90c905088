package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// ReclassifyBody decides anew on the class of each part of a document.
type ReclassifyBody struct {
	Parts []ReclassifiedPart `json:"parts" minItems:"1" maxItems:"200" doc:"Every part in the order of the document, the text first"`
}

// ReclassifiedPart is the class of a part from now on.
type ReclassifiedPart struct {
	Part          string         `json:"part" maxLength:"1000" doc:"본문, or the title of an attachment" example:"본문"`
	Disclosure    gov.Disclosure `json:"disclosure" enum:"public,partial,closed"`
	FoiaItems     []int32        `json:"foia_items,omitempty" doc:"Items 1 to 8 of FOIA 9(1); needed unless public"`
	Reason        string         `json:"reason,omitempty" maxLength:"1000" doc:"Needed unless public"`
	ReviewStage   string         `json:"review_stage,omitempty" maxLength:"200" doc:"Item 5: the stage of deciding or reviewing"`
	ReviewAgainOn gov.Date       `json:"review_again_on,omitzero" doc:"Item 5: a day after today, on which the class is looked at again"`
}

// reclassify decides anew on the class of an approved document whose review has ended, and asks for its public copy
// anew. The text and whoever signed it stay as they are.
func reclassify(ctx context.Context, ch *change) (given, error) {
	var body ReclassifyBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	doc, err := ch.document(ctx)
	if err != nil {
		return given{}, err
	}
	p, err := body.over(doc, ch.now.today)
	if err != nil {
		return given{}, err
	}
	if err := ch.tx.Write.SetDisclosure(ctx, p); err != nil {
		return given{}, err
	}
	ch.paper.doc = nil
	state, err := ch.tx.Read.CopyState(ctx, uid(ch.c.ID))
	if err != nil {
		return given{}, err
	}
	ch.note("parts", len(body.Parts))
	open, err := ch.tx.Read.OpenTaskOfKind(ctx, db.OpenTaskOfKindParams{CaseID: ch.c.ID, Kind: gov.TaskPublicCopy})
	if err != nil || open || !body.anyOpen() {
		return given{item: "parts", done: true}, err
	}
	plans, err := ch.ownOfficers(ctx)
	if err != nil || len(plans) == 0 {
		return given{}, err
	}
	plans[0].cell = fmt.Sprint(state.Number + 1)
	return given{item: "parts", done: true}, ch.askCopy(ctx, plans[0])
}

// anyOpen reports whether there is anything that a public copy could show.
func (b ReclassifyBody) anyOpen() bool {
	return slices.ContainsFunc(b.Parts, func(p ReclassifiedPart) bool { return p.Disclosure != gov.Secret })
}

// over lays the classes over the parts of a document.
func (b ReclassifyBody) over(doc db.Document, today gov.Date) (db.SetDisclosureParams, error) {
	out := db.SetDisclosureParams{CaseID: doc.CaseID}
	var attached []Attachment
	if err := json.Unmarshal(doc.Attachments, &attached); err != nil {
		return out, fmt.Errorf("read the attachments of %s: %w", doc.CaseID, err)
	}
	if len(b.Parts) != len(attached)+1 {
		return out, gov.Refusef(gov.CodeInvalid, "parts: 본문과 붙임 %[1]d개의 공개구분을 문서의 차례대로 모두 적으십시오.",
			"parts: the text and %[1]d attachments, each with its class", len(attached))
	}
	var faults []gov.Reason
	for i, p := range b.Parts {
		name := bodyPart
		if i > 0 {
			name = attached[i-1].Title
		}
		if p.Part != name {
			return out, invalid(fmt.Sprintf("parts/%d/part", i), "문서에 있는 부분의 이름과 차례가 다릅니다.",
				"the parts are named in the order of the document")
		}
		d := policies.PartDisclosure{
			Part: p.Part, Class: p.Disclosure, Items: whole(p.FoiaItems), Reason: p.Reason, Stage: p.ReviewStage,
			EndsOn: p.ReviewAgainOn,
		}.At(fmt.Sprintf("/parts/%d", i))
		faults = append(faults, d.Faults()...)
		if slices.Contains(d.Items, policies.InReview) && !d.EndsOn.IsZero() && !d.EndsOn.After(today) {
			return out, invalid(fmt.Sprintf("parts/%d/review_again_on", i), "다시 검토할 날은 오늘 뒤의 날이어야 합니다.",
				"a day after today")
		}
		if i == 0 {
			out.Disclosure, out.FoiaItems, out.DisclosureReason = p.Disclosure, some(p.FoiaItems), p.Reason
			out.ReviewStage, out.ReviewAgainOn = p.ReviewStage, p.ReviewAgainOn
			continue
		}
		a := &attached[i-1]
		a.Disclosure, a.FoiaItems, a.DisclosureReason = p.Disclosure, some(p.FoiaItems), p.Reason
		a.ReviewStage, a.ReviewAgainOn = p.ReviewStage, p.ReviewAgainOn
	}
	if err := faulty(faults); err != nil {
		return out, err
	}
	raw, err := json.Marshal(some(attached))
	if err != nil {
		return out, fmt.Errorf("write the attachments of %s: %w", doc.CaseID, err)
	}
	out.Attachments = raw
	return out, nil
}
