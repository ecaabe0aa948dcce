package officetest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/access"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
)

var cluster *postgrestest.Cluster

func TestMain(m *testing.M) {
	var err error
	if cluster, err = postgrestest.Start(); err != nil {
		panic(err)
	}
	code := m.Run()
	if err := cluster.Stop(); err != nil {
		panic(err)
	}
	os.Exit(code)
}

// said is what an office holds in memory and in its lists, as text.
func said(t *testing.T, s *officetest.SmallOffice) (out []string) {
	t.Helper()
	ctx, department := context.Background(), s.As("canbo.so")
	for _, it := range officetest.List(t, s.Desks, department, snapshot.Query{Sort: "code"}) {
		path := ""
		for _, r := range s.Reviews.PathOf(it.ID) {
			path += fmt.Sprintf(" %d %s %s", r.Year, r.Class, r.From)
		}
		out = append(out, fmt.Sprintf("%+v%s", it, path))
	}
	for _, campaign := range []int64{s.Finished, s.Running} {
		shown, err := s.Reviews.Campaign(ctx, department, campaign, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range shown.Lists {
			out = append(out, fmt.Sprintf("%s %d/%d %s: %s", shown.Kind, shown.Year, shown.Month, l.Hamlet,
				l.Stage.Title().EN))
		}
	}
	s.Receipts.Shelf.Each(func(v *programme.Support) { out = append(out, fmt.Sprintf("%s %d", v.Kind, v.Household)) })
	return out
}

// TestSmall: the small office is what its documentation says, and the same whether it is copied, or made anew in a
// file or in a PostgreSQL database.
func TestSmall(t *testing.T) {
	ctx, s := context.Background(), officetest.Small(t)
	one := said(t, s)
	for name, target := range map[string]string{"SQLite": filepath.Join(t.TempDir(), "office.db"),
		"PostgreSQL": cluster.Database(t)} {
		if diff := cmp.Diff(one, said(t, officetest.SmallOn(t, target))); diff != "" {
			t.Errorf("made anew on %s it is another (-copied +made):\n%s", name, diff)
		}
	}
	c, err := s.Reviews.RecognisedOn(ctx, nil, 0)
	if err != nil || c.Households != 30 || c.Poor != 8 || c.NearPoor != 9 || c.Newly != 0 {
		t.Errorf("%+v %v", c, err)
	}
	n := 0
	for _, h := range officetest.SmallHamlets {
		for _, of := range []struct {
			class poverty.Class
			n     int
		}{{poverty.Poor, h.Poor}, {poverty.NearPoor, h.NearPoor}, {poverty.AverageLivingStandard, h.Average},
			{poverty.None, h.None}, {poverty.Undetermined, h.Undetermined}} {
			for range of.n {
				n++
				v := s.Version(officetest.SmallHousehold(n, of.class).Code)
				want := of.class
				if n == 23 { // found by the review of September
					want = poverty.NearPoor
				}
				if v.Class != want || v.Household.Commune != h.Commune || v.Household.Hamlet != h.Hamlet {
					t.Errorf("%s is %s in %s of %s", v.Household.Code, v.Class, v.Household.Hamlet, v.Household.Commune)
				}
			}
		}
	}
	if s.Finished == s.Running || len(s.Drive().Lists(s.As("canbo.xa"))) != 2 || s.List("Ấp Hai") == s.List("Ấp Một") {
		t.Errorf("campaigns %d and %d", s.Finished, s.Running)
	}
	if a, err := s.Activities.Activity(ctx, s.As("canbo.xa"), s.Course); err != nil ||
		a.State != programme.Running || a.Places != 2 {
		t.Errorf("%+v %v", a, err)
	}
	roles := map[access.Role]int{}
	for _, p := range officetest.SmallPeople {
		roles[p.Role]++
	}
	for _, r := range access.Roles() {
		if roles[r] < 2 {
			t.Errorf("%d people are %s", roles[r], r)
		}
	}
	if path := s.Reviews.PathOf(s.ID("H-23")); len(path) != 1 || path[0].Class != poverty.NearPoor {
		t.Errorf("H-23 was recognised as %+v", path)
	}
	if _, different, err := s.Records.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
	for hamlet, stage := range map[string]review.Stage{"Ấp Một": review.Listing, "Ấp Hai": review.Surveying} {
		v, err := s.Reviews.ReviewList(ctx, s.As("canbo.xa"), s.List(hamlet))
		if err != nil || v.Stage != stage || v.Commune != place.Code("31708") {
			t.Errorf("%s: %+v %v", hamlet, v, err)
		}
	}
}
