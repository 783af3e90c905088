package cases

import (
	"strconv"

	"gyeol/policies"
	"gyeol/policies/pack"
)

// metadata is what the record carries beside its text, as the rules see it.
func (d DraftBody) metadata() policies.Metadata {
	m := policies.Metadata{
		Retention: policies.Retention(d.Retention), FunctionCode: d.FunctionCode, Path: d.ClassificationPath,
		Licence: policies.Licence(d.Licence), Abstract: d.Abstract, Keywords: d.Keywords, Telephone: d.Telephone,
		InternalOnly: d.InternalOnly, RealName: d.RealName,
	}
	m.Parts = append(m.Parts, policies.PartDisclosure{
		Part: policies.BodyPart, Class: d.Disclosure, Items: whole(d.FoiaItems), Reason: d.DisclosureReason,
		Stage: d.ReviewStage, EndsOn: d.ReviewAgainOn,
	})
	for i, a := range d.Attachments {
		m.Parts = append(m.Parts, policies.PartDisclosure{
			Part: a.Title, Class: a.Disclosure, Items: whole(a.FoiaItems), Reason: a.DisclosureReason, Stage: a.ReviewStage,
			EndsOn: a.ReviewAgainOn,
		}.At("/attachments/"+strconv.Itoa(i)))
	}
	return m
}

// propose fills what the draft leaves open with what the rule of its matter says.
func (d *DraftBody) propose(r policies.RecordRule) {
	m := r.Propose(d.metadata())
	d.Retention, d.FunctionCode, d.ClassificationPath = string(m.Retention), m.FunctionCode, some(m.Path)
	d.Licence, d.Telephone, d.RealName = string(m.Licence), m.Telephone, m.RealName
	text := m.Parts[0]
	d.DisclosureReason, d.ReviewStage = text.Reason, text.Stage
	d.FoiaItems = make([]int32, len(text.Items))
	for i, n := range text.Items {
		d.FoiaItems[i] = int32(n)
	}
}

// draft is the draft as the rules see it, by the title of its author's post and to whom it goes.
func (d DraftBody) draft(author string, to []string) pack.Draft {
	out := pack.Draft{
		Text: policies.Draft{Title: d.Title, Body: d.Body}, Metadata: d.metadata(), Form: policies.DocumentForm(d.Form),
		Notice: d.PublicNotice, Addressees: d.Addressees, Way: policies.ArrivalWay(d.Delivery), Reply: d.reply(),
	}
	out.Metadata.AuthorPost, out.Metadata.Addressees = author, to
	for _, a := range d.Attachments {
		out.Text.Attachments = append(out.Text.Attachments, policies.Attached{Title: a.Title, SHA256: a.SHA256})
	}
	return out
}

func whole(items []int32) []int {
	out := make([]int, len(items))
	for i, n := range items {
		out[i] = int(n)
	}
	return out
}
