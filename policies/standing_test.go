package policies_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
)

func TestEachClaimIsRefutedByItsReason(t *testing.T) {
	t.Parallel()
	on := gov.MustDate
	day, past, next := on("2022-02-24"), on("2022-02-23"), on("2022-02-25")
	given := policies.Claim{Kind: policies.ClaimDelegation, Title: "평생교육과장", From: past, To: next, Own: true}
	but := func(change func(*policies.Claim)) policies.Claim {
		c := given
		change(&c)
		return c
	}
	for want, c := range map[string]policies.Claim{
		"standing/holding_ended":      {Kind: policies.ClaimHolding, Title: "평생교육과장", From: past, To: past, Own: true},
		"standing/holding_to_come":    {Kind: policies.ClaimHolding, Title: "평생교육과장", From: next, Own: true},
		"standing/delegation_ended":   but(func(c *policies.Claim) { c.To = past }),
		"standing/delegation_to_come": but(func(c *policies.Claim) { c.From = next }),
		"standing/revoked":            but(func(c *policies.Claim) { c.Revoked = past }),
		"standing/deputy_left":        but(func(c *policies.Claim) { c.Own = false }),
		"standing/out_of_scope":       but(func(c *policies.Claim) { c.Matters = []string{"agreement.conclude"} }),
		"standing/never_passed_on":    but(func(c *policies.Claim) { c.Kind = policies.ClaimPassedOn }),
		"standing/acting_order":       but(func(c *policies.Claim) { c.Kind = policies.ClaimActing }),
		"standing/out_of_turn":        {Kind: policies.ClaimLine, Title: "평생교육과장"},
		"standing/no_turn":            {Kind: policies.ClaimLine},
		"standing/none":               given,
	} {
		got := policies.WhyNotYours([]policies.Claim{c, c}, gov.TaskSign, "implementation-plan.fix", day)
		require.Len(t, got, 1, "said once")
		require.Equal(t, want, got[0].Rule)
		require.NotEmpty(t, got[0].Text)
		require.Contains(t, got[0].Article, "제10조")
	}
	vote := policies.WhyNotYours([]policies.Claim{given}, gov.TaskVote, "", day)
	require.Equal(t, "standing/in_person", vote[0].Rule)
	require.Empty(t, policies.WhyNotYours(nil, gov.TaskSign, "", day))
}

func TestAClosedTaskSaysWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	on := gov.MustDate("2022-02-24")
	require.Equal(t, on.Korean()+"에 처리된 과업입니다.", policies.WhyClosed("done", on).Text)
	require.Equal(t, on.Korean()+"에 취소된 과업입니다.", policies.WhyClosed("cancelled", on).Text)
	require.Equal(t, "열려 있지 않은 과업입니다.", policies.WhyClosed("done", gov.Date{}).Text)
}
