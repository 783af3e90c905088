package proof

import (
	"crypto/sha256"
	"errors"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// TileHeight is how many levels of the tree lie between two that are kept: those below can be worked out from at most
// 256 hashes.
const TileHeight = 8

// Edge is the right edge of a tree: its size and the hashes of the full subtrees that make it up, the largest first.
// It is all that is needed to add a leaf and to know the root, at most 63 hashes. The zero value is the empty tree.
type Edge struct {
	size   int64
	hashes []tlog.Hash
}

// Node is the hash of a full subtree at a level that is kept: 0 for leaves, then every TileHeight.
type Node struct {
	Level int
	N     int64 // its place in the level
	Hash  tlog.Hash
}

// NewEdge is the edge that Bytes has written.
func NewEdge(size int64, b []byte) (Edge, error) {
	if size < 0 || len(b) != bits.OnesCount64(uint64(size))*tlog.HashSize {
		return Edge{}, errors.New("the edge of the tree does not have the hashes of its size")
	}
	e := Edge{size: size}
	for ; len(b) > 0; b = b[tlog.HashSize:] {
		e.hashes = append(e.hashes, tlog.Hash(b[:tlog.HashSize]))
	}
	return e, nil
}

// Size is how many leaves the tree has.
func (e *Edge) Size() int64 { return e.size }

// Bytes are the hashes one after the other.
func (e *Edge) Bytes() []byte {
	b := make([]byte, 0, len(e.hashes)*tlog.HashSize)
	for _, h := range e.hashes {
		b = append(b, h[:]...)
	}
	return b
}

// Add appends a leaf by its hash and calls kept, if there is one, for every node that is now full and is kept.
func (e *Edge) Add(leaf tlog.Hash, kept func(Node)) {
	h, n, level := leaf, e.size, 0
	if kept != nil {
		kept(Node{N: n, Hash: h})
	}
	for ; n&1 == 1; n >>= 1 {
		last := len(e.hashes) - 1
		h = tlog.NodeHash(e.hashes[last], h)
		e.hashes = e.hashes[:last]
		if level++; kept != nil && level%TileHeight == 0 {
			kept(Node{Level: level, N: n >> 1, Hash: h})
		}
	}
	e.hashes = append(e.hashes, h)
	e.size++
}

// Root is the root of the tree; that of the empty tree is the hash of nothing.
func (e *Edge) Root() tlog.Hash {
	if e.size == 0 {
		return sha256.Sum256(nil)
	}
	last := len(e.hashes) - 1
	root := e.hashes[last]
	for i := last - 1; i >= 0; i-- {
		root = tlog.NodeHash(e.hashes[i], root)
	}
	return root
}

// Clone is a copy that grows by itself.
func (e *Edge) Clone() Edge {
	return Edge{size: e.size, hashes: append([]tlog.Hash(nil), e.hashes...)}
}
