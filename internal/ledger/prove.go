package ledger

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"

	"gyeol/internal/proof"
	"gyeol/internal/store/db"
)

// ErrNotSigned means that no checkpoint signs the leaf yet.
var ErrNotSigned = errors.New("no checkpoint signs the leaf yet")

// Include proves that a leaf is in the log of a checkpoint. The hashes that are read are held against the root that was
// signed: from a record that was tampered with no proof comes out.
func Include(ctx context.Context, q *db.Queries, leaf int64, c db.AuditCheckpoint) (proof.Inclusion, error) {
	if leaf >= c.Size {
		return proof.Inclusion{}, ErrNotSigned
	}
	rows, err := q.SealedFrom(ctx, db.SealedFromParams{First: leaf, Upto: leaf + 1, N: 1})
	if err != nil || len(rows) == 0 {
		return proof.Inclusion{}, errors.Join(err, pgx.ErrNoRows)
	}
	tree := tlog.Tree{N: c.Size, Hash: tlog.Hash(c.Root)}
	hashes, err := tlog.ProveRecord(c.Size, leaf, tlog.TileHashReader(tree, tiles{ctx: ctx, q: q}))
	if err != nil {
		return proof.Inclusion{}, fmt.Errorf("prove leaf %d: %w", leaf, err)
	}
	p := proof.Inclusion{Leaf: leaf, Line: string(Line(rows[0])), Hashes: proof.Hashes(hashes), Checkpoint: c.Note}
	if err := tlog.CheckRecord(hashes, c.Size, tree.Hash, leaf, proof.LeafHash([]byte(p.Line))); err != nil {
		return p, fmt.Errorf("prove leaf %d: the entry is not the one that was sealed: %w", leaf, err)
	}
	bodies, err := q.BodiesOf(ctx, db.BodiesOfParams{First: leaf, Upto: leaf + 1})
	for _, b := range bodies {
		p.Salt, p.Body = hex.EncodeToString(b.Salt), string(b.Body)
	}
	return p, err
}

// Agree proves that the log of the newer checkpoint begins with that of the older.
func Agree(ctx context.Context, q *db.Queries, from, to db.AuditCheckpoint) (proof.Consistency, error) {
	p := proof.Consistency{From: from.Note, To: to.Note, Hashes: []string{}}
	if from.Size == to.Size {
		return p, nil
	}
	tree := tlog.Tree{N: to.Size, Hash: tlog.Hash(to.Root)}
	hashes, err := tlog.ProveTree(to.Size, from.Size, tlog.TileHashReader(tree, tiles{ctx: ctx, q: q}))
	if err != nil {
		return p, fmt.Errorf("prove that checkpoint %d follows %d: %w", to.Size, from.Size, err)
	}
	p.Hashes = proof.Hashes(hashes)
	return p, nil
}

// tiles read the kept hashes as tiles of eight levels.
type tiles struct {
	ctx context.Context // the interface of tlog has none
	q   *db.Queries
}

// Height is how many levels a tile has.
func (tiles) Height() int { return proof.TileHeight }

// SaveTiles has nothing to keep.
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles reads the lowest hashes of each tile; those above follow from them.
func (t tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(list))
	for i, tile := range list {
		first := tile.N << tile.H
		rows, err := t.q.HashesOf(t.ctx, db.HashesOfParams{
			Level: int16(tile.L * tile.H), First: first, Upto: first + int64(tile.W),
		})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			out[i] = append(out[i], row.Hash...)
		}
	}
	return out, nil
}
