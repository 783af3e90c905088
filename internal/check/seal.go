package check

import (
	"bytes"
	"context"
	"encoding/hex"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"

	"gyeol/internal/ledger"
	"gyeol/internal/proof"
	"gyeol/internal/store/db"
)

// sealing is the state of the walk along the leaves.
type sealing struct {
	next  int64    // the leaf that must come
	chain [32]byte // of the leaves that were sealed before the tree
	ended bool     // the chain ended: no later leaf has a value of it
	edge  proof.Edge
	tree  int64 // leaves that the tree has by the head

	hashes map[node][]byte // kept hashes above the leaves
	signed []signedTree    // checkpoints, the smallest first
}

// node is the place of a kept hash.
type node struct{ level, n int64 }

// signedTree is a checkpoint as its row has it.
type signedTree struct {
	size      int64
	root      []byte
	key, note string
}

// readTree works chain and tree out anew and compares them with every leaf, every kept hash, every checkpoint and the
// head.
func readTree(ctx context.Context, r *reader, c *Check) error {
	s := sealing{hashes: map[node][]byte{}}
	var size int64
	var chain, edge []byte
	head := r.tx.QueryRow(ctx, "select size, chain, tree, edge from audit_head")
	if err := head.Scan(&size, &chain, &s.tree, &edge); err != nil {
		return err
	}
	if err := s.read(ctx, r); err != nil {
		return err
	}
	s.meet(c)
	err := r.each(ctx, read("leaves"), func(rows pgx.Rows) error {
		var e db.SealedFromRow
		var hash []byte
		if err := rows.Scan(&e.Leaf, &e.Chain, &e.ID, &e.Kind, &e.SubjectKind, &e.SubjectID, &e.CaseID, &e.ActSeq,
			&e.ContributionID, &e.BodyHash, &e.At, &e.OfficeDate, &hash); err != nil {
			return err
		}
		c.Examined++
		s.leaf(c, e, hash)
		return nil
	})
	if err != nil {
		return err
	}
	if size != s.next || !bytes.Equal(chain, s.chain[:]) {
		c.find("audit_head",
			"머리는 %[1]d잎 %[2]s인데 잎은 %[3]d개 %[4]s입니다 (the head says %[1]d leaves %[2]s, the leaves make %[3]d %[4]s)",
			size, hexadecimal(chain), s.next, hexadecimal(s.chain[:]))
	}
	if s.tree != s.edge.Size() || !bytes.Equal(edge, s.edge.Bytes()) {
		c.find("audit_head", "머리의 나무가 잎 %[1]d개의 나무가 아닙니다 (the tree of the head is not that of its %[1]d leaves)",
			s.tree)
	}
	for at := range s.hashes {
		c.find("audit_hash "+decimal64(at.level)+"/"+decimal64(at.n),
			"어느 잎의 것도 아닌 해시입니다 (the hash is that of no leaves)")
	}
	for _, late := range s.signed {
		c.find("checkpoint "+decimal64(late.size),
			"체크포인트는 %[1]d잎에 서명했는데 나무의 잎은 %[2]d개입니다 (it signs %[1]d leaves, the tree has %[2]d)",
			late.size, s.edge.Size())
	}
	return nil
}

// read takes in what is kept above the leaves, and what was signed.
func (s *sealing) read(ctx context.Context, r *reader) error {
	err := r.each(ctx, read("hashes"), func(rows pgx.Rows) error {
		var at node
		var hash []byte
		err := rows.Scan(&at.level, &at.n, &hash)
		s.hashes[at] = hash
		return err
	})
	if err != nil {
		return err
	}
	return r.each(ctx, read("checkpoints"), func(rows pgx.Rows) error {
		var t signedTree
		err := rows.Scan(&t.size, &t.root, &t.key, &t.note)
		s.signed = append(s.signed, t)
		return err
	})
}

// leaf holds one leaf against the chain it was bound to, or the hash that the tree has of it.
func (s *sealing) leaf(c *Check, e db.SealedFromRow, hash []byte) {
	name := "leaf " + decimal64(e.Leaf)
	if e.Leaf != s.next {
		c.find(name, "잎 %[1]d부터 %[2]d까지 없습니다 (leaves %[1]d to %[2]d are missing)", s.next, e.Leaf-1)
	}
	s.next = e.Leaf + 1
	s.bound(c, name, e)
	if e.Leaf >= s.tree {
		return
	}
	is := proof.LeafHash(ledger.Line(e))
	if !bytes.Equal(is[:], hash) {
		c.find(name, "나무의 해시가 기록 %[1]s에서 나오지 않습니다 (the hash of the tree does not follow from entry %[1]s)", e.ID)
		copy(is[:], hash) // what follows is judged by itself
	}
	s.edge.Add(is, func(n proof.Node) { s.kept(c, n) })
	s.meet(c)
}

// bound holds a leaf of the time before the tree against the chain.
func (s *sealing) bound(c *Check, name string, e db.SealedFromRow) {
	if s.ended = s.ended || e.Chain == nil; s.ended {
		if e.Chain != nil {
			c.find(name, "사슬이 끝난 뒤의 잎에 사슬 값이 있습니다 (the leaf has a value of the chain, which had ended)")
		}
		return
	}
	s.chain = ledger.Chain(s.chain, e.Leaf, e.BodyHash)
	if !bytes.Equal(s.chain[:], e.Chain) {
		c.find(name,
			"사슬 값이 앞의 잎과 기록 %[1]s에서 나오지 않습니다 (the chain does not follow from the leaf before and entry %[1]s)", e.ID)
		copy(s.chain[:], e.Chain) // what follows is judged by itself
	}
}

// kept compares a hash that was kept of a full subtree.
func (s *sealing) kept(c *Check, n proof.Node) {
	if n.Level == 0 {
		return
	}
	at := node{int64(n.Level), n.N}
	if !bytes.Equal(n.Hash[:], s.hashes[at]) {
		c.find("audit_hash "+decimal64(at.level)+"/"+decimal64(at.n),
			"해시가 그 잎들에서 나오지 않습니다 (the hash does not follow from its leaves)")
	}
	delete(s.hashes, at)
}

// meet compares the tree with every checkpoint of its size. Whether the signature is good, gyeol audit verify says: it
// has the key.
func (s *sealing) meet(c *Check) {
	for ; len(s.signed) > 0 && s.signed[0].size == s.edge.Size(); s.signed = s.signed[1:] {
		t := s.signed[0]
		c.Examined++
		name := "checkpoint " + decimal64(t.size)
		if root := s.edge.Root(); !bytes.Equal(root[:], t.root) {
			c.find(name, "서명된 뿌리가 잎들에서 나오지 않습니다 (the root that was signed does not follow from the leaves)")
		}
		p, err := proof.Read([]byte(t.note))
		if err != nil || p.Size != t.size || p.Origin != t.key || p.Root != tlog.Hash(t.root) {
			c.find(name, "서명된 글이 체크포인트의 행과 다릅니다 (the signed note does not say what its row says)")
		}
	}
}

func hexadecimal(b []byte) string { return hex.EncodeToString(b) }
