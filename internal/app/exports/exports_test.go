package exports_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app/exports"
	"giamngheo/internal/app/register"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
)

// TestRights: who exports a list, and who exports it with what is confidential.
func TestRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for name, c := range map[string]struct {
		in   exports.Input
		want string
	}{
		"a list": {exports.Input{}, `may: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu canbo.huyen huyen.longphu canbo.so canbo.so2
			kehoach kehoach2 thanhtra thanhtra.huyen
			forbidden: dieutra dieutra2 dieutra.ngocdong chutich.xa chutich.ngocdong ketoan.xa ketoan.so duyet
			duyet.huyen lanhdao lanhdao.huyen quantri quantri2`},
		"with the numbers": {exports.Input{Open: true}, `may: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu canbo.huyen huyen.longphu canbo.so canbo.so2
			thanhtra thanhtra.huyen
			forbidden: dieutra dieutra2 dieutra.ngocdong chutich.xa chutich.ngocdong kehoach kehoach2 ketoan.xa
			ketoan.so duyet duyet.huyen lanhdao lanhdao.huyen quantri quantri2`},
		"of Long Phú": {exports.Input{List: register.ListInput{Place: officetest.LongPhu}}, `may: canbo.longphu huyen.longphu canbo.so canbo.so2 kehoach kehoach2 thanhtra
			forbidden: dieutra dieutra2 dieutra.ngocdong chutich.xa chutich.ngocdong ketoan.xa ketoan.so duyet
			duyet.huyen lanhdao lanhdao.huyen quantri quantri2`},
	} {
		t.Run(name, func(t *testing.T) {
			s.Rights(t, c.want, func(a *office.Ask) error {
				_, _, err := s.Exports.Export(ctx, a, c.in)
				return err
			})
		})
	}
}

// TestExport: the workbook has the households of the list with all their members, numbers only where they were asked
// for with a reason; what was taken out is on the record.
func TestExport(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for name, c := range map[string]struct {
		who     string
		in      exports.Input
		n       int
		numbers bool
	}{
		"a commune": {"canbo.xa", exports.Input{}, 16, false},
		"its poor": {"canbo.xa", exports.Input{List: register.ListInput{Query: snapshot.Query{
			Classes: []poverty.Class{poverty.Poor}}}}, 5, false},
		"open": {"canbo.xa", exports.Input{Open: true, Reason: "đối chiếu căn cước"}, 16, true},
		"Ngọc Đông of the province": {"canbo.so", exports.Input{List: register.ListInput{
			Place: officetest.NgocDong}}, 8, false},
	} {
		t.Run(name, func(t *testing.T) {
			since := s.Seq()
			write, job, err := s.Exports.Export(ctx, s.As(c.who), c.in)
			if err != nil || job != nil {
				t.Fatal(job, err)
			}
			f := officetest.Workbook(t, write)
			households, members := officetest.Cells(t, f, "households"), officetest.Cells(t, f, "members")
			if len(households) != c.n+1 || len(members) != 2*c.n+1 {
				t.Errorf("%d households, %d members", len(households)-1, len(members)-1)
			}
			if has := strings.Contains(strings.Join(flat(f, t), " "), "0970"); has != c.numbers {
				t.Errorf("numbers are in it: %t", has)
			}
			deeds := s.Deeds(since)
			if len(deeds) != 1 || deeds[0].Action != "household.export" || deeds[0].Detail.Reason != c.in.Reason ||
				deeds[0].Place != string(c.in.List.Place) || deeds[0].Detail.Note["households"] != office.IDText(int64(c.n)) {
				t.Errorf("on the record is %+v", deeds)
			}
		})
	}
}

// flat are all cells of a workbook.
func flat(f *excelize.File, t *testing.T) (out []string) {
	t.Helper()
	for _, name := range f.GetSheetList() {
		for _, row := range officetest.Cells(t, f, name) {
			out = append(out, row...)
		}
	}
	return out
}

// TestRefused: without a reason, with a password given long ago, of a place that is not theirs.
func TestRefused(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	export := func(a *office.Ask, in exports.Input) error {
		_, _, err := s.Exports.Export(ctx, a, in)
		return err
	}
	stale := s.As("canbo.xa")
	officetest.Refused(t, export(stale, exports.Input{Open: true, Reason: "xem"}), errs.Invalid, "ghi lý do (ít nhất 5 chữ) để người sau hiểu vì sao")
	officetest.Refused(t, export(stale, exports.Input{List: register.ListInput{Place: place.Code("31669")}}),
		errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
	s.Set(s.Now().AddDays(1))
	officetest.Refused(t, export(stale, exports.Input{Open: true, Reason: "đối chiếu căn cước"}), errs.Forbidden, "việc này cần đăng nhập lại: đã quá 15 phút từ lần nhập mật")
	officetest.Refused(t, s.Exports.File(ctx, stale, 99, &bytes.Buffer{}), errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
}
