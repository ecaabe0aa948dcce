package outlooks

import (
	"context"
	"slices"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/outlook"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
)

// Phase is a programme's money of all its years against its envelopes.
type Phase struct {
	Programme *programme.Programme
	Others    []programme.Programme
	Unit      place.Unit
	On        date.Date
	Years     []int
	Funds     []PhaseFund
	Sum       PhaseFund
	Whole     bool // of the province: its envelopes are held against it
	Sample    bool
}

// PhaseFund is the money of a fund of all years of a programme.
type PhaseFund struct {
	Code     string
	Title    errs.Text
	Envelope *outlook.Envelope // nil: not known
	Given    []money.Dong      // by the year for which it was given; cancelled since or not
	Total    money.Dong
	money.Balance
}

// Left is what of the envelope was not given yet; below 0 where more was given than it has.
func (f *PhaseFund) Left() money.Dong {
	if f.Envelope == nil {
		return 0
	}
	return *f.Envelope.Amount - f.Total
}

// Share is what was given of the envelope in percent.
func (f *PhaseFund) Share() string {
	if f.Envelope == nil {
		return ""
	}
	return money.Percent(f.Total, *f.Envelope.Amount)
}

// Phase adds up a programme's money by fund and by the year for which it was given, wherever it was carried to; "" is
// the programme of today. Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) Phase(ctx context.Context, a *office.Ask, code string, at place.Code) (*Phase, error) {
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	known, err := d.envelopes()
	if err != nil {
		return nil, err
	}
	p := &Phase{Programme: c.Programme(code), Others: c.Programmes, On: d.office.Day(), Sample: known.Sample}
	if code == "" {
		p.Programme = c.ProgrammeOn(p.On)
	}
	if p.Programme == nil {
		return nil, office.NotYours()
	}
	if at == "" {
		at = d.office.Home(a).Code
	}
	p.Unit, p.Whole = d.office.Unit(at), at == d.office.ProvinceCode()
	for y := p.Programme.From.Year(); y <= p.Programme.To.Year(); y++ {
		p.Years = append(p.Years, y)
	}
	p.Sum = PhaseFund{Title: errs.T("money|Total"), Given: make([]money.Dong, len(p.Years))}
	by := map[string]*PhaseFund{}
	for _, f := range c.OpenFunds() {
		by[f.Code] = &PhaseFund{Code: f.Code, Title: f.Name, Given: make([]money.Dong, len(p.Years))}
		if p.Whole {
			by[f.Code].Envelope = known.Of(p.Programme.Code, f.Code)
		}
	}
	if err := d.funds.Read(ctx, func(b *funds.Books) error {
		return p.add(ctx, a, b, c, by)
	}); err != nil {
		return nil, err
	}
	for _, f := range c.OpenFunds() {
		if one := by[f.Code]; one.Total != 0 || one.Envelope != nil {
			p.Funds = append(p.Funds, *one)
		}
	}
	return p, nil
}

// add takes in the lines of every budget year.
func (p *Phase) add(ctx context.Context, a *office.Ask, b *funds.Books, c *programme.Catalogue,
	by map[string]*PhaseFund) error {
	var years []int
	for i := range b.Lines {
		if y := b.Lines[i].Year; !slices.Contains(years, y) {
			years = append(years, y)
		}
	}
	if len(years) == 0 {
		years = []int{p.On.Year()} // who may not see any money here is told so
	}
	for _, y := range years {
		lines, err := b.Of(a, funds.Query{Year: y, Place: p.Unit.Code, On: p.On})
		if err != nil {
			return err
		}
		for _, l := range lines {
			n, f, at := c.Node(l.Node), by[l.Fund], slices.Index(p.Years, l.Origin)
			if n == nil || f == nil || at < 0 || n.Programme() != p.Programme.Code {
				continue
			}
			is := b.At(l.ID, p.On)
			for _, into := range []*PhaseFund{f, &p.Sum} {
				into.Given[at] += is.A() + is.Cancelled
				into.Total += is.A() + is.Cancelled
				into.Balance = into.Plus(is)
			}
		}
	}
	return ctx.Err()
}
