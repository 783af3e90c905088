package cases

import (
	"context"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// repin gives a paper whose decision went to another post the series of that post, as the pack that was pinned with the
// line has it: an amended table changes nothing about a line that runs.
func (ch *change) repin(ctx context.Context, doc db.Document, line []policies.LineCell) error {
	i := slices.IndexFunc(line, func(c policies.LineCell) bool {
		return c.Role == policies.CellApprove && (c.State == policies.CellWaiting || c.State == policies.CellCurrent)
	})
	if i < 0 {
		return fmt.Errorf("a lifted line of %s has nobody who decides", ch.c.ID)
	}
	p, err := ch.svc.rules.Of(ctx, ch.tx.Read, doc.PackHash)
	if err != nil {
		return err
	}
	return ch.tx.Write.PinAuthority(ctx, db.PinAuthorityParams{
		CaseID: ch.c.ID, PackHash: doc.PackHash, AuthorityRow: doc.AuthorityRow,
		PolicySeries: p.PolicySeries(doc.AuthorityRow, line[i].Cell, ch.now.today),
		Important:    doc.Important, Undelegable: doc.Undelegable,
	})
}

// establish gives the numbers: one serial per processing department and calendar year, and the policy number of the
// post that decides where the pinned row grants one. Both come from locked series, so that none is lost or given twice.
// A matter of weight that a stand-in decided is reported to the post he stood in for (행정업무의 운영 및 혁신에 관한
// 규정 제10조제3항, 제11조).
func (ch *change) establish(ctx context.Context, doc db.Document) error {
	unit, err := ch.unitName(ctx)
	if err != nil {
		return err
	}
	year := ch.now.today.Year()
	n, err := ch.issueNumber(ctx, fmt.Sprintf("document/%s/%d", ch.c.UnitID, year))
	if err != nil {
		return err
	}
	number := fmt.Sprintf("%s-%d", unit, n)
	var policy *string
	if doc.PolicySeries != "" {
		m, err := ch.issueNumber(ctx, fmt.Sprintf("policy/%s/%d", doc.PolicySeries, year))
		if err != nil {
			return err
		}
		printed := fmt.Sprintf("%s 제%d호", doc.PolicySeries, m)
		policy, ch.policyNumber = &printed, printed
	}
	ch.documentNumber = number
	if ch.proxy.kind != "" && doc.Important {
		ch.planned = true
		ch.plans = []taskPlan{{spec: policies.PostReportTask, posts: []gov.PostID{ch.post}, cell: string(ch.post)}}
	}
	return ch.tx.Write.MarkApproved(ctx, db.MarkApprovedParams{
		CaseID: ch.c.ID, DocumentNumber: &number, PolicyNumber: policy, ApprovedOn: ch.now.today,
	})
}

// issueNumber takes the next number of a series and keeps to which case it went.
func (ch *change) issueNumber(ctx context.Context, series string) (int32, error) {
	n, err := ch.tx.Read.NextNumber(ctx, series)
	if err != nil {
		return 0, err
	}
	return n, ch.tx.Write.InsertIssuedNumber(ctx, db.InsertIssuedNumberParams{Series: series, Number: n, CaseID: ch.c.ID})
}
