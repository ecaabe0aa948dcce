package paste_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app/paste"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
)

// header are the columns of the pasted rows.
const header = "household_code\tcommune_code\thamlet\tincome_per_head\tfull_name\tsex\tbirth_date\n"

// TestRights: who edits households pastes.
func TestRights(t *testing.T) {
	s := officetest.Small(t)
	s.Rights(t, `may: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong
		forbidden: chutich.xa chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 kehoach kehoach2
		ketoan.xa ketoan.so duyet duyet.huyen lanhdao lanhdao.huyen thanhtra thanhtra.huyen quantri quantri2`,
		func(a *office.Ask) error {
			_, err := s.Paste.Save(context.Background(), a, paste.Input{Text: header})
			return err
		})
}

// TestRows: rows without a fault are saved in one go, the others come back as they were pasted with what is wrong in
// them; what came in is what was saved and what is left.
func TestRows(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	since, heard := s.Seq(), s.Hears(office.TopicHousehold)
	bad := []string{
		"P-2\t31708\tẤp Một\tmột triệu\tMẫu Thị Hai\tnữ\t05/09/1980", // no sum
		"P-3\t31669\tẤp Bốn\t900000\tMẫu Thị Ba\tnữ\t05/09/1980",     // another commune
		"P-4\t31708\tẤp Một\t900000\tMẫu Thị Tư\tnữ\t31/02/1980",     // no day
		"P-1\t31708\tẤp Một\t900000\tMẫu Thị Năm\tnữ\t05/09/1980",    // the code stands twice
		"H-25\t31669\tẤp Bốn\t900000\tMẫu Văn Duy\tnam\t02/03/1990",  // another commune's household
		"H-01\t31711\tẤp Ba\t\tMẫu Văn An\tnam\t",                    // a move
	}
	rows := append([]string{"P-1\t31708\t ấp  một \t1.200.000\tMẫu Thị Một\tnữ\t05/09/1980",
		"H-07\t31708\tẤp Một\t1.000.000\t\t\t"}, bad...)
	in := paste.Input{Text: header + strings.Join(rows, "\n")}
	checked, err := s.Paste.Check(ctx, s.As("canbo.xa"), in)
	if err != nil || checked.Rows != 8 || checked.Good != 2 || checked.Saved != 0 || len(s.Deeds(since)) != 0 {
		t.Fatalf("%+v %v", checked, err)
	}
	res, err := s.Paste.Save(ctx, s.As("canbo.xa"), in)
	if err != nil || res.Rows != 8 || res.Saved != 2 || res.Good != 2 {
		t.Fatalf("%+v %v", res, err)
	}
	left := strings.Split(res.Left, "\n")
	if !slices.Equal(left[1:], bad) || left[0]+"\n" != header {
		t.Errorf("left are %q", left)
	}
	faulty := map[int]bool{}
	for _, f := range res.Faults {
		faulty[f.Row] = true
		if f.Text.VI == "" {
			t.Errorf("%+v says nothing", f)
		}
	}
	if len(faulty) != len(bad) {
		t.Errorf("%+v", res.Faults)
	}
	if v := s.Version("P-1"); v.Household.Hamlet != "Ấp Một" || v.Household.Members[0].Name != "Mẫu Thị Một" {
		t.Errorf("%+v", v.Household)
	}
	if v := s.Version("H-07"); v.Class != poverty.NearPoor || v.Household.Members[0].Name != "Mẫu Văn Hải" ||
		len(v.Household.Members) != 2 {
		t.Errorf("a blank cell over a known answer: %+v", v.Household)
	}
	var deeds []string
	for _, e := range s.Deeds(since) {
		deeds = append(deeds, e.Action+" "+e.Who+" "+e.Detail.Reason)
	}
	if want := []string{"household.create canbo.xa dán từ Excel", "household.edit canbo.xa dán từ Excel"}; !slices.Equal(
		deeds, want) || len(heard.IDs) != 2 {
		t.Errorf("on the record are %q, heard %+v", deeds, heard)
	}
}

// TestStranger: another name under a household's code is asked about, and taken once somebody says it is the same
// person.
func TestStranger(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	in := paste.Input{Text: header + "H-07\t31708\tẤp Một\t\tTrần Khác Hẳn\tnữ\t05/09/1950"}
	res, err := s.Paste.Save(ctx, s.As("canbo.xa"), in)
	if err != nil || res.Saved != 0 || !slices.ContainsFunc(res.Faults, func(f paste.Fault) bool {
		return f.Asks == "H-07/1/person"
	}) {
		t.Fatalf("%+v %v", res, err)
	}
	if v := s.Version("H-07"); v.Version != 1 {
		t.Errorf("taken unasked: %+v", v)
	}
}

// TestRefused: what is no table, too long or of tomorrow is refused whole.
func TestRefused(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	row := "P-1\t31708\tẤp Một\t900000\tMẫu Thị Một\tnữ\t05/09/1980\n"
	for name, c := range map[string]struct {
		in   paste.Input
		says string
	}{
		"too many": {paste.Input{Text: header + strings.Repeat(row, 1001)}, "mỗi lần dán tối đa 1.000 dòng; nhiều hơn thì dùng “Nhập từ"},
		"tomorrow": {paste.Input{Text: header + row, On: s.Now().AddDays(1)}, "ngày hiệu lực không được sau hôm nay"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Paste.Save(ctx, s.As("canbo.xa"), c.in)
			officetest.Refused(t, err, errs.Invalid, c.says)
		})
	}
	for _, text := range []string{"", "\n\t\n", "\"\x00\"", strings.Repeat("\t", 500)} {
		if res, err := s.Paste.Save(ctx, s.As("canbo.xa"), paste.Input{Text: text}); err == nil && res.Saved != 0 {
			t.Errorf("%q: %+v", text, res)
		}
	}
}
