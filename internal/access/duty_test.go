package access_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
)

func duties(t *testing.T) *access.Duties {
	t.Helper()
	d, err := access.ReadDuties(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestApart: roles that one person may not hold in the same time, whichever came first; one after the other is allowed.
func TestApart(t *testing.T) {
	d := duties(t)
	held := func(r access.Role, from, to date.Date) access.Grant {
		return access.Grant{Role: r, Place: "31708", From: from, To: to}
	}
	jan, june, july, dec := date.Must(2025, 1, 1), date.Must(2025, 6, 30), date.Must(2025, 7, 1), date.Must(2025, 12, 31)
	for _, c := range []struct {
		what string
		a, b access.Grant
		bad  bool
	}{
		{"surveys and decides", held(access.Enumerator, jan, 0), held(access.CommuneChair, july, 0), true},
		{"one after the other", held(access.Enumerator, jan, june), held(access.CommuneChair, july, 0), false},
		{"one day in common", held(access.Enumerator, jan, july), held(access.CommuneChair, july, 0), true},
		{"administers from tomorrow, inspects from today", held(access.Administrator, july, 0),
			held(access.Inspector, june, 0), true},
		{"administers and leads", held(access.Administrator, jan, 0), held(access.Leader, dec, 0), true},
		{"registers and surveys", held(access.CommuneOfficer, jan, 0), held(access.Enumerator, jan, 0), false},
		{"plans and corrects", held(access.Planner, jan, 0), held(access.DepartmentOfficer, jan, 0), false},
		{"ended before it began", held(access.Enumerator, dec, june), held(access.CommuneChair, jan, 0), false},
		{"the same role twice", held(access.CommuneChair, jan, 0), held(access.CommuneChair, july, 0), false},
	} {
		t.Run(c.what, func(t *testing.T) {
			for _, pair := range [][2]access.Grant{{c.a, c.b}, {c.b, c.a}} {
				role, bad := d.Against(pair[:1], pair[1])
				if bad != c.bad || bad && role != pair[0].Role {
					t.Errorf("%v %v", role, bad)
				}
			}
		})
	}
}

// TestCodesFrom: the days of grace count from the later of the account's and the role's beginning.
func TestCodesFrom(t *testing.T) {
	d := duties(t)
	made, on := date.Must(2026, 11, 2), date.Must(2026, 11, 20)
	for what, c := range map[string]struct {
		role access.Role
		from date.Date
		want date.Date
	}{
		"an old role, a new account": {access.Planner, date.Must(2025, 1, 1), date.Must(2026, 11, 16)},
		"a new role":                 {access.Inspector, date.Must(2026, 11, 10), date.Must(2026, 11, 24)},
		"a role to come":             {access.Inspector, date.Must(2026, 12, 1), 0},
		"who registers":              {access.CommuneOfficer, date.Must(2025, 1, 1), 0},
	} {
		if got := d.CodesFrom([]access.Grant{{Role: c.role, From: c.from}}, made, on, nil); got != c.want {
			t.Errorf("%s: %v, not %v", what, got, c.want)
		}
	}
	since := map[access.Role]date.Date{access.Planner: on, access.Inspector: made}
	for role, want := range map[access.Role]date.Date{access.Planner: date.Must(2026, 12, 4),
		access.Inspector: date.Must(2026, 11, 16)} {
		held := []access.Grant{{Role: role, From: date.Must(2025, 1, 1)}}
		if got := d.CodesFrom(held, date.Must(2024, 5, 1), on, since); got != want {
			t.Errorf("%s, asked only since %s: %v, not %v", role, since[role], got, want)
		}
	}
}

// TestConflicts: roles that one person holds today or later and may not hold together are told; what is over is past.
func TestConflicts(t *testing.T) {
	d, on := duties(t), date.Must(2025, 7, 1)
	held := []access.Grant{{Role: access.Enumerator, From: date.Must(2024, 1, 1)},
		{Role: access.Leader, From: date.Must(2024, 1, 1)},
		{Role: access.CommuneChair, From: date.Must(2025, 9, 1)},
		{Role: access.Inspector, From: date.Must(2024, 1, 1), To: date.Must(2025, 6, 30)},
		{Role: access.Administrator, From: date.Must(2026, 1, 1), To: date.Must(2025, 6, 30)}}
	want := [][2]access.Role{{access.Enumerator, access.CommuneChair}}
	if got := d.Conflicts(held, on); !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
	if got := d.Conflicts(held[1:], on); got != nil {
		t.Errorf("%v of roles that go together", got)
	}
}

// TestDutiesFile: a file with a word that means nothing is refused.
func TestDutiesFile(t *testing.T) {
	for _, text := range []string{"apart: [{role: king, from: [all]}]\nsource: x", "source: \"\"", "apart: [{rolle: x}]",
		"second_factor: {roles: [planner], grace_days: -1}\nsource: x"} {
		_, err := access.ReadDuties(fstest.MapFS{"duties.yaml": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), "access.ReadDuties") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
