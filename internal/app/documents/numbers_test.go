package documents_test

import (
	"context"
	"os"
	"sync"
	"testing"

	"giamngheo/internal/app/documents"
	"giamngheo/internal/demotest"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	rows "giamngheo/internal/store/documents"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

var ctx = context.Background()

// paper is a decision of the province's committee with a number.
func paper(s *officetest.SmallOffice, number string) rows.Document {
	return rows.Document{Document: document.Document{Direction: document.Issued, Kind: document.Decision,
		Issuer: "UBND tỉnh Sóc Trăng", Number: number, Series: "QĐ-UBND", Day: s.Now(), Place: "94", Abstract: "Phân bổ vốn"}}
}

// series is that of these decisions.
func series(s *officetest.SmallOffice) documents.Series {
	return documents.Series{Issuer: "ubnd tỉnh  Sóc Trăng", Series: "qđ-ubnd", Year: s.Now().Year()}
}

// TestNumbers: numbers are given out in order, at once to nobody twice; one that is issued, reserved, given up or missing
// is listed as such, and what was given up is never used.
func TestNumbers(t *testing.T) {
	s := officetest.Small(t)
	planner := s.As("kehoach")
	if _, err := s.Documents.Register(ctx, planner, paper(s, "3")); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	got := make([]int, 4)
	for i := range got {
		wg.Go(func() {
			var err error
			if got[i], err = s.Documents.Reserve(ctx, planner, "94", series(s), "Quyết định giao vốn"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	seen := map[int]bool{}
	for _, n := range got {
		if n < 4 || n > 7 || seen[n] {
			t.Errorf("the numbers are %v", got)
		}
		seen[n] = true
	}
	officetest.Refused(t, s.Documents.Void(ctx, planner, series(s), 5, ""), errs.Invalid, "lý do")
	if err := s.Documents.Void(ctx, planner, series(s), 5, "không ban hành nữa"); err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Documents.Void(ctx, planner, series(s), 5, "không ban hành nữa"), errs.Conflict, "người khác")
	_, err := s.Documents.Register(ctx, planner, paper(s, "5"))
	officetest.Refused(t, err, errs.Conflict, "không ban hành nữa")
	six, err := s.Documents.Register(ctx, planner, paper(s, "6"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Documents.Register(ctx, planner, paper(s, "6"))
	officetest.Refused(t, err, errs.Conflict, "6/QĐ-UBND")
	all, err := s.Documents.Numbers(ctx, planner, series(s))
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]document.NumberState{1: document.Missing, 2: document.Missing, 3: document.Used, 4: document.Reserved,
		5: document.Void, 6: document.Used, 7: document.Reserved}
	if len(all) != len(want) {
		t.Errorf("%+v", all)
	}
	for _, n := range all {
		if n.State != want[n.Number] || n.Number == 6 && n.Document != six {
			t.Errorf("%d is %s (document %d)", n.Number, n.State, n.Document)
		}
	}
	officetest.Refused(t, s.Documents.Void(ctx, planner, series(s), 99, "không ban hành nữa"), errs.NotFound, "không tìm thấy")
	_, err = s.Documents.Reserve(ctx, s.As("lanhdao"), "94", series(s), "Quyết định giao vốn")
	officetest.Refused(t, err, errs.Forbidden, "không có quyền")
	_, err = s.Documents.Reserve(ctx, s.As("canbo.huyen"), "94", series(s), "Quyết định giao vốn")
	if k := errs.KindOf(err); k != errs.Forbidden && k != errs.NotFound {
		t.Errorf("a district reserves the province’s number: %v", err)
	}
}

// TestRelations: what a document does to an older one is on both pages, turned round; to itself or to a younger one it
// does nothing.
func TestRelations(t *testing.T) {
	s := officetest.Small(t)
	planner := s.As("kehoach")
	old := paper(s, "1")
	old.Day = s.Now().AddDays(-30)
	old.To = s.Now().AddDays(-1)
	one, err := s.Documents.Register(ctx, planner, old)
	if err != nil {
		t.Fatal(err)
	}
	two, err := s.Documents.Register(ctx, planner, paper(s, "2"))
	if err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Documents.Relate(ctx, planner, one, two, document.Cites), errs.Invalid, "2/QĐ-UBND")
	officetest.Refused(t, s.Documents.Relate(ctx, planner, two, two, document.Cites), errs.Invalid, "văn bản khác")
	officetest.Refused(t, s.Documents.Relate(ctx, planner, two, one, "x"), errs.Invalid, "quan hệ")
	officetest.Refused(t, s.Documents.Relate(ctx, planner, two, 987654, document.Replaces), errs.NotFound, "không tìm thấy")
	officetest.Refused(t, s.Documents.Relate(ctx, s.As("lanhdao"), two, one, document.Replaces), errs.Forbidden, "không có quyền")
	if err := s.Documents.Relate(ctx, planner, two, one, document.Replaces); err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Documents.Relate(ctx, planner, two, one, document.Replaces), errs.Conflict, "đã có")
	v, err := s.Documents.Document(ctx, s.As("lanhdao"), one)
	if err != nil || !v.Expired || len(v.Related) != 1 || v.Related[0].ID != two || v.Related[0].Own ||
		v.Related[0].Says != document.Replaces.Turned() {
		t.Errorf("%+v %v", v, err)
	}
	if err := s.Documents.Unrelate(ctx, planner, two, one, document.Replaces, "ghi nhầm văn bản"); err != nil {
		t.Fatal(err)
	}
	if v, err := s.Documents.Document(ctx, planner, two); err != nil || len(v.Related) != 0 {
		t.Errorf("%+v %v", v.Related, err)
	}
}
