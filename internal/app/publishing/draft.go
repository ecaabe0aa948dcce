package publishing

import (
	"context"
	"slices"
	"strconv"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/publication"
	"giamngheo/internal/review"
	"giamngheo/internal/store/reviews"
	"giamngheo/internal/suppress"
)

// Draft makes a publication without keeping it. Errors: errs.Forbidden; errs.NotFound of a year without figures;
// *suppress.OpenError where a small cell cannot be protected.
func (d *Desk) Draft(ctx context.Context, a *office.Ask, in Input) (*Draft, error) {
	if err := d.office.PlaceScope(a, access.PreparePublications, d.office.ProvinceCode()); err != nil {
		return nil, err
	}
	if in.Series != publication.Guide && (in.Year < 2000 || in.Year > d.office.Day().Year()) {
		return nil, errs.New(errs.Invalid, "choose a year")
	}
	spec, err := publication.ReadSpec(d.library.Data())
	if err != nil {
		return nil, err
	}
	out := &Draft{as: in, Content: &publication.Content{Series: in.Series, Period: strconv.Itoa(in.Year),
		Province: d.province(), Name: d.office.Province().FullName}}
	switch in.Series {
	case publication.Households:
		err = d.households(ctx, spec, out)
	case publication.Targets:
		err = d.targets(ctx, a, spec, out)
	case publication.Money:
		err = d.money(ctx, a, spec, out)
	case publication.Guide:
		err = d.guide(out)
	default:
		err = errs.New(errs.Invalid, "there is no such series")
	}
	return out, err
}

// households are the tables of a final result.
func (d *Desk) households(ctx context.Context, spec *publication.Spec, out *Draft) error {
	final, err := d.results.Final(ctx, out.as.Year)
	if err != nil {
		return err
	}
	c := out.Content
	c.AsOf, c.LeastOfRates = final.On, spec.LeastDenominator
	src := &publication.Source{Places: d.places(final.On, out.as.Form.Units),
		Value: func(unit, measure string) int64 { return final.Value(place.Code(unit), measure) }}
	made, err := spec.MakeTables(d.province(), src, out.as.Form)
	if err != nil {
		return err
	}
	c.Tables, out.values, c.Certificate = made.Tables, made.Values, &made.Proof
	if out.as.Corrects != 0 {
		c.Certificate.Linked = []int64{out.as.Corrects}
	}
	c.Definitions = []errs.Text{
		errs.T("Poor and near-poor households by the multidimensional standard in force on the day, as decided in the yearly review."),
		errs.T("The ethnic group is that of the head of the household."),
		errs.T("Communes with fewer poor households than the threshold are told together with their neighbours of the same district."),
	}
	c.Sources = []string{"Kết quả rà soát hộ nghèo, hộ cận nghèo năm " + c.Period + " (" + final.On.Vietnamese() + ")"}
	if spec.Sample {
		c.Samples = append(c.Samples, errs.T("the threshold of %d for small cells is a sample: no rule was seen", spec.Threshold))
	}
	return nil
}

// places are the province, its districts where there are some, and down to the units that are told.
func (d *Desk) places(on date.Date, units string) []suppress.Place {
	province := d.office.ProvinceCode()
	return publication.PlacesOf(d.office.Places(), province, d.office.CommunesOf(province, on), on, units)
}

// Districts reports whether a year's final result has districts.
func (d *Desk) Districts(ctx context.Context, year int) bool {
	final, err := d.results.Final(ctx, year)
	if err != nil {
		return false
	}
	return len(d.places(final.On, "district")) < len(d.office.CommunesOf(d.office.ProvinceCode(), final.On))
}

// Offer is a form of the tables of households with how many cells it hides; Open where it cannot be published.
type Offer struct {
	publication.Form
	Hidden int
	Told   int // how many units are
	Open   *suppress.OpenError
}

// Offers are the forms in which a year's households can be published, the finest first. Errors: errs.Forbidden,
// errs.NotFound.
func (d *Desk) Offers(ctx context.Context, a *office.Ask, year int) (out []Offer, err error) {
	forms := publication.Forms(d.Districts(ctx, year))
	for i := range forms { // the other form of the finest: nothing hidden, everything rounded
		if i == 0 {
			rounded := forms[0]
			rounded.Rounded = true
			forms = append(forms, rounded)
		}
	}
	for _, f := range forms {
		draft, err := d.Draft(ctx, a, Input{Series: publication.Households, Year: year, Form: f})
		o := Offer{Form: f, Open: Open(err)}
		if err != nil && o.Open == nil {
			return nil, err
		}
		if o.Open == nil {
			o.Hidden, o.Told = draft.Content.Certificate.Hidden, len(draft.Content.Tables[0].Rows)-1
		}
		out = append(out, o)
	}
	return out, nil
}

// Years are the years of which there is a final result, the newest first.
func (d *Desk) Years(ctx context.Context) (out []int, err error) {
	all, err := reviews.Reviews(ctx, d.office.Reader(), d.province())
	for i := range all {
		if all[i].State == review.Final {
			out = append(out, all[i].Year)
		}
	}
	return out, err
}

// fixed is the day of which figures of a year are published: the last of the fixed days that has come.
func (d *Desk) fixed(spec *publication.Spec, out *Draft) error {
	day := spec.DayBefore(min(d.office.Day(), date.Must(out.as.Year, 12, 31)))
	if day.Year() != out.as.Year {
		return errs.New(errs.Invalid, "no day of %d of which figures are published has come yet", out.as.Year)
	}
	out.Content.AsOf, out.Content.Period = day, day.String()
	return nil
}

// targets are the parts of a year's plan in the province, on a fixed day.
func (d *Desk) targets(ctx context.Context, a *office.Ask, spec *publication.Spec, out *Draft) error {
	if err := d.fixed(spec, out); err != nil {
		return err
	}
	c := out.Content
	shown, err := d.plans.Progress(ctx, a, plans.ProgressInput{Year: out.as.Year, Place: d.office.ProvinceCode(),
		On: c.AsOf})
	if err != nil {
		return err
	}
	for i := range shown.Parts {
		p := &shown.Parts[i]
		t := publication.Target{Number: p.Number, Code: p.Code, Title: p.Title, Unit: p.Unit, Planned: p.Planned,
			Better: p.Better, Light: string(p.Light), Reported: p.Actual.Reported, AsOf: p.Actual.AsOf,
			Source: p.Actual.Source,
			Means:  p.Definition}
		if p.Actual.Known {
			v := p.Actual.Value
			t.Actual = &v
		}
		if p.Official != nil {
			t.Official = p.Official.After.Source
		}
		c.Targets = append(c.Targets, t)
	}
	plan := shown.Plan
	c.Sources = []string{"Kế hoạch " + plan.Number + " ngày " + plan.Date.Vietnamese() + ", " + plan.Issuer.VI}
	return nil
}

// money is what was granted and disbursed of a budget year up to a fixed day, by project and by place.
func (d *Desk) money(ctx context.Context, a *office.Ask, spec *publication.Spec, out *Draft) error {
	if err := d.fixed(spec, out); err != nil {
		return err
	}
	c, q := out.Content, funds.Query{Year: out.as.Year, On: out.Content.AsOf, Place: d.office.ProvinceCode()}
	f := &publication.Funds{Year: q.Year}
	q.By = funds.ByNode
	b, err := d.funds.Board(ctx, a, q)
	if err != nil {
		return err
	}
	if len(b.Rows) == 0 {
		return errs.New(errs.NotFound, "there is no money of %d", q.Year)
	}
	f.Whole = sum(string(q.Place), "", &b.Sum)
	for i := range b.Rows {
		f.Projects = append(f.Projects, sum(b.Rows[i].Of.Node, "", &b.Rows[i]))
	}
	if err := d.moneyBelow(ctx, a, f, q, q.Place); err != nil {
		return err
	}
	if f.Decisions, err = d.decisions(ctx, a, q); err != nil {
		return err
	}
	c.Money = f
	c.Definitions = []errs.Text{errs.T("Granted is what a unit may spend of the budget year; disbursed is paid and advanced, as the treasury counts it.")}
	c.Sources = []string{"Sổ theo dõi vốn của chương trình, đến hết ngày " + c.AsOf.Vietnamese()}
	return nil
}

// moneyBelow adds the units below one, down to communes.
func (d *Desk) moneyBelow(ctx context.Context, a *office.Ask, f *publication.Funds, q funds.Query,
	in place.Code) error {
	q.Place, q.By = in, funds.ByPlace
	b, err := d.funds.Board(ctx, a, q)
	if err != nil {
		return err
	}
	var own publication.Sum
	for i := range b.Rows {
		r := &b.Rows[i]
		if r.Of.Line != 0 { // of the unit itself, whoever in it holds it
			s := sum(string(in), "", r)
			own.Granted, own.Disbursed = own.Granted+s.Granted, own.Disbursed+s.Disbursed
			continue
		}
		f.Places = append(f.Places, sum(string(r.Of.Place), string(in), r))
		if d.office.Unit(r.Of.Place).Level == place.District {
			if err := d.moneyBelow(ctx, a, f, q, r.Of.Place); err != nil {
				return err
			}
		}
	}
	if own.Granted != 0 || own.Disbursed != 0 {
		own.Code, own.In = string(in)+".own", string(in)
		own.Title = errs.T("%s, its own bodies", d.office.Unit(in).FullName)
		f.Places = append(f.Places, own)
	}
	return nil
}

func sum(code, in string, r *funds.Row) publication.Sum {
	return publication.Sum{Code: code, Title: r.Title, In: in, Granted: int64(r.A()), Disbursed: int64(r.K())}
}

// decisions are the documents of the province's own register that money of the year was granted or shared out by.
func (d *Desk) decisions(ctx context.Context, a *office.Ask, q funds.Query) (out []publication.Decision, err error) {
	entries, _, err := d.funds.Entries(ctx, a, q)
	if err != nil {
		return nil, err
	}
	cited := map[string]bool{}
	for i := range entries {
		cited[entries[i].Document] = entries[i].Document != ""
	}
	all, err := d.documents.Documents(ctx, a, "")
	for i := range all {
		doc := &all[i]
		own := doc.Place == d.office.ProvinceCode() && doc.State == document.InForce
		if cited[doc.Symbol()] && own && doc.Day <= q.On {
			out = append(out, publication.Decision{Symbol: doc.Symbol(), Issuer: doc.Issuer, Day: doc.Day,
				Abstract: doc.Abstract})
		}
	}
	return out, err
}

// guide are the procedures, and the kinds of support with whom they are for, as the program ships them.
func (d *Desk) guide(out *Draft) error {
	c := out.Content
	c.AsOf = d.office.Day()
	c.Period = strconv.Itoa(c.AsOf.Year())
	cite, procedures, err := publication.ReadProcedures(d.library.Data())
	if err != nil {
		return err
	}
	catalogue, err := d.library.Catalogue()
	if err != nil {
		return err
	}
	c.Procedures, c.Sources = procedures, []string{cite}
	for i := range catalogue.Kinds {
		k := &catalogue.Kinds[i]
		if k.OfRegister() && k.WhoCite != "" {
			c.Rights = append(c.Rights, publication.Right{Code: k.Code, Title: k.Name, Who: k.WhoText, Cite: k.WhoCite,
				Policy: k.Policy, Open: k.Open})
		}
	}
	slices.SortStableFunc(c.Procedures, func(x, y publication.Procedure) int {
		if x.Code < y.Code {
			return -1
		}
		return 1
	})
	return nil
}
