package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"gyeol/internal/proof"
)

// verifying is a verification under way.
type verifying struct {
	*archive

	keys     []note.Verifier
	manifest *Manifest
	listed   map[string]File
	top      proof.Checkpoint
	signed   bool                         // the checkpoint is signed by a key: top can be proven by
	rules    map[string]map[string]string // files of rules by the hash of their pack
	attached map[string]bool              // hashes of attachments that are there
	open     *folder
}

// Verify checks an archive with public keys of the log. It reads each file once, keeps one case in memory, and answers
// with everything that is wrong, up to a bound.
func Verify(r io.ReaderAt, size int64, keys ...note.Verifier) Report {
	report := Report{Withheld: []Omission{}, Faults: []Fault{}}
	a := openArchive(r, size, &report)
	if a == nil {
		return report
	}
	v := &verifying{
		archive: a, keys: keys, listed: map[string]File{}, rules: map[string]map[string]string{},
		attached: map[string]bool{},
	}
	if !v.readManifest() {
		return report
	}
	v.compareNames()
	v.checkCheckpoint()
	for _, f := range v.manifest.Files {
		v.file(f)
	}
	v.leave()
	v.checkRules()
	if v.manifest.Cases != report.Cases {
		report.find(FaultMissing, ManifestFile, "사안이 %d건이라고 하나 %d건이 있습니다 (cases are missing)",
			v.manifest.Cases, report.Cases)
	}
	return report
}

// readManifest reads what the archive says of itself, and the seal over it.
func (v *verifying) readManifest() bool {
	raw, ok := v.read(ManifestFile, MaxManifest)
	if !ok {
		v.report.find(FaultManifest, ManifestFile, "목록이 없습니다 (there is no manifest)")
		return false
	}
	m, err := readManifest(raw)
	if err != nil || m.Format != Format {
		v.report.find(FaultManifest, ManifestFile, "목록의 형식이 아닙니다 (this is no manifest: %v)", err)
		return false
	}
	v.manifest = m
	v.report.Subject, v.report.MadeAt, v.report.Full = m.Subject, m.MadeAt, m.Full
	v.report.Withheld, v.report.Files, v.report.Manifest = m.Withheld, len(m.Files), hexHash(raw)
	v.checkSeal()
	return true
}

// checkSeal looks for the manifest in the entry of the export.
func (v *verifying) checkSeal() {
	raw, ok := v.read(SealFile, maxSeal)
	if !ok {
		v.report.find(FaultSeal, SealFile, "봉인이 없습니다. 내보낸 기록으로 목록을 확인할 수 없습니다 (there is no seal)")
		return
	}
	var p proof.Inclusion
	if strictly(raw, &p) != nil || !isCanonical(raw) {
		v.report.find(FaultSeal, SealFile, "봉인의 형식이 아닙니다 (this is no seal)")
		return
	}
	if _, err := p.Check(v.keys...); err != nil {
		v.report.find(v.keyFault(err, FaultSeal), SealFile, "봉인이 맞지 않습니다 (the seal is not good): %v", err)
		return
	}
	rec, err := proof.ParseRecord([]byte(p.Line))
	var said struct {
		Manifest string `json:"manifest"`
	}
	known := err == nil && rec.Kind == "export" && json.Unmarshal([]byte(p.Body), &said) == nil
	if !known || said.Manifest != v.report.Manifest {
		v.report.find(FaultSeal, SealFile,
			"감사 기록의 내보내기가 이 목록의 것이 아닙니다. 목록이 바뀌었습니다 (the log tells of an export of another manifest)")
	}
}

// keyFault tells another key from a bad signature.
func (v *verifying) keyFault(err error, otherwise Code) Code {
	if errors.Is(err, proof.ErrOtherKey) {
		return FaultWrongKey
	}
	return otherwise
}

// compareNames compares the files that are there with those that are listed.
func (v *verifying) compareNames() {
	for _, f := range v.manifest.Files {
		v.listed[f.Path] = f
		if v.files[f.Path] == nil {
			v.report.find(FaultMissing, f.Path, "목록에 있는 파일이 없습니다 (a file of the manifest is missing)")
		}
	}
	var more []string
	for path := range v.files {
		if _, ok := v.listed[path]; !ok && path != ManifestFile && path != SealFile {
			more = append(more, path)
		}
	}
	slices.Sort(more)
	for _, path := range more {
		v.report.find(FaultUnlisted, path, "목록에 없는 파일이 들어 있습니다 (a file that is not in the manifest)")
	}
	for _, path := range []string{CheckpointFile, IndexFile} {
		if _, ok := v.listed[path]; !ok {
			v.report.find(FaultMissing, path, "있어야 할 파일이 목록에 없습니다 (the manifest lacks a file that every archive has)")
		}
	}
}

// checkCheckpoint opens the signed note to which all proofs lead.
func (v *verifying) checkCheckpoint() {
	raw, ok := v.read(CheckpointFile, proof.MaxNote)
	if !ok {
		return
	}
	c, err := proof.Open(raw, v.keys...)
	if err != nil {
		v.report.find(v.keyFault(err, FaultCheckpoint), CheckpointFile, "%v", err)
		return
	}
	if c.Size != v.manifest.Leaves {
		v.report.find(FaultCheckpoint, CheckpointFile, "체크포인트가 목록이 말하는 것이 아닙니다 (it is not the one of the manifest)")
	}
	v.top, v.signed, v.report.Leaves, v.report.CheckpointDay = c, true, c.Size, c.Day
}

// file reads one file of the manifest: what belongs to a case or to rules is kept, the rest only hashed.
func (v *verifying) file(f File) {
	if v.files[f.Path] == nil {
		return
	}
	if v.files[f.Path].UncompressedSize64 != uint64(f.Size) {
		v.changed(f.Path)
		return
	}
	dir, rest, _ := strings.Cut(f.Path, "/")
	one, name, _ := strings.Cut(rest, "/")
	switch {
	case dir == "cases" && (strings.HasSuffix(name, ".json") || name == entriesName):
		if raw, ok := v.hashed(f); ok {
			v.ofCase(one, name, raw)
		}
	case dir == "authority":
		if raw, ok := v.hashed(f); ok {
			if v.rules[one] == nil {
				v.rules[one] = map[string]string{}
			}
			v.rules[one][name] = string(raw)
		}
	default:
		v.stream(f, dir, rest)
	}
}

func (v *verifying) changed(path string) {
	v.report.find(FaultChanged, path, "파일이 목록의 크기나 해시와 다릅니다. 내용이 바뀌었습니다 (the file is not the one that was listed)")
}

// hashed reads a file and holds it against the manifest.
func (v *verifying) hashed(f File) ([]byte, bool) {
	raw, ok := v.read(f.Path, MaxRecord)
	if ok && hexHash(raw) != f.SHA256 {
		v.changed(f.Path)
	}
	return raw, ok
}

// stream hashes a file without keeping it.
func (v *verifying) stream(f File, dir, rest string) {
	r, err := v.files[f.Path].Open()
	if err != nil {
		v.changed(f.Path)
		return
	}
	defer r.Close()
	h := sha256.New()
	n, err := io.Copy(h, io.LimitReader(r, f.Size+1))
	sum := hex.EncodeToString(h.Sum(nil))
	if err != nil || n != f.Size || sum != f.SHA256 {
		v.changed(f.Path)
	}
	if dir == "attachments" {
		v.attached[sum] = true
		if rest != sum {
			v.report.find(FaultAttachment, f.Path, "붙임 파일의 이름이 그 해시가 아닙니다 (an attachment is not the one of its name)")
		}
	}
}

// checkRules holds each pack of rules against the hash by which cases name it. Where the manifest says that a file of
// rules is withheld, the hash cannot be worked out anew and the seal alone speaks for the others.
func (v *verifying) checkRules() {
	if slices.ContainsFunc(v.manifest.Withheld, func(o Omission) bool { return o.What == "rules" }) {
		return
	}
	for hash, files := range v.rules {
		raw, err := json.Marshal(files)
		sum := sha256.Sum256(raw)
		if want, bad := hex.DecodeString(hash); err != nil || bad != nil || !bytes.Equal(want, sum[:]) {
			v.report.find(FaultRules, "authority/"+hash, "규정 묶음이 그 해시의 것이 아닙니다 (the rules are not those of their hash)")
		}
	}
}
