package app_test

import (
	"context"
	"maps"
	"testing"

	"giamngheo/internal/app/exits"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/programmes"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/app/whatif"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
)

// TestListsAreCounted: whoever shows households in a list, behind a figure, in a proposal or a trial puts on the record how
// many they were.
func TestListsAreCounted(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.so")
	want := map[string]string{}
	read := func(action string, n int, err error) {
		t.Helper()
		if err != nil || n == 0 {
			t.Fatalf("%s: %d households shown: %v", action, n, err)
		}
		want[action] = office.Counted(n)[office.CountNote]
	}
	l, err := s.Supports.Supports(ctx, officer, supports.SupportQuery{Place: "94", Limit: 50})
	read("support.list", len(l.Items), err) // each of another household
	b, err := s.Plans.Behind(ctx, officer, plans.BehindInput{ProgressInput: plans.ProgressInput{Place: "94"},
		Part: "poor_rate", Limit: 50})
	read("plan.behind", len(b.Households), err)
	q, err := s.Programmes.Beneficiaries(ctx, officer, programmes.BeneficiaryQuery{Node: "DA4-TDA1", Place: "94", Limit: 7})
	of := map[int64]bool{}
	for i := range q.Items {
		of[q.Items[i].ID] = true
	}
	read("beneficiary.list", len(of), err)
	p, err := s.Exits.ProposeExit(ctx, officer, exits.ExitInput{Place: "94", Budget: 20_000_000, ListLimit: 5})
	read("exit.propose", len(p.Items), err)
	w, err := s.Whatif.WhatIf(ctx, officer, whatif.Input{Place: "94", List: true, Limit: 4, From: poverty.Poor,
		To: poverty.Poor})
	read("review.whatif", len(w.Items), err)
	r, err := s.Reviews.ReviewList(ctx, s.As("canbo.xa"), s.List("Ấp Một"))
	read("review.view", len(r.Heads), err)
	if err := s.Office.Close(); err != nil { // everything is on the record then
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, e := range s.Deeds(0) {
		if _, asked := want[e.Action]; asked && e.Detail.Note[office.CountNote] != "" {
			got[e.Action] = e.Detail.Note[office.CountNote]
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}
