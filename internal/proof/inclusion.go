package proof

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Inclusion proves that an entry is a leaf of the log that a checkpoint signs. It is checked with the public key alone.
type Inclusion struct {
	Leaf       int64    `json:"leaf" doc:"Number of the leaf, from 0"`
	Line       string   `json:"line" doc:"The text that is hashed, without a line end"`
	Hashes     []string `json:"hashes" nullable:"false" doc:"Hashes beside the path to the root, lowest first, base64"`
	Checkpoint string   `json:"checkpoint" doc:"Signed note of the checkpoint"`
	Salt       string   `json:"salt,omitempty" doc:"Salt of the body, hexadecimal; absent once the body is deleted"`
	Body       string   `json:"body,omitempty" doc:"Body of the entry, as it was hashed behind its salt"`
}

// Consistency proves that the log of one checkpoint begins with the log of an older one.
type Consistency struct {
	From   string   `json:"from" doc:"Signed note of the older checkpoint"`
	To     string   `json:"to" doc:"Signed note of the newer one"`
	Hashes []string `json:"hashes" nullable:"false" doc:"Hashes of the proof, base64"`
}

// Check holds the proof against a key of the log: signature, path, and body where it is still there.
func (p Inclusion) Check(keys ...note.Verifier) (Checkpoint, error) {
	c, err := Open([]byte(p.Checkpoint), keys...)
	if err != nil {
		return c, err
	}
	hashes, err := readHashes(p.Hashes)
	if err != nil {
		return c, err
	}
	leaf := LeafHash([]byte(p.Line))
	if p.Leaf < 0 || p.Leaf >= c.Size || tlog.CheckRecord(hashes, c.Size, c.Root, p.Leaf, leaf) != nil {
		return c, fmt.Errorf("잎 %d이(가) 이 체크포인트의 기록이 아닙니다 (the leaf is not in the log of the checkpoint)", p.Leaf)
	}
	n, err := readNamed([]byte(p.Line))
	if err != nil || n.leaf != p.Leaf {
		return c, fmt.Errorf("잎 %d의 줄이 아닙니다 (the line is that of another leaf)", p.Leaf)
	}
	if p.Body == "" && p.Salt == "" {
		return c, nil
	}
	salt, err := hex.DecodeString(p.Salt)
	hash := sha256.Sum256(append(salt, p.Body...))
	if err != nil || hex.EncodeToString(hash[:]) != string(n.bodyHash) {
		return c, errors.New("본문이 기록의 해시와 다릅니다 (the body is not that of the entry)")
	}
	return c, nil
}

// Check holds the proof against a key of the log.
func (p Consistency) Check(keys ...note.Verifier) (from, to Checkpoint, err error) {
	if from, err = Open([]byte(p.From), keys...); err != nil {
		return from, to, err
	}
	if to, err = Open([]byte(p.To), keys...); err != nil {
		return from, to, err
	}
	hashes, err := readHashes(p.Hashes)
	if err != nil {
		return from, to, err
	}
	if from.Size > to.Size {
		return from, to, errors.New("두 체크포인트의 순서가 바뀌었습니다 (the older checkpoint must come first)")
	}
	agree := from.Size == to.Size && from.Root == to.Root && len(hashes) == 0
	if !agree && (from.Size == 0 || from.Size == to.Size ||
		tlog.CheckTree(hashes, to.Size, to.Root, from.Size, from.Root) != nil) {
		return from, to, errors.New("두 체크포인트가 한 기록이 아닙니다 (the two checkpoints are not of one log)")
	}
	return from, to, nil
}

// Hashes writes the hashes of a proof as text.
func Hashes(list []tlog.Hash) []string {
	out := make([]string, 0, len(list))
	for _, h := range list {
		out = append(out, h.String())
	}
	return out
}

// mostHashes is how many hashes a proof over the largest tree has at the most, with room.
const mostHashes = 130

func readHashes(list []string) ([]tlog.Hash, error) {
	if len(list) > mostHashes {
		return nil, errors.New("증명에 해시가 너무 많습니다 (the proof has too many hashes)")
	}
	out := make([]tlog.Hash, 0, len(list))
	for _, s := range list {
		h, err := tlog.ParseHash(s)
		if err != nil {
			return nil, errors.New("증명의 해시를 읽을 수 없습니다 (a hash of the proof cannot be read)")
		}
		out = append(out, h)
	}
	return out, nil
}
