package intake_test

import (
	"bytes"
	"errors"
	"testing"

	"gyeol/internal/intake"
)

// FuzzReadOrg reads whatever comes as a list of units, posts or people: it is taken in or refused by file, line and
// sentence, and never breaks.
func FuzzReadOrg(f *testing.F) {
	f.Add([]byte("id,kind,name,parent,valid_from\nx,division,\"가\n나\",,2022-01-01\n"), uint8(0))
	f.Add([]byte("\xef\xbb\xbfid,unit,title,rank,valid_from\np,u,과장,division_head,2022-01-01"), uint8(1))
	f.Add([]byte("\xb0\xa1,\xb3\xaa"), uint8(2)) // CP949
	f.Add([]byte("id,name,email,post,valid_from\n1,\x00,\"\"\",x\n"), uint8(2))
	kinds := []intake.OrgKind{intake.OrgUnits, intake.OrgPosts, intake.OrgPeople}
	f.Fuzz(func(t *testing.T, raw []byte, which uint8) {
		_, err := intake.ReadOrg(bytes.NewReader(raw), "list.csv", kinds[int(which)%len(kinds)])
		var faults intake.FaultsError
		if err != nil && !errors.As(err, &faults) {
			t.Errorf("a list was refused without saying where: %v", err)
		}
		for _, fault := range faults {
			if fault.File == "" || fault.Text == "" {
				t.Errorf("a fault says too little: %+v", fault)
			}
		}
	})
}
