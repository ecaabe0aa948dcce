package residents_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"giamngheo/internal/app/residents"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

var ctx = context.Background()

// letter is a letter for H-01 of the small office, with the year that opens its page.
func letter(t *testing.T, s *officetest.SmallOffice) (id int64, token, year string) {
	t.Helper()
	v := s.Version("H-01")
	token, _, err := s.Residents.Issue(ctx, s.As("canbo.xa"), v.ID)
	if err != nil {
		t.Fatal(err)
	}
	return v.ID, token, fmt.Sprint(v.Household.Head().Birth.Earliest.Year())
}

// TestOpen: a letter and the right year open the page of the household, which has no citizen number and nobody else; the
// view is on the record, and who looked is told by role.
func TestOpen(t *testing.T) {
	s := officetest.Small(t)
	id, token, year := letter(t, s)
	if _, err := s.Register.Show(ctx, s.As("lanhdao"), id, 0); err != nil {
		t.Fatal(err)
	}
	p, err := s.Residents.Open(ctx, "192.0.2.1", token, year)
	if err != nil {
		t.Fatal(err)
	}
	if p.Class != poverty.Poor || len(p.Says) == 0 || len(p.Why)+p.Hidden == 0 || len(p.Received) != 1 ||
		p.Next.Opens.IsZero() {
		t.Errorf("%+v", p)
	}
	text := fmt.Sprintf("%+v", *p)
	for _, m := range s.Version("H-01").Household.Members {
		if m.CitizenID != "" && strings.Contains(text, m.CitizenID) {
			t.Errorf("the page has the number of %s", m.Name)
		}
	}
	seq := int64(0)
	reads := 0
	for _, e := range s.Read(seq) {
		if e.Action == "household.view" && e.Who == "người dân" && e.Subject == office.IDText(id) {
			reads++
		}
	}
	if reads != 1 {
		t.Errorf("%d views of the resident are on the record", reads)
	}
}

// TestLooked: who looked this year is told by role and count, without the resident's own views.
func TestLooked(t *testing.T) {
	s := officetest.Small(t)
	id, token, year := letter(t, s)
	for range 2 {
		if _, err := s.Register.Reveal(ctx, s.As("canbo.xa"), id, "đối chiếu giấy tờ"); err != nil {
			t.Fatal(err)
		}
	}
	p, err := s.Residents.Open(ctx, "192.0.2.1", token, year)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Looked) != 1 || p.Looked[0].Role.EN != "Commune officer" || p.Looked[0].Count != 2 {
		t.Errorf("%+v", p.Looked)
	}
}

// TestHealth: a shortfall that speaks of somebody's health is counted and named nowhere, in the sentence of the class
// neither; the others are named.
func TestHealth(t *testing.T) {
	s := officetest.Small(t)
	h, err := s.Register.Show(ctx, s.As("canbo.xa"), s.Version("H-01").ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	var health string
	h.Explanation.Deprived, h.Explanation.Unanswered, h.Explanation.Steps = 0, 0, nil
	for i := range h.Standard.Indicators {
		if one := &h.Standard.Indicators[i]; strings.Contains(one.Code, "nutrition") {
			health = one.Title.VI
			h.Explanation.Deprived |= 1 << i
		}
	}
	h.Explanation.Deprived |= 1
	p := residents.Shortfalls(h)
	whole := h.Standard.Reason(&h.Version.Household, h.Explanation).VI
	if health == "" || !strings.Contains(strings.ToLower(whole), strings.ToLower(health)) {
		t.Fatalf("the office’s own sentence does not name %q: %s", health, whole)
	}
	if text := strings.ToLower(fmt.Sprintf("%s %+v", p.Reason.VI, p.Why)); p.Hidden != 1 || len(p.Why) != 1 ||
		strings.Contains(text, strings.ToLower(health)) {
		t.Errorf("%d hidden, %s", p.Hidden, text)
	}
}

// TestFiveTries: after five wrong years nothing opens the page, the right one neither; a new letter does, and the old one
// is dead. Whatever was wrong, the same is said.
func TestFiveTries(t *testing.T) {
	s := officetest.Small(t)
	id, token, year := letter(t, s)
	said := map[string]bool{}
	refused := func(token, year, address string) {
		t.Helper()
		_, err := s.Residents.Open(ctx, address, token, year)
		if errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s, %s: %v", token, year, err)
		}
		said[fmt.Sprint(err)] = true
	}
	for i := range 5 {
		refused(token, "1900", fmt.Sprintf("192.0.2.%d", i))
	}
	refused(token, year, "192.0.2.9")
	refused("aaaaaaaaaaaaaaaaaaaaaaaaaa", year, "192.0.2.10")
	refused("", year, "192.0.2.11")
	if len(said) != 1 {
		t.Errorf("what was wrong can be told apart: %v", said)
	}
	fresh, _, err := s.Residents.Issue(ctx, s.As("canbo.xa"), id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Residents.Open(ctx, "192.0.2.20", fresh, year); err != nil {
		t.Error(err)
	}
	refused(token, year, "192.0.2.21")
	l, err := s.Residents.Letters(ctx, s.As("canbo.xa"), id)
	if err != nil || len(l.Keys) != 2 {
		t.Fatalf("%+v %v", l, err)
	}
	if err := s.Residents.Revoke(ctx, s.As("canbo.xa"), id, l.Keys[0].ID, "hộ báo mất thư"); err != nil {
		t.Fatal(err)
	}
	refused(fresh, year, "192.0.2.22")
}

// TestTwelveMonths: a letter opens the page on its last day and not after.
func TestTwelveMonths(t *testing.T) {
	s := officetest.Small(t)
	_, token, year := letter(t, s)
	until := s.Now().AddMonths(12)
	s.Set(until)
	if _, err := s.Residents.Open(ctx, "192.0.2.1", token, year); err != nil {
		t.Error(err)
	}
	s.Set(until.AddDays(1))
	if _, err := s.Residents.Open(ctx, "192.0.2.1", token, year); errs.KindOf(err) != errs.NotFound {
		t.Errorf("after twelve months: %v", err)
	}
}

// TestGuesses: of very many guesses of a token none is right, few are looked at, and from one address hardly any.
func TestGuesses(t *testing.T) {
	s := officetest.Small(t)
	_, _, year := letter(t, s)
	looked := 0
	for i := range 100_000 {
		p, err := s.Residents.Open(ctx, "192.0.2.1", fmt.Sprintf("%026d", i), year)
		if p != nil {
			t.Fatal("a guess opens a page")
		}
		if errs.KindOf(err) != errs.TooMany {
			looked++
		}
	}
	if looked > 100 {
		t.Errorf("%d of 100,000 guesses from one address were looked at", looked)
	}
}

// TestWhoIssues: the officer of the commune makes letters; others see none, and of a household elsewhere nothing.
func TestWhoIssues(t *testing.T) {
	s := officetest.Small(t)
	id := s.ID("H-01")
	s.Rights(t, "may: canbo.xa canbo.xa2 forbidden: dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2 ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen quantri quantri2",
		func(a *office.Ask) error { _, err := s.Residents.Letters(ctx, a, id); return err })
	_, _, err := s.Residents.Issue(ctx, s.As("canbo.ngocdong"), id)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy")
	if err := s.Residents.Revoke(ctx, s.As("canbo.ngocdong"), id, 1, "thử quyền"); errs.KindOf(err) != errs.NotFound {
		t.Error(err)
	}
}

// TestCertificate: the code of a household's certificate opens its page too, for twelve months.
func TestCertificate(t *testing.T) {
	s := officetest.Small(t)
	s.Drive().To(review.Finished)
	officer := s.As("canbo.xa")
	opened := 0
	for n := 1; n <= 16; n++ {
		v := s.Version(household.ID(fmt.Sprintf("H-%02d", n)))
		all, err := s.Reviews.Certificates(ctx, officer, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 0 {
			continue
		}
		year := fmt.Sprint(v.Household.Head().Birth.Earliest.Year())
		address := fmt.Sprintf("192.0.2.%d", n)
		p, err := s.Residents.Open(ctx, address, strings.ToUpper(all[0].Token), year)
		if err != nil || p.Head != v.Household.Head().Name {
			t.Errorf("H-%02d: %+v %v", n, p, err)
		}
		opened++
		s.Set(all[0].Issued.AddMonths(12).AddDays(1))
		if _, err := s.Residents.Open(ctx, address, all[0].Token, year); errs.KindOf(err) != errs.NotFound {
			t.Errorf("after twelve months: %v", err)
		}
		break
	}
	if opened == 0 {
		t.Error("nobody has a certificate")
	}
}
