package policies_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/policies"
)

func TestAnAddressIsMaskedDownToItsNetwork(t *testing.T) {
	t.Parallel()
	for remote, want := range map[string]string{
		"10.20.30.40:5000": "10.20.30.*", "10.20.30.40": "10.20.30.*", "[2001:db8:1:2::7]:443": "2001:db8:1::*",
		"2001:db8:1:2::7": "2001:db8:1::*", "::ffff:10.1.2.3": "10.1.2.*", "fe80::1%eth0": "fe80::*", "": "", "somewhere": "",
	} {
		require.Equal(t, want, policies.MaskAddress(remote), remote)
	}
}
