package cases

import (
	"context"
	"slices"
	"time"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/policies"
)

// PackItem is a pack of rules that was activated.
type PackItem struct {
	Pack        string // its name
	Hash        string // SHA-256 of its text, in hex
	From        gov.Date
	ActivatedAt time.Time
	InForce     bool // on the office day

	hash []byte
}

// PackView is a pack as an official reads it.
type PackView struct {
	PackItem

	Title   string
	Region  string // whose holidays hold beside those of the nation
	Rows    []policies.AuthorityRow
	Records []policies.RecordRule
	Terms   []policies.AuditTermRule
	Assumed []AssumedRule
	Faults  []PackFault // what checking it from its first day on finds; none in a pack that may be used
	History []PackItem
}

// AssumedRule is a rule that is applied before the wording that was read (현행 규정 기준).
type AssumedRule struct {
	Rule, Note        string
	Article           []string
	AssumedFrom, From gov.Date
}

// PackFault is a fault that checking a pack finds, by file and line.
type PackFault struct {
	File, Rule, Text string
	Line             int
}

// Packs lists which pack was to hold from which day, the latest first, for whoever oversees the year or runs the
// installation.
func (s *Service) Packs(ctx context.Context, actor Actor) ([]PackItem, error) {
	r, err := s.readOversight(ctx, actor)
	if err != nil {
		return nil, err
	}
	return r.packs(ctx)
}

// readOversight is a reading of somebody who may read the processes.
func (s *Service) readOversight(ctx context.Context, actor Actor) (reading, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return r, err
	}
	return r, r.v.must(policies.ActReadProcesses)
}

func (r reading) packs(ctx context.Context) ([]PackItem, error) {
	rows, err := r.q.ViewActivations(ctx)
	if err != nil {
		return nil, store.Interpret(err)
	}
	out, found := make([]PackItem, len(rows)), false
	for i, a := range rows {
		in := !found && !a.FromDate.After(r.v.today)
		found = found || in
		out[i] = PackItem{
			Pack: a.ID, Hash: hex(a.Hash), From: a.FromDate, ActivatedAt: a.ActivatedAt, InForce: in, hash: a.Hash,
		}
	}
	return out, nil
}

// Pack reads one pack that was activated, by the hexadecimal digits of its hash; gov.ErrNotFound for any other.
func (s *Service) Pack(ctx context.Context, actor Actor, hash string) (PackView, error) {
	r, err := s.readOversight(ctx, actor)
	if err != nil {
		return PackView{}, err
	}
	list, err := r.packs(ctx)
	if err != nil {
		return PackView{}, err
	}
	at := slices.IndexFunc(list, func(p PackItem) bool { return p.Hash == hash })
	if at < 0 {
		return PackView{}, gov.ErrNotFound
	}
	p, err := s.rules.Of(ctx, r.q, list[at].hash)
	if err != nil {
		return PackView{}, err
	}
	out := PackView{
		PackItem: list[at], Title: p.Manifest.Title, Region: p.Manifest.Region, Rows: p.AuthorityRows, Records: p.Records,
		Terms: p.AuditTerms, History: list,
	}
	for _, a := range p.Assumed() {
		out.Assumed = append(out.Assumed, AssumedRule{
			Rule: a.Rule, Article: a.Article, AssumedFrom: a.AssumedFrom, From: a.From, Note: a.Note,
		})
	}
	for _, f := range p.CheckFrom(list[at].From) {
		out.Faults = append(out.Faults, PackFault{File: f.File, Line: f.Line, Rule: f.Rule, Text: f.Text})
	}
	return out, nil
}
