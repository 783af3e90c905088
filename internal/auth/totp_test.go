package auth_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/internal/auth"
)

// rfc6238 is the secret of the test vectors in appendix B, whose codes have eight digits: the last six are ours.
var rfc6238 = []byte("12345678901234567890")

func TestAnAuthenticatorShowsTheCodesOfRFC6238(t *testing.T) {
	t.Parallel()
	for at, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037",
		20000000000: "353130",
	} {
		require.Equal(t, code, auth.TOTP(rfc6238, time.Unix(at, 0)), at)
	}
}

func TestACodeOfAnAuthenticatorCountsOnceAndOneStepEitherWay(t *testing.T) {
	t.Parallel()
	at := time.Unix(1111111109, 0)
	now := at.Unix() / 30
	for steps, fits := range map[int64]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		code := auth.TOTP(rfc6238, at.Add(time.Duration(steps)*30*time.Second))
		step, ok := auth.Step(rfc6238, code, at, 0)
		require.Equal(t, fits, ok, steps)
		if !fits {
			continue
		}
		require.Equal(t, now+steps, step)
		_, ok = auth.Step(rfc6238, code, at, step)
		require.False(t, ok, "it counts once")
		_, ok = auth.Step(rfc6238, code, at, step+1)
		require.False(t, ok, "nor does an earlier one after a later")
	}
	for _, code := range []string{"", "28708", "2870822", "００５９２４"} {
		_, ok := auth.Step(rfc6238, code, at, 0)
		require.False(t, ok, code)
	}
}
