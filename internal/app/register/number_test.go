package register_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"giamngheo/internal/app/register"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	"giamngheo/internal/snapshot"
)

// byNumber looks for somebody by number.
func byNumber(s *officetest.SmallOffice, username, number string) (*register.Listed, error) {
	return s.Register.SearchNumber(context.Background(), s.As(username),
		register.ListInput{Query: snapshot.Query{Text: number, Limit: 3}})
}

// TestByNumber: a person is found by number with the right to open numbers, or within one's own commune; it is on the
// record, and numbers of nobody are bounded.
func TestByNumber(t *testing.T) {
	s := officetest.Small(t)
	const there = "097066000001" // of a household of Thạnh Phú
	for _, c := range []struct {
		who  string
		text string
		want int
	}{
		{"canbo.so", there, 1}, {"canbo.so", "097 066 000 001", 1}, {"canbo.xa", there, 1}, {"dieutra", there, 1},
		{"canbo.huyen", there, 1}, {"thanhtra", there, 1}, {"canbo.longphu", there, 0}, {"canbo.so", "mau thi nga", 1},
	} {
		l, err := byNumber(s, c.who, c.text)
		if err != nil || l.Total != c.want || len(l.Items) != c.want {
			t.Errorf("%s asks for %s: %+v %v", c.who, c.text, l, err)
		}
	}
	for _, who := range []string{"lanhdao", "kehoach"} {
		_, err := byNumber(s, who, there)
		officetest.Refused(t, err, errs.Forbidden, "chỉ người có quyền mở số")
	}
	l, err := s.Register.List(context.Background(), s.As("canbo.so"),
		register.ListInput{Query: snapshot.Query{Text: there}})
	if err != nil || l.Total != 0 || !l.IsNumber {
		t.Errorf("listed by number: %+v %v", l, err)
	}
}

// TestForms: what somebody types is a code of the office by its form, whatever dash it has, else a number.
func TestForms(t *testing.T) {
	s := officetest.Small(t)
	for text, want := range map[string]string{
		"31708-000123": "", " 31708 \u2013 000123 ": "", "99999-000123": "", "31708-0123456": "", // communes of any province
		"02993-822333": "02993822333", "09123-45678": "0912345678", "00001-000123": "00001000123", // none of the province
		"094066000001": "094066000001", "+84 912 345 678": "0912345678", "Mẫu": "", "H-01": "",
	} {
		if got := s.Register.AsNumber(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
	h := s.Version("H-01").Household.Clone()
	h.Code, h.Phone = "31708-000123", "84912345678"
	h.Members = h.Members[:1]
	h.Members[0].Name, h.Members[0].CitizenID = "Mẫu Có Mã", ""
	if _, err := s.Register.Save(context.Background(), s.As("canbo.xa"), register.SaveInput{Household: h}); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"31708-000123", "31708 \u2013 000123", "0912 345 678", "+84 (0)912.345.678", "912345678"} {
		if l, err := byNumber(s, "canbo.xa", text); err != nil || l.Total != 1 || l.Items[0].Code != "31708-000123" {
			t.Errorf("%q: %+v %v", text, l, err)
		}
	}
}

// TestMisses: the eleventh number of nobody in an hour is refused, one that is somebody's does not count, and others
// may go on.
func TestMisses(t *testing.T) {
	s := officetest.Small(t)
	for n := range 10 {
		if _, err := byNumber(s, "canbo.so", "097066000001"); err != nil {
			t.Fatal(err)
		}
		if l, err := byNumber(s, "canbo.so", fmt.Sprintf("09706600090%d", n)); err != nil || l.Total != 0 {
			t.Fatalf("%d: %+v %v", n, l, err)
		}
	}
	_, err := byNumber(s, "canbo.so", "097066000001")
	officetest.Refused(t, err, errs.Unavailable, "chờ 60 phút")
	if _, err := byNumber(s, "canbo.so2", "097066000001"); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	if _, err := byNumber(s, "canbo.so", "mau thi nga"); err != nil {
		t.Errorf("by name: %v", err)
	}
	s.Set(s.Now().AddDays(1))
	if _, err := byNumber(s, "canbo.so", "097066000001"); err != nil {
		t.Errorf("a day later: %v", err)
	}
}

// TestReadingIsADeed: lists are on the record with how many households they showed, those read one after the other as
// one entry; a search by number says what it found.
func TestReadingIsADeed(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	since := s.Seq()
	leader := s.As("lanhdao")
	for offset := 0; offset < 30; offset += 10 {
		if _, err := s.Register.List(ctx, leader, register.ListInput{Query: snapshot.Query{Limit: 10,
			Offset: offset}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := byNumber(s, "canbo.xa", "097066000001"); err != nil {
		t.Fatal(err)
	}
	read, searches := 0, []string{}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline) && len(searches) == 0; {
		read, searches = 0, searches[:0]
		for _, e := range s.Deeds(since) {
			switch e.Action {
			case "household.list":
				var n int
				if _, err := fmt.Sscan(e.Detail.Note["households"], &n); err != nil || e.Who != "lanhdao" {
					t.Fatalf("%+v %v", e, err)
				}
				read += n
			case "household.search":
				searches = append(searches, e.Who+" "+e.Subject+" "+e.Detail.Note["found"])
			}
		}
	}
	if want := []string{fmt.Sprintf("canbo.xa %d 1", s.ID("H-01"))}; read != 30 || !slices.Equal(searches, want) {
		t.Errorf("%d households read, searches %q, not %q", read, searches, want)
	}
}
