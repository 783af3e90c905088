package pack_test

import (
	"testing"

	"gyeol/policies/pack"
)

// Whatever stands in a file, loading ends with a pack or with faults, never with a panic and never with both.
func FuzzLoad(f *testing.F) {
	for name, data := range small(f) {
		f.Add(name, data)
	}
	for _, c := range tables {
		f.Add("authority.yaml", []byte(table(agreementFacts, c.rows...)))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		files := small(t)
		files[name] = data
		p, faults := pack.FromFiles(files)
		if (p == nil) == (len(faults) == 0) {
			t.Errorf("pack %v with %d faults", p != nil, len(faults))
		}
		for _, fault := range faults {
			if fault.Rule == "" || fault.Text == "" {
				t.Errorf("%+v", fault)
			}
		}
	})
}

// FuzzFromArchive: what is kept of a pack for ever is read as the pack that it was, or with faults.
func FuzzFromArchive(f *testing.F) {
	p, faults := pack.FromFiles(small(f))
	if len(faults) > 0 {
		f.Fatal(faults)
	}
	f.Add(p.Archive())
	f.Add([]byte(`{"manifest.yaml":"x"}`))
	f.Add([]byte(`{`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, faults := pack.FromArchive(data)
		if (p == nil) == (len(faults) == 0) {
			t.Fatalf("pack %v with %d faults", p != nil, len(faults))
		}
		if p == nil {
			return
		}
		again, faults := pack.FromArchive(p.Archive())
		if len(faults) > 0 || again.Hash != p.Hash {
			t.Errorf("a pack that was kept comes back as another: %v", faults)
		}
	})
}
