package dossier

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/gowebpki/jcs"
	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/internal/evidence"
	"gyeol/internal/ledger"
	"gyeol/internal/store/db"
)

// folder writes the files of one case.
func (b *building) folder(ctx context.Context, id gov.CaseID) error {
	var raw []byte
	if err := b.one(ctx, "case", []any{id}, &raw); err != nil {
		return err
	}
	c := evidence.Case{Pages: []string{}, Contents: []evidence.Content{}, Withheld: []evidence.Withheld{}}
	if err := json.Unmarshal(raw, &c); err != nil {
		return fmt.Errorf("read a case: %w", err)
	}
	if string(c.Details) == "null" {
		c.Details = nil
	}
	contents, err := b.contents(ctx, &c)
	if err != nil {
		return err
	}
	pages, err := b.pages(ctx, id, &c)
	if err != nil {
		return err
	}
	for i := range c.Attachments {
		c.Attachments[i].File = "attachments/" + c.Attachments[i].SHA256
	}
	hidden := b.mask(&c)
	b.left.count(c.Withheld)
	raw, err = evidence.Canonical(&c)
	if err != nil {
		return err
	}
	dir := "cases/" + c.ID + "/"
	if err := b.out.Bytes(dir+"case.json", raw); err != nil {
		return err
	}
	for _, x := range c.Contents {
		if x.File == "" {
			continue
		}
		if err := b.out.Bytes(dir+x.File, contents[x.Hash]); err != nil {
			return err
		}
	}
	if err := b.entries(ctx, &c, hidden); err != nil {
		return err
	}
	for _, name := range c.Pages {
		if err := b.out.Bytes(dir+name, pages[name]); err != nil {
			return err
		}
	}
	for _, name := range c.Pages {
		if strings.HasSuffix(name, ".html") {
			b.printed[c.ID] = name
		}
	}
	b.cases++
	return nil
}

// contents reads what decisions on the case bind to, by its hash.
func (b *building) contents(ctx context.Context, c *evidence.Case) (map[string][]byte, error) {
	out := map[string][]byte{}
	err := b.each(ctx, "contents", []any{c.ID}, func(rows pgx.Rows) error {
		var x evidence.Content
		var hash []byte
		var raw json.RawMessage
		if err := rows.Scan(&x.Round, &x.Version, &hash, &raw); err != nil {
			return err
		}
		x.Hash = hex.EncodeToString(hash)
		if out[x.Hash] != nil {
			return nil // the same text once more
		}
		if raw == nil { // it was deleted when its purpose had ended
			c.Contents, out[x.Hash] = append(c.Contents, x), []byte{}
			return nil
		}
		canonical, err := jcs.Transform(raw)
		if err != nil {
			return fmt.Errorf("write a content: %w", err)
		}
		x.File = fmt.Sprintf("content-%05d-%05d.json", x.Round, x.Version)
		c.Contents, out[x.Hash] = append(c.Contents, x), canonical
		return nil
	})
	return out, err
}

// pages prints the papers of the case, in the order of their names.
func (b *building) pages(ctx context.Context, id gov.CaseID, c *evidence.Case) (map[string][]byte, error) {
	switch {
	case c.Document != nil && len(c.Contents) > 0:
		p, err := b.tools.Print.Document(ctx, b.q, id, b.order.Full)
		c.Pages = append(c.Pages, "paper-block.txt", "paper.html", "paper.txt")
		return map[string][]byte{"paper-block.txt": p.Block, "paper.html": p.HTML, "paper.txt": p.Text}, err
	case c.Meeting != nil && c.Meeting.HeldOn != "":
		p, err := b.tools.Print.Minutes(ctx, b.q, id)
		c.Pages = append(c.Pages, "minutes.html")
		return map[string][]byte{"minutes.html": p}, err
	}
	return map[string][]byte{}, nil
}

// entries writes the entries of a case with their proofs. The bodies of those that are hidden stay out: what they hash
// could be guessed.
func (b *building) entries(ctx context.Context, c *evidence.Case, hidden hidden) error {
	resent := false
	for _, n := range c.Notices {
		resent = resent || n.ResentOf != ""
	}
	var list []evidence.Entry
	err := b.each(ctx, "entries", []any{c.ID, c.Kind, b.top.Size, resent}, func(rows pgx.Rows) error {
		var r db.SealedFromRow
		var salt, body []byte
		if err := rows.Scan(&r.Leaf, &r.Chain, &r.ID, &r.Kind, &r.SubjectKind, &r.SubjectID, &r.CaseID, &r.ActSeq,
			&r.ContributionID, &r.BodyHash, &r.At, &r.OfficeDate, &salt, &body); err != nil {
			return err
		}
		e := evidence.Entry{Leaf: r.Leaf, Line: string(ledger.Line(r))}
		if !hidden[r.ID.String()] && !hidden[refOf(r)] && (b.order.Full || r.Kind != string(ledger.KindRefusal)) {
			e.Salt, e.Body = hex.EncodeToString(salt), string(body)
		}
		list = append(list, e)
		return nil
	})
	if err != nil {
		return err
	}
	return b.out.File("cases/"+c.ID+"/entries.jsonl", func(w io.Writer) error {
		for _, e := range list {
			if err := b.entry(w, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// refOf is what an entry names in its case: a contribution, or an act.
func refOf(r db.SealedFromRow) string {
	if r.ActSeq != nil {
		return actRef(*r.ActSeq)
	}
	return r.ContributionID.String()
}

func actRef(seq int32) string { return fmt.Sprintf("act/%d", seq) }

// entry writes one entry with its proof, as a line.
func (b *building) entry(w io.Writer, e evidence.Entry) error {
	var err error
	if e.Hashes, err = b.prove.leaf(e.Leaf, []byte(e.Line)); err != nil {
		return err
	}
	raw, err := evidence.Canonical(e)
	if err != nil {
		return err
	}
	_, err = w.Write(append(raw, '\n'))
	return err
}
