package register

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/budget"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/vietnamese"
)

// Bounds of searches by a whole citizen or telephone number: a number that is hidden on a page is not found out by
// asking for one after the other.
const (
	mostMisses = 10 // numbers of nobody that one person may ask for in missedIn
	missedIn   = time.Hour
)

// officeCode is the form of the codes that the office gives: a commune's five digits and a number. It is told by its
// form, not by whether there is such a household: that is nobody's to learn who may not see it.
var officeCode = regexp.MustCompile(`^\s*(\d{5})\s*[-\x{2010}-\x{2014}\x{2212}]\s*(\d+)\s*$`)

// asCode returns a text of the form of the office's codes as the office writes them, "" of any other. What begins with
// a zero is a telephone number unless the province has or had a commune of these digits.
func asCode(o *office.Office, text string) string {
	m := officeCode.FindStringSubmatch(text)
	if m == nil || m[1][0] == '0' && !communeWas(o, place.Code(m[1])) {
		return ""
	}
	return m[1] + "-" + m[2]
}

// communeWas reports whether the province has or had a commune of a code.
func communeWas(o *office.Office, code place.Code) bool {
	reg := o.Reg()
	return slices.ContainsFunc(reg.Find(code), func(u place.Unit) bool {
		return slices.ContainsFunc(reg.Ancestors(u, u.From), func(above place.Unit) bool {
			return above.Code == o.ProvinceCode()
		})
	})
}

// AsNumber returns the digits of a text that may be a citizen or telephone number and is no household's code; "" of any
// other.
func (o *Desk) AsNumber(text string) string {
	if asCode(o.office, text) != "" {
		return ""
	}
	return vietnamese.AsNumber(text)
}

// beginNumber makes a query one by number and returns the right by which it is, and what it took of what one may miss:
// a search counts until it has found somebody, so that many at once are not more than one after the other. Errors:
// errs.Forbidden, errs.Unavailable after too many numbers of nobody.
func (o *Desk) beginNumber(ctx context.Context, a *office.Ask, in *ListInput) (
	access.Action, *budget.Taken, error) {
	by := book.NumbersBy(o.office, a)
	if by == "" {
		return "", nil, errs.New(errs.Forbidden,
			"only who may open numbers, or works for one commune, looks for people by number: use a name or a code")
	}
	taken, wait, err := o.budget.Window(ctx, mostMisses, missedIn, "number", office.IDText(a.Account))
	if err != nil {
		return "", nil, err
	}
	if wait > 0 {
		return "", nil, errs.New(errs.Unavailable,
			"%d numbers of nobody were asked for in an hour: wait %d minutes, or look by a name or a code", mostMisses,
			int64(wait/time.Minute)+1).After(wait)
	}
	in.Query.Number = true
	return by, taken, nil
}

// sawNumber puts a search by number on the record.
func sawNumber(o *Desk, a *office.Ask, in *ListInput, l *Listed) {
	d := office.Deed{Action: "household.search", Kind: "household", Place: in.Place,
		Note: map[string]string{"found": office.IDText(int64(l.Total))}}
	if l.Total == 1 && len(l.Items) == 1 {
		d.Subject, d.Place = office.IDText(l.Items[0].ID), l.Items[0].Commune
	}
	o.office.Saw(a, d)
}

// SearchNumber finds households by a citizen or telephone number, among those that the actor may see; by any other text
// it is List. It is on the record. Errors: as List; errs.Forbidden, errs.Unavailable.
func (o *Desk) SearchNumber(ctx context.Context, a *office.Ask, in ListInput) (*Listed, error) {
	if o.AsNumber(in.Query.Text) == "" {
		return o.List(ctx, a, in)
	}
	by, taken, err := o.beginNumber(ctx, a, &in)
	if err != nil {
		return nil, err
	}
	l, err := o.list(ctx, a, by, &in)
	if err != nil || l.Total > 0 { // no miss
		err = errors.Join(err, taken.Back(ctx))
	}
	if err == nil {
		sawNumber(o, a, &in, l)
	}
	return l, err
}
