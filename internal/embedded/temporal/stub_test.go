//go:build noembed

package temporal_test

import (
	"errors"
	"testing"

	"gyeol/internal/embedded/temporal"
)

func TestStart_SaysThatItIsNotBuiltIn(t *testing.T) {
	t.Parallel()
	if _, err := temporal.Start(t.Context(), temporal.Config{}); !errors.Is(err, temporal.ErrNotBuilt) {
		t.Errorf("err = %v, want ErrNotBuilt", err)
	}
}
