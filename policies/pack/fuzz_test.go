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
