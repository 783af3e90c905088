package cases

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/internal/proof"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// mailCheckpoint sends every auditor the last checkpoint of the audit log on each working day, once a day and person:
// whoever holds it outside of the house can show that a log was changed or rolled back (ADR 0021). A day that is caught
// up with sends none, as a later one is on its way; nor does a log that nobody has signed.
func (s *Service) mailCheckpoint(ctx context.Context, d ruledDay) error {
	day := d.day
	if !s.rules.Calendar().IsWorkingDay(day) {
		return nil
	}
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil || day.Before(clock.today) {
			return err
		}
		last, err := tx.Read.LastCheckpoint(ctx)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		params, err := checkpointSaid(last)
		if err != nil {
			return err
		}
		auditors, err := tx.Read.HoldersOfPosts(ctx, db.HoldersOfPostsParams{
			Posts: asTexts(d.pack.PostsOf("auditor")), Day: day,
		})
		if err != nil {
			return err
		}
		for _, person := range auditors {
			if err := tx.Write.InsertNotice(ctx, db.InsertNoticeParams{
				ID: gov.NewNoticeID(), Kind: gov.NoticeCheckpoint, PersonID: person, OfficeDate: day, SendOn: day,
				Dedup: fmt.Sprintf("%s/%s/%s", gov.NoticeCheckpoint, day, person), Params: params, State: gov.NoticeQueued,
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// checkpointSaid is what a letter tells of a checkpoint.
func checkpointSaid(c db.AuditCheckpoint) ([]byte, error) {
	key, err := proof.KeyID([]byte(c.Note))
	if err != nil {
		return nil, fmt.Errorf("checkpoint %d: %w", c.Size, err)
	}
	params, err := json.Marshal(gov.NoticeParams{
		Title: fmt.Sprintf("감사 기록 체크포인트 %s", c.OfficeDate.Korean()),
		Signed: &gov.NoticeSigned{
			Size: c.Size, Root: base64.StdEncoding.EncodeToString(c.Root), Key: key, Note: c.Note,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("write notice params: %w", err)
	}
	return params, nil
}
