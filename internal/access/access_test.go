package access_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// matrix is the table of roles × actions as an official would sign it: x may, . may not.
const matrix = `
                    dashboard view edit remove reveal import export duplicates places change approve hamlets accounts audit | view open survey run opine decide inspect announce | plan edit report activity support record overrule exit calendar moveday | money   grant allot commit pay reconcile propose transfer norm document register | batch approve | notice publish feedback answer keys | checks plan run answer verify look | privacy guard | publications prepare publish | reports fill submit check approve open | tasks assign do
commune_officer     x         x    x    x      x      x      x      x          x      .      .       x       .        .       x    x    x      x   .     .      .       .       x    .    .      x        x       x      .        x    .    x                x       .     .     x      .   .         .       .        .    x        .          x     .         x      .       x        x      x      x      .    .   x      .      .      x       .       .       .       .      x       x    x      .     .        .        x     x      x
enumerator          x         x    x    .      .      .      .      .          x      .      .       .       .        .       x    .    x      .   .     .      .       .       x    .    .      .        x       .      .        .    .    .                .       .     .     .      .   .         .       .        .    .        .          .     .         .      .       .        .      .      .      .    .   .      .      .      .       .       .       .       .      .       .    .      .     .        .        x     .      x
commune_chair       x         x    .    .      .      .      .      .          x      .      .       .       .        .       x    .    .      .   .     x      .       .       x    .    .      .        x       .      .        .    .    x                x       .     .     .      .   .         .       .        .    x        .          .     x         .      x       x        x      .      x      .    .   x      .      .      x       .       .       .       .      x       .    x      .     .        .        x     x      x
district_officer    x         x    .    .      x      .      x      x          x      .      .       .       .        .       x    .    .      .   x     .      .       .       x    .    x      x        x       .      x        .    .    x                x       .     .     x      .   .         .       .        .    x        x          x     .         x      .       x        x      .      x      .    x   .      x      x      .       .       .       .       .      x       .    .      x     .        .        x     x      x
department_officer  x         x    .    .      x      x      x      x          x      .      x       x       .        .       x    x    .      .   .     .      .       x       x    .    x      x        x       x      x        x    x    x                x       .     .     x      .   .         .       .        .    x        x          x     .         x      .       x        x      .      x      .    x   .      x      x      x       x       x       x       .      x       .    .      x     .        x        x     x      x
planner             x         x    .    .      .      .      x      .          x      x      x       .       .        .       x    .    .      .   .     .      .       .       x    x    x      x        x       .      .        x    .    x                x       x     x     .      .   .         x       .        x    x        x          .     .         x      .       .        .      .      x      x    .   .      .      x      .       .       x       x       .      x       .    .      .     .        x        x     x      x
finance_officer     x         x    .    .      .      .      .      .          x      .      .       .       .        .       .    .    .      .   .     .      .       .       x    .    .      .        x       .      .        .    .    x                x       .     .     x      x   x         .       .        .    x        x          .     .         .      .       .        .      .      x      .    .   x      .      .      .       .       .       .       .      x       x    .      .     .        .        x     .      x
approver            x         x    .    .      .      .      .      .          x      .      .       .       .        .       x    .    .      .   .     .      .       .       x    .    .      .        x       .      .        .    .    x                x       .     .     .      .   .         .       x        .    x        .          .     x         .      x       .        .      .      x      .    .   .      .      x      .       .       x       .       x      x       .    .      .     x        .        x     x      x
leader              x         x    .    .      .      .      .      .          x      .      .       .       .        .       x    .    .      .   .     .      .       .       x    .    .      .        x       .      .        .    .    .                x       .     .     .      .   .         .       .        .    x        .          .     .         .      .       .        .      .      x      .    .   .      .      x      .       .       x       .       .      x       .    .      .     .        .        x     .      .
inspector           x         x    .    .      x      .      x      .          x      .      .       .       .        x       x    .    .      .   .     .      x       .       x    .    .      .        x       .      .        .    .    .                x       .     .     .      .   .         .       .        .    x        .          .     .         .      .       x        .      .      x      x    x   .      x      x      .       .       x       .       .      x       .    .      .     .        .        x     .      .
administrator       .         .    .    .      .      .      .      .          x      .      .       .       x        x       .    .    .      .   .     .      .       .       .    .    .      .        .       .      .        .    .    x                .       .     .     .      .   .         .       .        .    .        .          .     .         .      .       .        .      .      .      .    .   .      .      .      .       x       .       .       .      .       .    .      .     .        .        .     .      .
`

func TestMatrix(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(matrix), "\n")[1:]
	if len(lines) != len(access.Roles()) {
		t.Fatalf("%d roles in the table", len(lines))
	}
	for i, r := range access.Roles() {
		cells := strings.Fields(lines[i])
		if cells[0] != string(r) || len(cells) != 1+len(access.Actions()) {
			t.Fatalf("line %d: %v", i, cells)
		}
		if r.Title().VI == "" || r.Title().EN == "" {
			t.Errorf("%s has no title", r)
		}
		for j, a := range access.Actions() {
			if got, want := r.Allows(a), cells[1+j] == "x"; got != want {
				t.Errorf("%s %s: %v, the table says %v", r, a, got, want)
			}
		}
	}
	if access.Role("god").Allows(access.ViewHouseholds) {
		t.Error("an unknown role may something")
	}
}

func TestWhere(t *testing.T) {
	day := date.Must(2024, 6, 1)
	grants := []access.Grant{
		{Role: access.CommuneOfficer, Place: "31567", From: date.Must(2024, 1, 1)},
		{Role: access.CommuneOfficer, Place: "31570", From: date.Must(2024, 1, 1), To: day.AddDays(-1)},
		{Role: access.CommuneOfficer, Place: "31573", From: day.AddDays(1)},
		{Role: access.Leader, Place: "94", From: day, To: day},
	}
	for a, want := range map[access.Action][]place.Code{
		access.ViewHouseholds: {"31567", "94"}, access.EditHouseholds: {"31567"}, access.ManageAccounts: nil,
	} {
		if d := cmp.Diff(want, access.Where(grants, a, day).Units); d != "" {
			t.Error(a, d)
		}
	}
	if s := access.Where(grants, access.ManageAccounts, day); !s.Nowhere() || s.Covers("94") {
		t.Error("nowhere is somewhere")
	}
	if s := access.Where(grants, access.ViewDashboard, day); !s.Covers("31999", "946", "94") ||
		s.Covers("92001", "92") {
		t.Error("a province does not cover its communes only")
	}
}

func TestCheckGrant(t *testing.T) {
	commune, province := place.Unit{Level: place.Commune}, place.Unit{Level: place.Province}
	from := date.Must(2024, 1, 1)
	for _, c := range []struct {
		g    access.Grant
		unit place.Unit
		ok   bool
	}{
		{access.Grant{Role: access.CommuneOfficer, From: from}, commune, true},
		{access.Grant{Role: access.CommuneOfficer, From: from}, province, false},
		{access.Grant{Role: access.Administrator, From: from}, province, true},
		{access.Grant{Role: "god", From: from}, province, false},
		{access.Grant{Role: access.Leader}, province, false},
		{access.Grant{Role: access.Leader, From: from, To: from.AddDays(-1)}, province, false},
	} {
		if err := access.CheckGrant(c.g, c.unit); (err == nil) != c.ok {
			t.Errorf("%+v: %v", c.g, err)
		}
	}
	if errs.KindOf(access.MayApprove(3, 3)) != errs.Forbidden || access.MayApprove(3, 4) != nil {
		t.Error("who approves")
	}
}

// TestRolesIn: roles are offered only where there are units of their level.
func TestRolesIn(t *testing.T) {
	province, district := place.Unit{Level: place.Province}, place.Unit{Level: place.District}
	commune := place.Unit{Level: place.Commune}
	if got := access.RolesIn([]place.Unit{province, district, commune}); !slices.Equal(got, access.Roles()) {
		t.Errorf("with districts: %v", got)
	}
	got := access.RolesIn([]place.Unit{province, commune})
	if slices.Contains(got, access.DistrictOfficer) || len(got) != len(access.Roles())-1 {
		t.Errorf("without districts: %v", got)
	}
}

// TestHands: what one person may not do both of, whichever comes first; everything else goes together.
func TestHands(t *testing.T) {
	for what, c := range map[string]struct {
		hand    access.Hand
		account int64
		other   access.Hand
		had     []int64
		says    string
	}{
		"allots, then pays":             {access.Pays, 3, access.Allots, []int64{1, 3}, "không ai chi từ nguồn mình đã giao vốn"},
		"pays, then allots":             {access.Allots, 3, access.Pays, []int64{3}, "không ai chi từ nguồn mình đã giao vốn"},
		"others allotted":               {access.Pays, 3, access.Allots, []int64{1, 2}, ""},
		"enters, then reconciles":       {access.Reconciles, 3, access.Enters, []int64{3}, "không ai tự đối chiếu khoản mình đã ghi"},
		"writes, then approves":         {access.Approves, 3, access.Writes, []int64{3}, "không ai được tự duyệt"},
		"pays, then enters":             {access.Enters, 3, access.Pays, []int64{3}, ""},
		"nobody had the other":          {access.Approves, 3, access.Writes, nil, ""},
		"the same hand a second time":   {access.Pays, 3, access.Pays, []int64{3}, ""},
		"of others the other way round": {access.Writes, 3, access.Approves, []int64{4}, ""},
	} {
		err := access.MayLend(c.hand, c.account, c.other, c.had...)
		if c.says == "" && err != nil || c.says != "" &&
			(errs.KindOf(err) != errs.Forbidden || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
