package documents

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/documents"
)

// Series is one sequence of numbers: of an issuer, a series and a year.
type Series struct {
	Issuer string
	Series string
	Year   int
}

// key is by what the numbers of a series are found.
func (s *Series) key(province string) *documents.Number {
	of := document.Document{Issuer: s.Issuer}
	return &documents.Number{Province: province, IssuerKey: of.IssuerKey(), Issuer: s.Issuer, Series: s.Series,
		Year: s.Year}
}

// NumberShown is a number of a series with what became of it.
type NumberShown struct {
	Number   int
	State    document.NumberState
	About    string
	Document int64  // 0: none, or one that the actor does not see
	Who      string // reserved it
	Reason   string
	MayVoid  bool
}

// mostGaps is how many missing numbers are named.
const mostGaps = 500

// Numbers are the numbers of a series: used, reserved, given up, and those that are missing below the last one, the
// highest first. Errors: errs.Forbidden, errs.Invalid.
func (d *Desk) Numbers(ctx context.Context, a *office.Ask, s Series) (out []NumberShown, err error) {
	if !d.office.May(a, access.ViewDocuments) {
		return nil, office.Forbidden()
	}
	of, err := d.series(&s)
	if err != nil {
		return nil, err
	}
	reserved, used, err := d.numbers(ctx, d.office.Reader(), of)
	if err != nil {
		return nil, err
	}
	var known []int
	for _, n := range reserved {
		known = append(known, n.Number)
		one := NumberShown{Number: n.Number, State: n.State, About: n.About, Who: d.office.NameOf(ctx, n.ReservedBy),
			Reason: n.Reason}
		one.MayVoid = n.State == document.Reserved && d.office.PlaceScope(a, access.RegisterDocuments, n.Place) == nil
		if doc := used[n.Number]; doc != nil && Sees(d.office, a, doc) {
			one.Document, one.About = doc.ID, doc.Abstract
		}
		out = append(out, one)
	}
	for n, doc := range used {
		known = append(known, n)
		if slices.ContainsFunc(reserved, func(r documents.Number) bool { return r.Number == n }) {
			continue
		}
		one := NumberShown{Number: n, State: document.Used}
		if Sees(d.office, a, doc) {
			one.Document, one.About = doc.ID, doc.Abstract
		}
		out = append(out, one)
	}
	for _, n := range document.Gaps(known, mostGaps) {
		out = append(out, NumberShown{Number: n, State: document.Missing})
	}
	slices.SortFunc(out, func(x, y NumberShown) int { return cmp.Compare(y.Number, x.Number) })
	return out, nil
}

// series refuses a series that can be none.
func (d *Desk) series(s *Series) (*documents.Number, error) {
	s.Issuer, s.Series = strings.Join(strings.Fields(s.Issuer), " "), strings.ToUpper(strings.Join(strings.Fields(s.Series), ""))
	of := s.key(d.province())
	if of.IssuerKey == "" || s.Series == "" || office.TooLong(s.Issuer) || len([]rune(s.Series)) > 100 ||
		s.Year < 2000 || s.Year > d.office.Day().Year()+1 {
		return nil, errs.New(errs.Invalid, "give the issuer, the symbol, for example QĐ-UBND, and the year")
	}
	return of, nil
}

// numbers are the reserved numbers of a series, and its documents by their numbers.
func (d *Desk) numbers(ctx context.Context, r store.Reader, of *documents.Number) ([]documents.Number,
	map[int]*documents.Document, error) {
	reserved, err := documents.Numbers(ctx, r, of)
	if err != nil {
		return nil, nil, err
	}
	all, err := documents.InSeries(ctx, r, of)
	used := map[int]*documents.Document{}
	for i := range all {
		if n := document.NumberOf(all[i].Number); n > 0 {
			used[n] = &all[i]
		}
	}
	return reserved, used, err
}

// Reserve takes the next number of a series of the working day's year for a place, and returns it: nobody else gets it.
// Errors: errs.Forbidden, errs.NotFound, errs.Invalid.
func (d *Desk) Reserve(ctx context.Context, a *office.Ask, where place.Code, s Series, about string) (int, error) {
	if err := d.office.PlaceScope(a, access.RegisterDocuments, where); err != nil {
		return 0, err
	}
	s.Year = d.office.Day().Year()
	of, err := d.series(&s)
	if err != nil {
		return 0, err
	}
	if about = strings.Join(strings.Fields(about), " "); len([]rune(about)) < 5 || office.TooLong(about) {
		return 0, errs.New(errs.Invalid, "say in 5 to 300 letters what the number is for")
	}
	of.Issuer, of.Place, of.State, of.About = s.Issuer, where, document.Reserved, about
	of.ReservedBy, of.Reserved = a.Account, d.office.Now()
	deed := &office.Deed{Action: "document.reserve", Kind: attached, Place: where}
	err = d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		reserved, used, err := d.numbers(ctx, tx, of)
		if err != nil {
			return err
		}
		of.Number = 1
		for _, n := range reserved {
			of.Number = max(of.Number, n.Number+1)
		}
		for n := range used {
			of.Number = max(of.Number, n+1)
		}
		if of.Number > document.MostNumber {
			return errs.New(errs.Conflict, "the series is full; check its last number")
		}
		deed.Note = map[string]string{"number": office.IDText(int64(of.Number)) + "/" + of.Series, "issuer": of.Issuer}
		return documents.AddNumber(ctx, tx, of)
	})
	return of.Number, err
}

// Void gives up a number that was reserved, with a reason: it is never used. Errors: errs.NotFound, errs.Forbidden,
// errs.Invalid, errs.Conflict where it is reserved no more.
func (d *Desk) Void(ctx context.Context, a *office.Ask, s Series, number int, reason string) error {
	of, err := d.series(&s)
	if err != nil {
		return err
	}
	of.Number = number
	n, err := documents.FindNumber(ctx, d.office.Reader(), of)
	if office.IgnoreNotFound(err) != nil {
		return err
	}
	if err != nil {
		return office.NotYours()
	}
	if err := d.office.PlaceScope(a, access.RegisterDocuments, n.Place); err != nil {
		return err
	}
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	n.State, n.Reason = document.Void, strings.TrimSpace(reason)
	deed := &office.Deed{Action: "document.void", Kind: attached, Place: n.Place, Reason: reason,
		Note: map[string]string{"number": office.IDText(int64(number)) + "/" + n.Series, "issuer": n.Issuer}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error { return documents.SetNumber(ctx, tx, n) })
}

// uses has a document that is registered use the number that was reserved for it. Errors (errs.Conflict): it was given
// up.
func (d *Desk) uses(ctx context.Context, tx *office.Tx, doc *documents.Document) error {
	s := Series{Issuer: doc.Issuer, Series: doc.Series, Year: doc.Day.Year()}
	of := s.key(doc.Province)
	if of.Number = document.NumberOf(doc.Number); of.Number == 0 {
		return nil
	}
	n, err := documents.FindNumber(ctx, tx, of)
	switch {
	case err != nil:
		return office.IgnoreNotFound(err)
	case n.State == document.Void:
		return errs.New(errs.Conflict, "number %d/%s was given up (%s): reserve another one", n.Number, n.Series, n.Reason)
	case n.State == document.Reserved:
		n.State, n.Document = document.Used, doc.ID
		return documents.SetNumber(ctx, tx, n)
	}
	return nil
}
