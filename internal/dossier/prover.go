package dossier

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"gyeol/internal/proof"
	"gyeol/internal/store/db"
)

// prover makes proofs of many leaves to one checkpoint. It keeps the tiles that it has read, up to a bound.
type prover struct {
	ctx  context.Context // the interface of tlog has none
	q    *db.Queries
	tree tlog.Tree
	kept map[tlog.Tile][]byte
}

// mostTiles bounds what is kept, 8 KiB each.
const mostTiles = 256

func newProver(ctx context.Context, q *db.Queries, c db.AuditCheckpoint) *prover {
	return &prover{ctx: ctx, q: q, tree: tlog.Tree{N: c.Size, Hash: tlog.Hash(c.Root)}, kept: map[tlog.Tile][]byte{}}
}

// leaf proves that a line is a leaf. The hashes that are read are held against the root that was signed: from a record
// that was tampered with no proof comes out.
func (p *prover) leaf(n int64, line []byte) ([]string, error) {
	hashes, err := tlog.ProveRecord(p.tree.N, n, tlog.TileHashReader(p.tree, p))
	if err != nil {
		return nil, fmt.Errorf("prove leaf %d: %w", n, err)
	}
	if err := tlog.CheckRecord(hashes, p.tree.N, p.tree.Hash, n, proof.LeafHash(line)); err != nil {
		return nil, fmt.Errorf("prove leaf %d: the entry is not the one that was sealed: %w", n, err)
	}
	return proof.Hashes(hashes), nil
}

// Height is how many levels a tile has.
func (*prover) Height() int { return proof.TileHeight }

// SaveTiles keeps tiles that were held against the root.
func (p *prover) SaveTiles(tiles []tlog.Tile, data [][]byte) {
	if len(p.kept)+len(tiles) > mostTiles {
		clear(p.kept)
	}
	for i, t := range tiles {
		p.kept[t] = data[i]
	}
}

// ReadTiles reads the lowest hashes of each tile; those above follow from them.
func (p *prover) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(list))
	for i, tile := range list {
		if kept, ok := p.kept[tile]; ok {
			out[i] = kept
			continue
		}
		first := tile.N << tile.H
		rows, err := p.q.HashesOf(p.ctx, db.HashesOfParams{
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

// keyOf names the key that signed a note as its public half begins: its name, and the eight digits of its hash, which
// are the first octets of the signature.
func keyOf(signed string) string {
	const octets = 4
	_, rest, _ := strings.Cut(signed, "\n\n— ")
	name, sig, _ := strings.Cut(rest, " ")
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(sig))
	if err != nil || len(raw) < octets {
		return name
	}
	return name + "+" + hex.EncodeToString(raw[:octets])
}
