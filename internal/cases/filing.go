package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

func init() {
	handlers[gov.CaseFiling] = map[gov.Verb]handler{
		gov.VerbFile:           handOver,
		gov.VerbRequestCorrect: requestCorrection,
		gov.VerbCorrect:        correctFiling,
		gov.VerbReceipt:        receiveFiling,
	}
	openings[gov.StageFile] = openFiling
	additions[gov.CaseFiling] = anew(openFiling)
}

// openFiling prepares the package for the outside body that the stage names.
func openFiling(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	to, err := ch.unitsAsked(ctx, rule.To)
	if err != nil {
		return err
	}
	if len(to) != 1 {
		return noRule("addressee", fmt.Sprint(rule.To))
	}
	parts, err := ch.packageOf(ctx, rule.Package)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(parts)
	if err != nil {
		return fmt.Errorf("write a package: %w", err)
	}
	_, err = ch.openCase(ctx, newCase{
		kind: gov.CaseFiling, subject: ch.attempt("filing"), title: rule.Title, unit: ch.c.UnitID, other: to[0],
		rows: func(id gov.CaseID) error {
			return ch.tx.Write.InsertFiling(ctx, db.InsertFilingParams{CaseID: id, ToUnit: to[0], Package: raw})
		},
	})
	return err
}

// handOver freezes the package under its hash and hands it over (평생교육법 제11조제2항, 서울특별시 평생교육진흥에 관한
// 조례 제4조의3). Its papers must stand; what is late is handed over all the same and stays visible as late.
func handOver(ctx context.Context, ch *change) error {
	var body FileBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := between("note", body.Note, 0, 2000); err != nil {
		return err
	}
	if err := ch.needGates(ctx); err != nil {
		return err
	}
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	late := !stage.DueLegal.IsZero() && ch.now.today.After(stage.DueLegal)
	return ch.packUp(ctx, db.MarkHandedOverParams{
		CaseID: ch.c.ID, HandedOn: ch.now.today, Note: body.Note,
		Late: late,
	}, 0)
}

// packUp lists the parts as they stand, hashes list and correction number, and records the package.
func (ch *change) packUp(ctx context.Context, p db.MarkHandedOverParams, correction int32) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	parts, err := ch.packageOf(ctx, rule.Package)
	if err != nil {
		return err
	}
	content := map[string]any{"to": ch.c.OtherUnit, "parts": parts}
	if correction > 0 {
		content["correction"] = map[string]any{"ordinal": correction, "note": p.Note}
	}
	if p.PackageHash, err = contentHash(content); err != nil {
		return err
	}
	if p.Package, err = json.Marshal(parts); err != nil {
		return fmt.Errorf("write a package: %w", err)
	}
	ch.c.ContentHash = p.PackageHash
	ch.c.Revision++
	ch.note("package_hash", fmt.Sprintf("%x", p.PackageHash))
	ch.note("parts", len(parts))
	ch.note("late", p.Late)
	return ch.tx.Write.MarkHandedOver(ctx, p)
}

// requestCorrection sends the package back; a new round begins (행정업무의 운영 및 혁신에 관한 규정 시행규칙 제16조).
func requestCorrection(ctx context.Context, ch *change) error {
	var body CorrectionBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := between("text", body.Text, 1, 4000); err != nil {
		return err
	}
	if err := ch.sameIfSeen(); err != nil {
		return err
	}
	known, err := ch.tx.Read.CorrectionsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	n := int32(len(known) + 1)
	ch.note("correction", n)
	return ch.tx.Write.InsertCorrection(ctx, db.InsertCorrectionParams{
		CaseID: ch.c.ID, Ordinal: n, RequestedOn: ch.now.today, Text: body.Text,
	})
}

// correctFiling hands the mended package over again, under a hash of its own. The first hand-over keeps its date.
func correctFiling(ctx context.Context, ch *change) error {
	var body CorrectBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := between("note", body.Note, 1, 2000); err != nil {
		return err
	}
	if err := ch.needGates(ctx); err != nil {
		return err
	}
	known, err := ch.tx.Read.CorrectionsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	if len(known) == 0 {
		return fmt.Errorf("filing %s asks for a correction that is not recorded", ch.c.ID)
	}
	row, err := ch.tx.Read.GetFiling(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	n := known[len(known)-1].Ordinal
	ch.note("correction", n)
	if err := ch.packUp(ctx, db.MarkHandedOverParams{
		CaseID: ch.c.ID, HandedOn: row.HandedOn, Note: body.Note, Late: row.Late,
	}, n); err != nil {
		return err
	}
	return ch.tx.Write.MarkCorrected(ctx, db.MarkCorrectedParams{
		CaseID: ch.c.ID, Ordinal: n, CorrectedOn: ch.now.today, Note: body.Note, PackageHash: ch.c.ContentHash,
	})
}

// receiveFiling keeps the receipt number of the outside body: the evidence that the duty was met, and on which day.
func receiveFiling(ctx context.Context, ch *change) error {
	var body ReceiptBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := between("receipt_number", body.ReceiptNumber, 1, 100); err != nil {
		return err
	}
	if err := ch.sameIfSeen(); err != nil {
		return err
	}
	ch.note("receipt_number", body.ReceiptNumber)
	return ch.tx.Write.MarkFilingReceived(ctx, db.MarkFilingReceivedParams{
		CaseID: ch.c.ID, ReceiptNumber: body.ReceiptNumber, ReceivedOn: ch.now.today,
	})
}
