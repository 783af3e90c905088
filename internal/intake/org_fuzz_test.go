package intake

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzReadOrg: a list of units, posts or people is read, or refused with a place and a sentence for each fault.
func FuzzReadOrg(f *testing.F) {
	for _, kind := range []OrgKind{OrgUnits, OrgPosts, OrgPeople} {
		f.Add([]byte("id,kind,name,parent,valid_from\nx,division,과,,2022-01-01\n"), string(kind))
		f.Add([]byte("\xef\xbb\xbfid,unit,title,rank,valid_from\nx.head,x,과장,division_head,2022-02-30\n"), string(kind))
		f.Add([]byte("id,name,email,post,valid_from\n\"a\nb\",\xb0\xfa,a@b.example,x.head,2022-01-01\n"), string(kind))
	}
	f.Add([]byte("id"), "nothing")
	f.Fuzz(func(t *testing.T, data []byte, kind string) {
		rows, err := ReadOrg(bytes.NewReader(data), "list.csv", OrgKind(kind))
		var faults FaultsError
		switch {
		case columns[OrgKind(kind)] == nil:
			require.Error(t, err)
		case err == nil:
			for _, p := range rows.people {
				require.NotEmpty(t, p.row.Slug)
			}
		default:
			require.True(t, errors.As(err, &faults), "%v", err)
			require.NotEmpty(t, faults)
			for _, one := range faults {
				require.Equal(t, "list.csv", one.File)
				require.NotEmpty(t, one.Text)
			}
		}
	})
}
