package papers_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"giamngheo/internal/app/register"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/question"
)

const seesThanhPhu = `may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
	duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
	forbidden:`

// TestRights: who writes papers of Ấp Hai's list, opens numbers, replaces templates.
func TestRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	list, id := s.List("Ấp Hai"), s.ID("H-11")
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"writes": {func(a *office.Ask) error { return s.Papers.Paper(ctx, a, list, "bao-cao", io.Discard) }, seesThanhPhu},
		"prints a request": {func(a *office.Ask) error { return s.Papers.RequestForm(ctx, a, id, "de-nghi-01", io.Discard) },
			seesThanhPhu + " ketoan.xa ketoan.so quantri quantri2"},
		"opens numbers": {func(a *office.Ask) error { return s.Papers.OpenCertificates(ctx, a, list, "", io.Discard) },
			`may: canbo.xa canbo.xa2 canbo.huyen canbo.so canbo.so2 thanhtra thanhtra.huyen
				forbidden: dieutra dieutra2 chutich.xa kehoach kehoach2 duyet duyet.huyen lanhdao`},
		"replaces a template": {func(a *office.Ask) error {
			return s.Papers.SetTemplate(ctx, a, "bao-cao", "x.docx", []byte("x"))
		}, `may: canbo.so canbo.so2
			forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa
			chutich.ngocdong canbo.huyen huyen.longphu kehoach kehoach2 ketoan.xa ketoan.so duyet duyet.huyen
			lanhdao lanhdao.huyen thanhtra thanhtra.huyen quantri quantri2`},
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, c.want, c.do) })
	}
}

// TestRefused: what is not there, not so far yet, or would name nobody; nothing is written then.
func TestRefused(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer, list := s.As("canbo.xa"), s.List("Ấp Hai")
	for name, c := range map[string]struct {
		do   func(io.Writer) error
		kind errs.Kind
		says string
	}{
		"no such paper": {func(w io.Writer) error { return s.Papers.Paper(ctx, officer, list, "giay-la", w) },
			errs.NotFound, "không có loại giấy này"},
		"not so far": {func(w io.Writer) error { return s.Papers.Paper(ctx, officer, list, "chung-nhan", w) },
			errs.Conflict, "chưa đến bước này"},
		"a request of a list": {func(w io.Writer) error { return s.Papers.Paper(ctx, officer, list, "de-nghi-01", w) },
			errs.Conflict, "trang của hộ"},
		"another's list": {func(w io.Writer) error { return s.Papers.Paper(ctx, s.As("canbo.longphu"), list, "bao-cao", w) },
			errs.NotFound, "không được xem"},
		"no list": {func(w io.Writer) error {
			return s.Papers.Papers(ctx, officer, s.Running, string(officetest.LongPhu), w)
		},
			errs.Invalid, "chọn danh sách"},
		"no reason": {func(w io.Writer) error { return s.Papers.OpenCertificates(ctx, officer, list, "x", w) },
			errs.Invalid, "lý do"},
		"a paper of no household": {func(w io.Writer) error {
			return s.Papers.RequestForm(ctx, officer, s.ID("H-11"), "bao-cao", w)
		}, errs.NotFound, "không có loại giấy này"},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			officetest.Refused(t, c.do(&b), c.kind, c.says)
			if b.Len() > 0 {
				t.Errorf("%d bytes were written", b.Len())
			}
		})
	}
}

// TestAsReviewed: the papers of a finished review name the household as it was reviewed, whoever is its head since.
func TestAsReviewed(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.ngocdong")
	write := func(name string) string {
		t.Helper()
		c, err := s.Reviews.Campaign(ctx, officer, s.Finished, "")
		if err != nil || len(c.Lists) != 1 {
			t.Fatal(c, err)
		}
		var b bytes.Buffer
		if err := s.Papers.Paper(ctx, officer, c.Lists[0].ID, name, &b); err != nil {
			t.Fatal(err)
		}
		return officetest.Words(t, name, b.Bytes())
	}
	v := s.Version("H-23")
	h, was := v.Household.Clone(), v.Household.Members[0].Name
	h.Members[0].Name = "Người Chủ Sau"
	in := register.SaveInput{ID: v.ID, Version: v.Version, Household: h, From: s.Now()}
	_, err := s.Register.Save(ctx, officer, in)
	var asks question.Questions
	if errors.As(err, &asks) { // is it somebody else?
		for i := range asks {
			in.Confirmed = append(in.Confirmed, asks[i].Key())
		}
		_, err = s.Register.Save(ctx, officer, in)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"quyet-dinh-02", "chung-nhan"} {
		if text := write(name); !strings.Contains(text, was) || strings.Contains(text, "Người Chủ Sau") {
			t.Errorf("%s speaks of another day: %s", name, text)
		}
	}
}
