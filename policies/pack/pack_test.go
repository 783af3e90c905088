package pack_test

import (
	"testing"

	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

func TestLoadSeoul(t *testing.T) {
	t.Parallel()
	p, faults := pack.Load(seoul.FS)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	t.Log(p.Hash, len(p.Asked([]string{"lead_department", "institute", "district", "education_office"}, p.Org.Units[0].ValidFrom)))
}
