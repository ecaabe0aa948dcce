package exports_test

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app"
	"giamngheo/internal/app/exports"
	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/snapshot"
)

// table exports columns and reads them back.
func table(t *testing.T, o *app.Desks, a *office.Ask, in exports.Input) [][]string {
	t.Helper()
	write, _, err := o.Exports.Export(context.Background(), a, in)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := file.GetRows("bang", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// testTable: a table has the chosen columns in their own order, a row a household: what is recognised with its days,
// until when who has escaped is newly escaped, and each shortfall; the columns are ticked the next time.
func testTable(t *testing.T, o *app.Desks, a *office.Ask) {
	ctx := context.Background()
	names := []string{"household_code", "recognised", "decision_number", "decision_day", "newly_until", "deprivations"}
	std := o.Book.View().Std
	for i := range std.Indicators {
		names = append(names, "lacks_"+std.Indicators[i].Code)
	}
	rows := table(t, o, a, exports.Input{Columns: names})
	if len(rows) != 501 || len(rows[0]) != len(names) || rows[0][4] != "Mới thoát nghèo đến ngày" {
		t.Fatalf("%d rows: %q", len(rows), rows[0])
	}
	s, release, err := o.Book.Standings(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	newly := 0
	for _, row := range rows[1:] {
		row = append(row, make([]string, len(names))...)
		var want date.Date
		now := s.InForce(o.Book.View().Snap.ByCode(row[0]))
		if now != nil {
			want = now.Newly
		}
		if want.IsZero() != (row[4] == "") || (now == nil) != (row[1] == "") || (row[3] == "") != (now == nil) {
			t.Errorf("%q, newly escaped until %s", row, want)
		}
		lacks := 0
		for _, said := range row[6:len(names)] {
			if said == "có" {
				lacks++
			} else if said != "không" && said != "chưa rõ" {
				t.Errorf("%q", row)
			}
		}
		if row[5] != string(rune('0'+lacks)) {
			t.Errorf("%s lacks %s, by columns %d", row[0], row[5], lacks)
		}
		if !want.IsZero() {
			newly++
			if serial := strconv.Itoa(want.Sub(date.Must(1899, 12, 30))); row[4] != serial {
				t.Errorf("%s is newly escaped until %s: %s, not %s", row[0], want, row[4], serial)
			}
		}
	}
	if newly == 0 {
		t.Error("nobody is newly escaped")
	}
	all, err := o.Exports.Columns(ctx, a, 0)
	if err != nil {
		t.Fatal(err)
	}
	ticked := 0
	for _, g := range all {
		for _, c := range g.Columns {
			if c.Chosen {
				ticked++
			}
		}
	}
	if ticked != len(names) {
		t.Errorf("%d columns are ticked, not %d", ticked, len(names))
	}
}

// TestColumns: a table of people has a row each; confidential columns come only with a reason and by who may; a column
// that is none is refused; whom has chosen nothing is offered the usual ones, and again where he asks for them.
func TestColumns(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.xa")
	rows := table(t, s.Desks, officer, exports.Input{Columns: []string{"member.full_name", "household_code",
		"member.birth_date", "head"}})
	if people := s.Version("H-02").Household.Members; len(rows) <= len(people) || rows[0][0] != "Mã hộ" ||
		rows[0][1] != "Chủ hộ" || rows[0][2] != "Họ và tên" {
		t.Errorf("%q", rows)
	}
	people := 0
	page, err := s.Register.List(ctx, officer, register.ListInput{Query: snapshot.Query{Limit: 1000}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range page.Items {
		people += page.Items[i].Size
	}
	if len(rows) != people+1 {
		t.Errorf("%d rows of %d people", len(rows)-1, people)
	}
	for name, c := range map[string]struct {
		who  string
		in   exports.Input
		kind errs.Kind
	}{
		"no such column":    {"canbo.xa", exports.Input{Columns: []string{"household_code", "password"}}, errs.Invalid},
		"numbers":           {"canbo.xa", exports.Input{Columns: []string{"member.citizen_id"}}, errs.Invalid},
		"without a reason":  {"canbo.xa", exports.Input{Columns: []string{"member.citizen_id"}, Open: true}, errs.Invalid},
		"who reveals none":  {"kehoach", exports.Input{Columns: []string{"member.citizen_id"}, Open: true, Reason: "đối chiếu với công an"}, errs.Forbidden},
		"who exports none":  {"dieutra", exports.Input{Columns: []string{"household_code"}}, errs.Forbidden},
		"of another (none)": {"canbo.xa", exports.Input{Columns: []string{""}}, errs.Invalid},
	} {
		if _, _, err := s.Exports.Export(ctx, s.As(c.who), c.in); errs.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	offered := func(who string) (names string, ticked int) {
		all, err := s.Exports.Columns(ctx, s.As(who), 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range all {
			for _, c := range g.Columns {
				if names += c.Name + " "; c.Chosen {
					ticked++
				}
			}
		}
		return names, ticked
	}
	if names, ticked := offered("kehoach"); ticked != 11 || strings.Contains(names, "citizen_id") {
		t.Errorf("%d of %s", ticked, names)
	}
	if names, ticked := offered("canbo.xa"); ticked != 4 || !strings.Contains(names, "citizen_id") {
		t.Errorf("%d of %s", ticked, names)
	}
	table(t, s.Desks, officer, exports.Input{Columns: []string{"head", "head", "head"}})
	if _, ticked := offered("canbo.xa"); ticked != 1 {
		t.Errorf("%d are ticked of one that was named thrice", ticked)
	}
	if err := s.Exports.Usual(ctx, officer); err != nil {
		t.Fatal(err)
	}
	if _, ticked := offered("canbo.xa"); ticked != 11 {
		t.Errorf("%d are ticked", ticked)
	}
	if names, _ := offered("dieutra"); names != "" {
		t.Errorf("an enumerator is offered %s", names)
	}
}
