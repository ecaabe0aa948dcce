package money

import (
	"errors"
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
)

// Choice is what is to become of what a line has left at a year's end.
type Choice string

// The choices.
const (
	Spend  Choice = "spend"  // by the last day
	Return Choice = "return" // to who allotted it
	Drop   Choice = "cancel" // given back to the State
	Carry  Choice = "carry"  // into the next year, with a ground and the document that lets it
)

// Choices lists the choices.
func Choices() []Choice { return []Choice{Spend, Return, Drop, Carry} }

// Title is a choice's name.
func (c Choice) Title() errs.Text {
	return map[Choice]errs.Text{Spend: errs.T("Spend it by the last day"),
		Return: errs.T("Give it back to who allotted it"),
		Drop:   errs.T("Cancel it"), Carry: errs.T("Ask to carry it over")}[c]
}

// Ground is why money may be carried over.
type Ground struct {
	Code string    `yaml:"code"`
	Name errs.Text `yaml:"name"`
	Cite string    `yaml:"cite"`
	Note bool      `yaml:"note"` // point and clause are written into the note
}

// Grounds are those that an official has filled in.
type Grounds struct {
	Sample bool     `yaml:"sample"`
	All    []Ground `yaml:"grounds"`
}

// Of is the ground of a code, nil where there is none.
func (g *Grounds) Of(code string) *Ground {
	if i := slices.IndexFunc(g.All, func(x Ground) bool { return x.Code == code }); i >= 0 {
		return &g.All[i]
	}
	return nil
}

// ReadGrounds reads the grounds of the folder data/. Errors: an unknown key, one without code, name or article, or
// twice.
func ReadGrounds(data fs.FS) (_ *Grounds, err error) {
	defer errs.Wrap(&err, "money.ReadGrounds")
	f, err := data.Open("money/carry.yaml")
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only
	var g Grounds
	read := yaml.NewDecoder(f)
	read.KnownFields(true)
	if err := read.Decode(&g); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, one := range g.All {
		if one.Code == "" || one.Name.VI == "" || one.Cite == "" || seen[one.Code] {
			return nil, errors.New("money/carry.yaml: a ground lacks its code, name or article, or stands there twice: " + one.Code)
		}
		seen[one.Code] = true
	}
	return &g, nil
}

// Choosing is a choice as somebody records it.
type Choosing struct {
	Choice   Choice
	Ground   string
	Document int64
	Note     string
}

// Check says what a choice lacks. Errors: errs.Invalid.
func (c *Choosing) Check(g *Grounds) error {
	ground := g.Of(c.Ground)
	switch {
	case !slices.Contains(Choices(), c.Choice):
		return errs.New(errs.Invalid, "choose what is to become of it")
	case c.Choice == Carry && ground == nil:
		return errs.New(errs.Invalid, "money is carried over on a ground of the law: choose it")
	case c.Choice == Carry && c.Document == 0:
		return errs.New(errs.Invalid, "name the document that asks for, or lets, the money be carried over")
	case c.Choice == Carry && ground.Note && len([]rune(c.Note)) < 5:
		return errs.New(errs.Invalid, "write into the note by which point and clause it may be carried over")
	}
	return nil
}

// Deadline is a day of a budget year's end. Its day is zero, and its article "", where the law of that year is not
// known.
type Deadline struct {
	Name errs.Text
	Day  date.Date
	Cite string
}

// Deadlines are the five days of a budget year's end: papers at the treasury, spending, settling up,
// reconciliation, what is advanced and not settled given back.
func Deadlines(lib *law.Library, year int) []Deadline {
	t, p := yearTerms(lib, year), Parameters{lib, date.Must(year, 12, 31)}
	day := func(name string, of int) (date.Date, string) { return p.day(name, of) }
	papers, papersCite := day("budget_papers_until_2026", year)
	reconciled, reconciledCite := day("budget_reconcile_until_2026", year+1)
	returned, returnedCite := day("advance_returned_until_2026", year+1)
	return []Deadline{
		{errs.T("Papers reach the treasury"), papers, papersCite},
		{errs.T("Last day to spend and advance"), t.SpendUntil, t.YearCite},
		{errs.T("End of the settling up"), t.SettleUntil, t.YearCite},
		{errs.T("Reconciled with the treasury"), reconciled, reconciledCite},
		{errs.T("Unsettled advances are back before"), returned, returnedCite},
	}
}

// Proposed is what the days of the law make of what a line has left on a day, whatever was chosen: Drop where the
// settling up is over and nothing was chosen that saves it. Until then it is to be spent.
func Proposed(b Balance, terms *Terms, on date.Date, chosen Choice) Choice {
	switch {
	case b.B() <= 0 && b.V <= 0:
		return ""
	case terms.SettleUntil.IsZero() || on <= terms.SettleUntil:
		return Spend
	case chosen == Carry:
		return Carry
	}
	return Drop
}
