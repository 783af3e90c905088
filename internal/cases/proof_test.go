package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestOnlyAuditorsAndWhoeverActedGetTheProofOfAnAct(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-20")
	signer, key := testkit.AuditKey(t)
	ctx := t.Context()
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	id := testkit.One[gov.CaseID](t, h, "select id from case_file where kind = 'cycle'")
	_, err := h.Cases.ActProof(ctx, h.Actor(t, auditor), id, 1)
	testkit.MustRefuse(t, gov.CodeNotSettled, err)
	h.Signed(t, signer)
	for _, who := range []string{auditor, testkit.Coordinator} {
		p, err := h.Cases.ActProof(ctx, h.Actor(t, who), id, 1)
		require.NoError(t, err)
		_, err = p.Check(key)
		require.NoError(t, err)
	}
	const officer = "lifelong-education-division.officer"
	_, err = h.Cases.ActProof(ctx, h.Actor(t, officer), id, 1)
	testkit.MustRefuse(t, gov.CodeNotFound, err)
	_, err = h.Cases.ActProof(ctx, h.Actor(t, auditor), id, 99)
	testkit.MustRefuse(t, gov.CodeNotFound, err)
	entry := testkit.One[gov.AuditID](t, h, "select id from audit_entry order by at limit 1")
	_, err = h.Cases.EntryProof(ctx, h.Actor(t, officer), entry)
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	_, err = h.Cases.EntryProof(ctx, h.Actor(t, auditor), entry)
	require.NoError(t, err)
	_, err = h.Cases.Consistency(ctx, h.Actor(t, auditor), 2, 1)
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.Cases.Consistency(ctx, h.Actor(t, auditor), 1, 1)
	testkit.MustRefuse(t, gov.CodeNotFound, err)
}

func TestCheckpointsAreListedFromTheNewest(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-20")
	signer, _ := testkit.AuditKey(t)
	ctx := t.Context()
	var sizes []int64
	for _, year := range []int{2022, 2023} {
		h.OpenCycle(t, "lifelong-education-plan", year)
		sizes = append(sizes, h.Signed(t, signer))
	}
	first, err := h.Cases.Checkpoints(ctx, h.Actor(t, auditor), "", 1)
	require.NoError(t, err)
	require.Equal(t, sizes[1], first.Checkpoints[0].Size)
	rest, err := h.Cases.Checkpoints(ctx, h.Actor(t, auditor), first.Next, 1)
	require.NoError(t, err)
	require.Equal(t, sizes[0], rest.Checkpoints[0].Size)
	require.Empty(t, rest.Next)
	p, err := h.Cases.Consistency(ctx, h.Actor(t, auditor), sizes[0], sizes[1])
	require.NoError(t, err)
	require.NotEmpty(t, p.Hashes)
	_, err = h.Cases.Checkpoints(ctx, h.Actor(t, auditor), "x", 1)
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.Cases.Checkpoints(ctx, h.Actor(t, "lifelong-education-division.officer"), "", 1)
	testkit.MustRefuse(t, gov.CodeForbidden, err)
}
