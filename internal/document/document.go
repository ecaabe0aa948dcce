// Package document is the papers that an office cites: decisions, plans, submissions. What is decided on
// money, plans and reports names the document that decides it. It knows no storage and no clock.
package document

import (
	"slices"
	"strings"
	"unicode"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/vietnamese"
)

// Direction says whose a document is.
type Direction string

// The directions.
const (
	Issued   Direction = "out" // the office's own
	Received Direction = "in"
)

// Directions lists the directions in order.
func Directions() []Direction { return []Direction{Received, Issued} }

// Title is a direction's name.
func (d Direction) Title() errs.Text {
	if d == Issued {
		return errs.T("documents|Issued")
	}
	return errs.T("documents|Received")
}

// Kind is a kind of document, of those of Decree 30/2020, Article 7, that decide on money and plans.
type Kind string

// The kinds.
const (
	Decision   Kind = "decision"
	Resolution Kind = "resolution"
	Plan       Kind = "plan"
	Submission Kind = "submission"
	Notice     Kind = "notice"
	Minutes    Kind = "minutes"
	Letter     Kind = "letter" // an official letter; the treasury's confirmation, too
	Other      Kind = "other"
)

var kinds = []struct {
	kind  Kind
	title errs.Text
}{
	{Decision, errs.T("documents|Decision")}, {Resolution, errs.T("documents|Resolution")}, {Plan,
		errs.T("documents|Plan")},
	{Submission, errs.T("documents|Submission")}, {Notice, errs.T("documents|Notice")},
	{Minutes, errs.T("documents|Minutes")}, {Letter, errs.T("documents|Official letter")}, {Other,
		errs.T("documents|Other")},
}

// Kinds lists the kinds in order.
func Kinds() []Kind {
	out := make([]Kind, len(kinds))
	for i := range kinds {
		out[i] = kinds[i].kind
	}
	return out
}

// Title is a kind's name.
func (k Kind) Title() errs.Text {
	for i := range kinds {
		if kinds[i].kind == k {
			return kinds[i].title
		}
	}
	return errs.Text{VI: string(k), EN: string(k)}
}

// State says whether a document holds.
type State string

// The states.
const (
	InForce State = "issued"
	Revoked State = "revoked"
)

// Document is a paper of the register. Number and Series make its symbol: of 45/QĐ-UBND the number is 45.
type Document struct {
	ID          int64
	Direction   Direction
	Kind        Kind
	Issuer      string
	Number      string
	Series      string
	Day         date.Date
	Place       place.Code // whose register it is in
	Signer      string
	SignerTitle string
	Abstract    string
	State       State
	From, To    date.Date // in force from and until; zero: from its day, without an end
	Public      bool      // anybody may read it
}

// Expired reports whether a document has ceased to hold by a day: its last day is over.
func (d *Document) Expired(on date.Date) bool { return !d.To.IsZero() && d.To < on }

// Symbol is a document's number with its series.
func (d *Document) Symbol() string { return strings.Trim(d.Number+"/"+d.Series, "/") }

// ReadSymbol takes "45/QĐ-UBND" apart.
func ReadSymbol(text string) (number, series string) {
	number, series, _ = strings.Cut(strings.Join(strings.Fields(text), ""), "/")
	return strings.TrimLeft(number, "0"), strings.ToUpper(series)
}

// IssuerKey is by what issuers are one, however they are typed.
func (d *Document) IssuerKey() string {
	return strings.Join(strings.FieldsFunc(vietnamese.Fold(d.Issuer), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// Check says what of a document cannot be. Errors: errs.Invalid.
func (d *Document) Check(today date.Date) error {
	var why []errs.Text
	add := func(bad bool, t errs.Text) {
		if bad {
			why = append(why, t)
		}
	}
	add(!slices.Contains(Directions(), d.Direction), errs.T("choose whether it was received or issued"))
	add(!slices.Contains(Kinds(), d.Kind), errs.T("choose what kind of document it is"))
	add(d.IssuerKey() == "", errs.T("who issued it is missing"))
	add(d.Number == "" || !unicode.IsDigit(rune(d.Number[0])) || d.Series == "",
		errs.T("its number and symbol are missing, for example 45/QĐ-UBND"))
	add(d.Day.IsZero(), errs.T("the document’s day is missing"))
	add(d.Day > today, errs.T("the document’s day lies after today"))
	add(!d.To.IsZero() && (d.To < d.Day || d.To < d.From), errs.T("it cannot cease to hold before it begins to"))
	add(!d.From.IsZero() && d.From < d.Day, errs.T("it cannot be in force before its day"))
	add(strings.TrimSpace(d.Abstract) == "", errs.T("what it is about is missing"))
	for _, text := range []string{d.Issuer, d.Symbol(), d.Signer, d.SignerTitle} {
		add(len([]rune(text)) > 200, errs.T("“%s…” is too long", string([]rune(text)[:min(20, len([]rune(text)))])))
	}
	add(len([]rune(d.Abstract)) > 1000, errs.T("what it is about has more than 1,000 letters"))
	if len(why) == 0 {
		return nil
	}
	return errs.New(errs.Invalid, "the document cannot be registered: %s", errs.Join("; ", why))
}
