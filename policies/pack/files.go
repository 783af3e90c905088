package pack

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"unicode/utf8"
)

// Hash is the SHA-256 of a pack's archive; a pack is named and kept by it.
type Hash [sha256.Size]byte

// String returns the hash in 64 hexadecimal digits.
func (h Hash) String() string { return fmt.Sprintf("%x", h[:]) }

// extensions are the kinds of files a pack consists of; everything else in its folder is left alone.
var extensions = []string{".yaml", ".json", ".cedar", ".cedarschema"}

// maxFile bounds one file of a pack, 4 MiB.
const maxFile = 4 << 20

// readFiles reads the files of the pack at the root of fsys.
func readFiles(fsys fs.FS) (map[string][]byte, Faults) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, Faults{{".", 0, "file/read", "규칙 묶음의 폴더를 읽을 수 없습니다: " + err.Error()}}
	}
	files := map[string][]byte{}
	var faults Faults
	for _, e := range entries {
		if e.IsDir() || !slices.Contains(extensions, path.Ext(e.Name())) {
			continue
		}
		data, err := fs.ReadFile(fsys, e.Name())
		if err != nil {
			faults = append(faults, Fault{e.Name(), 0, "file/read", "파일을 읽을 수 없습니다: " + err.Error()})
			continue
		}
		files[e.Name()] = data
	}
	return files, faults
}

// checkFiles refuses what cannot be kept as text.
func checkFiles(files map[string][]byte) (faults Faults) {
	for name, data := range files {
		if !utf8.Valid(data) {
			faults = append(faults, Fault{name, 0, "file/utf8", "파일이 UTF-8이 아닙니다."})
		}
		if len(data) > maxFile {
			faults = append(faults, Fault{name, 0, "file/size", "파일이 4 MiB보다 큽니다."})
		}
	}
	return faults
}

// archive is the canonical form of a set of files: one JSON object of names and texts, names in order.
func archive(files map[string][]byte) []byte {
	texts := make(map[string]string, len(files))
	for name, data := range files {
		texts[name] = string(data)
	}
	out, err := json.Marshal(texts)
	if err != nil {
		panic("pack: marshal strings: " + err.Error()) // a map of strings always marshals
	}
	return out
}

// Archive returns the pack as one canonical text, the form in which it is kept for ever; its SHA-256 is Hash.
func (p *Pack) Archive() []byte { return archive(p.files) }

// FromArchive loads a pack from the text Archive returned.
func FromArchive(data []byte) (*Pack, Faults) {
	var texts map[string]string
	if err := json.Unmarshal(data, &texts); err != nil {
		return nil, Faults{{"archive", 0, "file/archive", "보관된 규칙 묶음을 읽을 수 없습니다: " + err.Error()}}
	}
	files := make(map[string][]byte, len(texts))
	for name, text := range texts {
		files[name] = []byte(text)
	}
	return FromFiles(files)
}

// Files returns a copy of the pack's files by name.
func (p *Pack) Files() map[string][]byte {
	out := maps.Clone(p.files)
	for name, data := range out {
		out[name] = slices.Clone(data)
	}
	return out
}
