package reviews

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store/reviews"
	"giamngheo/internal/vietnamese"
)

// token is the random word of a certificate's QR code: 130 bits.
func token() string {
	b := make([]byte, 20)
	_, _ = rand.Read(b)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))[:26]
}

// Certify gives every household of a decided list its certificate or its written refusal, numbered in the commune's
// series. It returns how many of each were made out.
func (o *deciding) Certify(ctx context.Context, a *office.Ask, list int64,
	day date.Date) (certificates, refusals int, err error) {
	s, p, err := o.List(ctx, o.office.Reader(), a, access.RunReviews, list)
	if err != nil {
		return 0, 0, err
	}
	if day > o.office.Day() {
		return 0, 0, errs.New(errs.Invalid, "the day lies after today")
	}
	if s.List.Stage != review.Certifying {
		return 0, 0, errs.New(errs.Conflict, "the list is not decided, or its papers are done")
	}
	err = o.office.Each(ctx, a, func(tx *office.Tx) error {
		certificates, refusals = 0, 0
		for _, it := range s.List.Items {
			if it.Paper != "" || !it.NeedsCertificate() && !it.NeedsRefusal() {
				continue
			}
			e := &review.Event{Step: review.Certify, Household: it.Household, Day: day, At: o.office.Now(),
				By: a.Account}
			if it.NeedsRefusal() {
				e.Step, e.Reason = review.Refuse, o.RefusalReason(it)
				refusals++
			} else {
				certificates++
			}
			if err := o.paperOf(ctx, tx, p, s, e); err != nil {
				return err
			}
		}
		return nil
	})
	return certificates, refusals, err
}

// paperOf makes out one certificate or refusal.
func (o *deciding) paperOf(ctx context.Context, tx *office.Tx, p *review.Procedure, s *ListShown,
	e *review.Event) error {
	n, err := reviews.NextNumber(ctx, tx, s.Province, fmt.Sprintf("%s/%d/%s", e.Step, e.Day.Year(), s.Commune))
	if err != nil {
		return err
	}
	if e.Number, err = p.PaperNumber(e.Step, e.Day, n, s.Commune); err != nil {
		return err
	}
	if err := s.List.Apply(p, e); err != nil {
		return err
	}
	return o.Stepped(ctx, tx, p, s, e, func(tx *office.Tx, s *ListShown) error {
		if e.Step != review.Certify {
			return nil
		}
		r := o.PathOf(e.Household).By(s.List.Decided, s.List.Item(e.Household).Class())
		if r == nil {
			return fmt.Errorf("app.Certify: household %d is not recognised", e.Household)
		}
		return reviews.AddCertificate(ctx, tx, s.Province, &reviews.Certificate{Token: token(), Number: e.Number,
			Household: e.Household, Recognition: r.ID, Issued: e.Day})
	})
}

// RefusalReason tells why a request was refused, from what the survey found.
func (o *deciding) RefusalReason(it *review.Item) string {
	switch {
	case it.Unlikely:
		return fmt.Sprintf("Phiếu A: hộ có %d dấu hiệu không thuộc diện hộ có khả năng nghèo, cận nghèo", len(it.Signs))
	case it.EscapeRefused():
		return "Kết quả Phiếu B: hộ vẫn thuộc diện " +
			vietnamese.LowerFirst(o.book.Standard().ClassTitle(it.Class()).VI)
	}
	return "Kết quả Phiếu B: " + vietnamese.LowerFirst(o.book.Standard().ClassTitle(it.Class()).VI) +
		", không đủ điều kiện công nhận hộ nghèo, hộ cận nghèo"
}

// CertificateOf is the certificate whose QR code has a word. Errors: errs.NotFound.
func (o *deciding) CertificateOf(ctx context.Context, word string) (*reviews.Certificate, error) {
	return reviews.CertificateByToken(ctx, o.office.Reader(), string(o.office.ProvinceCode()), word)
}

// CertificateState is what a certificate's page tells anybody: nothing personal.
type CertificateState struct {
	State  string // valid, superseded, unknown
	Number string
	Issued date.Date
	Class  poverty.Class
	Unit   place.Unit
}

// CheckCertificate answers a QR code. It asks no rights and tells nothing personal. Errors: the store cannot be read –
// of a certificate of which nothing is known just then nobody may be told that it does not exist.
func (o *deciding) CheckCertificate(ctx context.Context, word string) (CertificateState, error) {
	c, err := reviews.CertificateByToken(ctx, o.office.Reader(), string(o.office.ProvinceCode()), word)
	if err != nil && errs.KindOf(err) == errs.NotFound {
		return CertificateState{State: "unknown"}, nil
	}
	if err != nil {
		return CertificateState{}, err
	}
	s := CertificateState{State: "superseded", Number: c.Number, Issued: c.Issued}
	path := o.PathOf(c.Household)
	if r := path.On(o.office.Day()); r != nil {
		s.Unit = o.office.Unit(r.Commune)
		if r.ID == c.Recognition {
			s.State, s.Class = "valid", r.Class
		}
	}
	return s, nil
}

// Certificates are those of a household, the oldest first. Errors: errs.NotFound where it may not be seen.
func (o *deciding) Certificates(ctx context.Context, a *office.Ask, id int64) ([]reviews.Certificate, error) {
	if _, err := o.book.Seen(ctx, a, id); err != nil {
		return nil, err
	}
	return reviews.CertificatesOf(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
}
