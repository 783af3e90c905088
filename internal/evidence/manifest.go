package evidence

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
)

// Format names the version of the archive; a reader takes no other.
const Format = "gyeol evidence 1"

// Names of the files of an archive that stand beside the folders of cases, attachments and rules.
const (
	CheckpointFile = "checkpoint"    // the signed note to which all proofs of entries lead
	IndexFile      = "index.html"    // what happened, for people
	ManifestFile   = "manifest.json" // every file but itself and the seal
	SealFile       = "seal.json"     // proof of the entry that names the hash of the manifest
)

// What an archive may hold at the most, in octets unless it says otherwise. What is larger is not read.
const (
	MaxManifest = 256 << 20
	MaxRecord   = 64 << 20 // one JSON file of a case, a page, one file of rules
	MaxLine     = 17 << 20 // an entry with its proof
	MaxFiles    = 1 << 20  // files
	MaxTotal    = 64 << 30
	maxSeal     = 1 << 20
)

// SubjectKind says what an archive is about.
type SubjectKind string

// The kinds of subjects.
const (
	OfDocument SubjectKind = "document"
	OfCycle    SubjectKind = "cycle"
)

// Subject is the document or the year that an archive is about.
type Subject struct {
	Kind   SubjectKind `json:"kind"`
	ID     string      `json:"id"` // of its case
	Name   string      `json:"name"`
	Number string      `json:"number,omitempty"` // of a document that has one
}

// File is a file of the archive.
type File struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"` // hexadecimal
	Size   int64  `json:"size"`   // octets
}

// Omission counts what was masked or left out.
type Omission struct {
	What  string `json:"what"`
	Why   string `json:"why"` // for people, with the article
	Count int    `json:"count"`
}

// Manifest says what an archive holds, who made it and why. It is canonical JSON (RFC 8785).
type Manifest struct {
	Format     string     `json:"format"`
	Subject    Subject    `json:"subject"`
	MadeAt     string     `json:"made_at"` // wall time of the record it was read from, RFC 3339
	OfficeDate string     `json:"office_date"`
	By         string     `json:"by"`   // account on the machine
	Role       string     `json:"role"` // as whom: reader, auditor, operator
	Reason     string     `json:"reason"`
	Full       bool       `json:"full"` // nothing was masked
	Key        string     `json:"key"`  // name and number of the key that signed the checkpoint
	Leaves     int64      `json:"leaves"`
	Cases      int        `json:"cases"`
	Withheld   []Omission `json:"withheld"`
	Files      []File     `json:"files"`
}

// encode writes the manifest in its canonical form.
func (m *Manifest) encode() ([]byte, error) { return Canonical(m) }

var errManifest = errors.New("the manifest cannot be read")

// readManifest reads a manifest, which must be in canonical form and name each file once, in order.
func readManifest(raw []byte) (*Manifest, error) {
	var m Manifest
	if err := strictly(raw, &m); err != nil {
		return nil, fmt.Errorf("%w: %w", errManifest, err)
	}
	again, err := m.encode()
	if err != nil || !bytes.Equal(again, raw) {
		return nil, fmt.Errorf("%w: it is not canonical", errManifest)
	}
	ordered := slices.IsSortedFunc(m.Files, func(a, b File) int {
		if a.Path < b.Path {
			return -1
		}
		return 1
	})
	if !ordered {
		return nil, fmt.Errorf("%w: its files are not in order", errManifest)
	}
	for _, f := range m.Files {
		if !safePath(f.Path) || f.Size < 0 || !isHash(f.SHA256) || f.Path == ManifestFile || f.Path == SealFile {
			return nil, fmt.Errorf("%w: it names %q", errManifest, f.Path)
		}
	}
	return &m, nil
}

// strictly reads one JSON value with no field that is not known, and nothing behind it.
func strictly(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("read JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something stands behind the JSON")
	}
	return nil
}

// pathForm is what a name may look like: relative, in small steps, with nothing that an operating system reads its own
// way.
var pathForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}$`)

// safePath reports whether a name stays in the folder into which somebody unpacks it.
func safePath(p string) bool { return pathForm.MatchString(p) }

// isHash reports whether a text is a SHA-256 in small hexadecimal digits.
func isHash(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32 && hex.EncodeToString(b) == s
}
