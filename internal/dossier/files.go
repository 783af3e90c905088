package dossier

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/internal/evidence"
)

// attachments writes every file that lies beside a case, once, a piece at a time.
func (b *building) attachments(ctx context.Context) error {
	var hashes [][]byte
	err := b.each(ctx, "attachments", append(b.scope(), b.order.Full), func(rows pgx.Rows) error {
		var hash []byte
		err := rows.Scan(&hash)
		hashes = append(hashes, hash)
		return err
	})
	if err != nil {
		return err
	}
	for _, hash := range hashes {
		err := b.out.File("attachments/"+hex.EncodeToString(hash), func(w io.Writer) error {
			return b.each(ctx, "pieces", []any{hash}, func(rows pgx.Rows) error {
				var piece []byte
				if err := rows.Scan(&piece); err != nil {
					return err
				}
				_, err := w.Write(piece)
				return err
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// peopleFile is the file of a pack that founds units, posts and the people who hold them, with their addresses.
const peopleFile = "organisation.json"

// authority writes the rules under which the cases were opened, file by file.
func (b *building) authority(ctx context.Context) error {
	return b.each(ctx, "packs", b.scope(), func(rows pgx.Rows) error {
		var hash, archive []byte
		if err := rows.Scan(&hash, &archive); err != nil {
			return err
		}
		var files map[string]string
		if err := json.Unmarshal(archive, &files); err != nil {
			return fmt.Errorf("read the rules %x: %w", hash, err)
		}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if name == peopleFile && !b.order.Full {
				b.left.count([]evidence.Withheld{{What: "rules", Ref: name, Why: whyPeople}})
				continue
			}
			if err := b.out.Bytes(fmt.Sprintf("authority/%x/%s", hash, name), []byte(files[name])); err != nil {
				return err
			}
		}
		return nil
	})
}

// roleWords name for people for whom a bundle was made.
var roleWords = map[Role]string{Reader: "열람용", Auditor: "감사용", Operator: "운영자용"}

// index writes the page for people: what happened, in order, as it is read.
func (b *building) index(ctx context.Context) error {
	head := evidence.IndexHead{
		Subject: b.about, OfficeDate: b.day.Korean(), Role: roleWords[b.order.Role], Reason: b.order.Reason,
		Full: b.order.Full, Key: keyOf(b.top.Note), Leaves: b.top.Size, Cases: b.cases, Withheld: b.left.list(),
	}
	return b.out.File(evidence.IndexFile, func(w io.Writer) error {
		return evidence.WriteIndex(w, head, func(step func(evidence.Step) error) error {
			return b.each(ctx, "timeline", b.scope(), func(rows pgx.Rows) error {
				var day gov.Date
				var id gov.CaseID
				var kind, verb, state string
				var s evidence.Step
				var line, task []string
				var round int32
				if err := rows.Scan(&day, &id, &kind, &s.Title, &verb, &state, &s.By, &line, &task, &round, &s.Hash,
					&s.Number); err != nil {
					return err
				}
				s.On, s.Case, s.Verb = day.Korean(), id.String(), gov.Verb(verb).Korean()
				s.State, s.Kind, s.Page = gov.State(state).Korean(), kind, b.printed[s.Case]
				if s.Articles = line; len(line) == 0 {
					s.Articles = task
				}
				return step(s)
			})
		})
	})
}
