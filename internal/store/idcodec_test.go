package store_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestAnIDComesBackFromTheDatabaseAsItWent(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2026-12-21")
	id, none := gov.NewID[struct{}](), gov.ID[struct{}]{}

	var back, empty gov.ID[struct{}]
	var text string
	var null bool
	require.NoError(t, h.Pool.QueryRow(t.Context(), "select $1::uuid, $1::uuid::text, $2::uuid, $2::uuid is null",
		id, none).Scan(&back, &text, &empty, &null))
	require.Equal(t, id, back)
	require.Equal(t, id.String(), text)
	require.True(t, empty.IsZero())
	require.True(t, null, "the zero id is no id")

	var held *gov.ID[struct{}]
	require.NoError(t, h.Pool.QueryRow(t.Context(), "select $1::uuid", &id).Scan(&held))
	require.Equal(t, id, *held)
	require.NoError(t, h.Pool.QueryRow(t.Context(), "select null::uuid").Scan(&held))
	require.Nil(t, held)

	var texts []byte // the simple protocol speaks in texts
	require.NoError(t, h.Pool.QueryRow(t.Context(), "select $1::uuid, $1::uuid::text", pgx.QueryExecModeSimpleProtocol, id).
		Scan(&back, &texts))
	require.Equal(t, id, back)
	require.Equal(t, id.String(), string(texts))
}
