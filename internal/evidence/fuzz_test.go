package evidence_test

import (
	"bytes"
	"testing"

	"gyeol/internal/evidence"
)

// FuzzVerify reads archives that nobody wrote: the reader neither panics nor finds one in order that is not the sample.
func FuzzVerify(f *testing.F) {
	s := newSample(f)
	good := s.archive()
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte("PK\x05\x06"))
	files := unzipped(f, good)
	delete(files, evidence.SealFile)
	f.Add(zipped(f, files))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := evidence.Verify(bytes.NewReader(raw), int64(len(raw)), s.public)
		if r.OK() && r.Manifest != hash(files[evidence.ManifestFile]) {
			t.Fatalf("an archive that nobody made is in order: %s", r.Manifest)
		}
	})
}
