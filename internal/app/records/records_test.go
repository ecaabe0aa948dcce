package records_test

import (
	"context"
	"slices"
	"testing"

	"giamngheo/internal/app/register"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
)

// TestRights: inspectors and administrators read the record of deeds.
func TestRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	s.Rights(t, `may: thanhtra thanhtra.huyen quantri quantri2
		forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa
		chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 kehoach kehoach2 ketoan.xa ketoan.so duyet
		duyet.huyen lanhdao lanhdao.huyen`, func(a *office.Ask) error {
		_, err := s.Records.AuditLog(ctx, a, "", "", 0)
		return err
	})
}

// read are all entries that somebody reads, page by page.
func read(t *testing.T, s *officetest.SmallOffice, username, kind, subject string) (out []string) {
	t.Helper()
	before := int64(0)
	for {
		page, err := s.Records.AuditLog(context.Background(), s.As(username), kind, subject, before)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range page {
			if line.Title.VI == "" || line.Title.VI == line.Action {
				t.Errorf("%s has no title", line.Action)
			}
			out = append(out, line.Action+" "+line.Kind+" "+line.Place)
		}
		if len(page) == 0 {
			return out
		}
		before = page[len(page)-1].Seq
	}
}

// TestWhatOneReads: an inspector of the province reads everything, one of a district what happened in its communes, an
// administrator what concerns accounts; where the newest entries are none of theirs, they are given the older ones.
func TestWhatOneReads(t *testing.T) {
	s := officetest.Small(t)
	officer := s.As("canbo.longphu")
	for range 210 { // a page of others' deeds, newer than what the others may read
		if _, err := s.Register.Reveal(context.Background(), officer, s.ID("H-25"), "đối chiếu giấy tờ"); err != nil {
			t.Fatal(err)
		}
	}
	all := read(t, s, "thanhtra", "", "")
	count := func(lines []string, is func(string) bool) (n int) {
		for _, l := range lines {
			if is(l) {
				n++
			}
		}
		return n
	}
	revealed := func(l string) bool { return l == "household.reveal household 31669" }
	created := func(l string) bool { return l == "household.create household 31708" }
	account := func(l string) bool { return l == "account.create account " }
	if count(all, revealed) != 210 || count(all, created) != 16 || count(all, account) != len(officetest.SmallPeople) {
		t.Errorf("the province's inspector reads %d entries", len(all))
	}
	district := read(t, s, "thanhtra.huyen", "", "")
	if count(district, revealed) != 0 || count(district, created) != 16 || count(district, account) != 0 {
		t.Errorf("the inspector of 947 reads %d entries: %d revealed, %d created, %d accounts", len(district),
			count(district, revealed), count(district, created), count(district, account))
	}
	admin := read(t, s, "quantri", "", "")
	if count(admin, account) != len(officetest.SmallPeople) || slices.ContainsFunc(admin, created) {
		t.Errorf("an administrator reads %q", admin)
	}
	if of := read(t, s, "thanhtra", "household", office.IDText(s.ID("H-25"))); count(of, revealed) != 210 ||
		!slices.Contains(of, "household.create household 31669") {
		t.Errorf("of one household there are %d", len(of))
	}
	if of := read(t, s, "quantri", "household", office.IDText(s.ID("H-25"))); len(of) != 0 {
		t.Errorf("an administrator reads of a household: %q", of)
	}
}

// TestVerify: the record's chain holds, and what is in memory is what is in the database.
func TestVerify(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	h := officetest.Fresh("H-99")
	if _, err := s.Register.Save(ctx, s.As("canbo.xa"), register.SaveInput{Household: h}); err != nil {
		t.Fatal(err)
	}
	v, err := s.Records.Verify(ctx, nil)
	if err != nil || v.Households != 31 || v.Different != "" || v.Entries < 31 {
		t.Errorf("%+v %v", v, err)
	}
}
