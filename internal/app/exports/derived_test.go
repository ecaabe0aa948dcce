package exports_test

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app/exports"
	"giamngheo/internal/arrange"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/officetest"
	"giamngheo/internal/store/jobs"
)

// TestMain removes the demonstrations that the tests copied.
func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestDerived: an export shows beside the answers what decisions and the law make of each household, with the decision;
// no number of a person is in it, and brought back it changes nothing and says that these columns are not read.
func TestDerived(t *testing.T) {
	o := officetest.Demo(t, 500)
	ctx, a := context.Background(), officetest.SignIn(t, o, "canbo.so")
	write, _, err := o.Exports.Export(ctx, a, exports.Input{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	file := b.Bytes()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("households")
	if err != nil || len(rows) != 501 {
		t.Fatal(len(rows), err)
	}
	get := func(r []string, title string) string {
		if i := slices.Index(rows[0], arrange.Shown(title)); i >= 0 && i < len(r) {
			return r[i]
		}
		return ""
	}
	s, release, err := o.Book.Standings(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	std, recognised := o.Book.View().Std, 0
	for _, r := range rows[1:] {
		id, want := o.Book.View().Snap.ByCode(r[0]), ""
		if now := s.InForce(id); now != nil {
			recognised++
			want = std.ClassTitle(now.Class).VI
			if get(r, "Số quyết định") == "" || get(r, "Ngày quyết định") == "" {
				t.Errorf("%s: no decision: %q", r[0], r)
			}
		}
		v, err := o.Book.Peek(ctx, a, id)
		if err != nil {
			t.Fatal(err)
		}
		c, err := o.Book.View().Classify(&v.Household)
		if err != nil {
			t.Fatal(err)
		}
		lacks := strings.Count(get(r, "Chỉ số thiếu hụt"), ";")
		if least, _ := c.Count(); get(r, "Diện công nhận") != want || least > 0 && lacks != least-1 ||
			get(r, "Kết quả tính theo câu trả lời") != std.ClassTitle(c.Class).VI ||
			get(r, "Tên xã") != o.Office.Unit(v.Household.Commune).FullName {
			t.Errorf("%s: %q, want %q", r[0], r, want)
		}
	}
	release()
	if recognised < 5 {
		t.Errorf("%d are recognised", recognised)
	}
	members, _ := f.GetRows("members")
	if slices.Contains(members[0], "Số định danh/CCCD") {
		t.Error("citizen numbers are in it")
	}
	j, err := o.Transfer.Upload(ctx, a, "xuất.xlsx", bytes.NewReader(file), date.Must(2024, 12, 20))
	if err != nil {
		t.Fatal(err)
	}
	back := officetest.Settled(t, o, a, j.ID)
	notes := ""
	for _, n := range back.Result.Notes {
		notes += n.VI + "\n"
	}
	if r := back.Result; back.State != jobs.Ready || r.Unchanged != 500 || len(r.Found) != 0 ||
		!strings.Contains(notes, "Diện công nhận") || strings.Contains(notes, "để xem") {
		t.Errorf("%s: %+v %v\n%s", back.State, r, r.Found, notes)
	}
	t.Run("a table", func(t *testing.T) { testTable(t, o, a) })
}
