package golden_test

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
)

// This test stands apart from the others of api, which speak through the client that is generated from its golden file.
var update = flag.Bool("update", false, "write golden files anew")

const golden = "../testdata/openapi.yaml"

func TestTheContractChangesOnlyOnPurpose(t *testing.T) {
	t.Parallel()
	got, err := api.Document("0")
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(golden, got, 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), "the OpenAPI document changed: go test ./api/golden -update, then go generate ./client")
}
