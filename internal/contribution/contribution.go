// Package contribution is what is mobilised beside the State's budgets, and what other programmes pay for the same
// purpose: its forms, what each is worth, how it adds up. It knows no storage and no clock.
package contribution

import (
	"math/bits"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
)

// Form is in what something is given.
type Form string

// The forms.
const (
	Cash   Form = "cash"
	Goods  Form = "goods"
	Land   Form = "land"   // square metres
	Labour Form = "labour" // days of work
	Credit Form = "credit" // lent by a bank; it is given back
)

// Forms lists the forms in order.
func Forms() []Form { return []Form{Cash, Goods, Land, Labour, Credit} }

// Title is a form's name.
func (f Form) Title() errs.Text {
	return map[Form]errs.Text{Cash: errs.T("form|In money"), Goods: errs.T("form|Goods"),
		Land: errs.T("form|Land (m²)"), Labour: errs.T("form|Days of work"), Credit: errs.T("form|Credit")}[f]
}

// Money reports whether a form is đồng: then its quantity is its value.
func (f Form) Money() bool { return f == Cash || f == Credit }

// Unit is the unit of a form's quantity, "" where whoever records it says it.
func (f Form) Unit() string {
	return map[Form]string{Cash: "đồng", Credit: "đồng", Land: "m²", Labour: "ngày công"}[f]
}

// Rule is how a form is valued.
func (f Form) Rule() errs.Text {
	return map[Form]errs.Text{
		Cash:   errs.T("the amount that was handed over"),
		Goods:  errs.T("quantity × price by invoice, or by the market on the day"),
		Land:   errs.T("square metres × the price of the province’s table of land prices"),
		Labour: errs.T("days × the price of a day’s work that the locality sets"),
		Credit: errs.T("what was lent; it is given back and is no gift"),
	}[f]
}

// Source is who gives.
type Source string

// The sources.
const (
	Enterprise   Source = "enterprise"
	Organisation Source = "organisation" // unions, associations, funds
	Community    Source = "community"    // the people of a hamlet together
	Person       Source = "person"       // households and single people
	Abroad       Source = "abroad"
	Bank         Source = "bank"      // the policy bank, other lenders
	Programme    Source = "programme" // another programme that pays for the same purpose
)

// Sources lists the sources in order.
func Sources() []Source {
	return []Source{Enterprise, Organisation, Community, Person, Abroad, Bank, Programme}
}

// Title is a source's name.
func (s Source) Title() errs.Text {
	return map[Source]errs.Text{Enterprise: errs.T("source|Enterprises"),
		Organisation: errs.T("source|Unions, associations, funds"), Community: errs.T("source|Communities"),
		Person: errs.T("source|Households and single people"), Abroad: errs.T("source|From abroad"),
		Bank: errs.T("source|Banks"), Programme: errs.T("source|Other programmes (integrated)")}[s]
}

// Contribution is one thing that was given.
type Contribution struct {
	ID       int64
	Place    place.Code
	Node     string // of the programme's tree
	Day      date.Date
	Source   Source
	Name     string // of who gives; personal of single people
	Form     Form
	Quantity int64 // whole units
	Unit     string
	Price    money.Dong // of a unit
	Value    money.Dong
	Basis    string // of the price
	Content  string
	Contract int64 // whose accepted item it pays a part of, 0: of none
	Item     int64
}

// Fund is the fund of the ledger that it comes into, "" where it comes into none: what is no money, and what is held by
// another programme, is worth something and is not this ledger's to spend.
func (c *Contribution) Fund() string {
	switch {
	case c.Source == Programme || !c.Form.Money():
		return ""
	case c.Form == Credit:
		return "credit"
	}
	return "mobilised"
}

// firstYear is the first budget year of the ledger and of its pages.
const firstYear = 2000

// most bounds what is read, in units of a quantity.
const most = 1_000_000_000

// Settle fills in what follows from the form – unit, price, value – and refuses what cannot be. The value is quantity ×
// price and nothing else. Errors: errs.Invalid.
func (c *Contribution) Settle(today date.Date) error {
	no := func(t errs.Text) error { return errs.Of(errs.Invalid, t) }
	if c.Form.Title().VI == "" || c.Source.Title().VI == "" {
		return no(errs.T("choose from whom it is and in what form"))
	}
	if u := c.Form.Unit(); u != "" {
		c.Unit = u
	}
	limit := int64(most)
	if c.Form.Money() {
		c.Price, limit = 1, int64(money.Most)
	}
	switch {
	case (c.Form == Credit) != (c.Source == Bank) && c.Source != Programme:
		return no(errs.T("credit is from a bank, and a bank gives credit"))
	case c.Content == "" || c.Name == "":
		return no(errs.T("say from whom it is and what for"))
	case c.Unit == "":
		return no(errs.T("goods have a unit: bags, seedlings, pieces"))
	case c.Day.IsZero() || c.Day > today:
		return no(errs.T("the day is missing, or lies after today"))
	case c.Day.Year() < firstYear:
		return no(errs.T("the day lies before %d: look at its year", firstYear))
	case c.Quantity <= 0 || c.Quantity > limit:
		return no(errs.T("a quantity is a whole number above 0, for example 25"))
	case c.Price <= 0 || c.Price > money.Most:
		return no(errs.T("a price is a whole number of đồng above 0, for example 250.000"))
	case !c.Form.Money() && len([]rune(c.Basis)) < 5:
		return no(errs.T("say by what it is valued: an invoice, the table of land prices, the price of a day’s work and who set it"))
	case c.Item != 0 && c.Fund() != "":
		return no(errs.T("money that comes into a line pays an accepted item by a payment of that line, not here"))
	}
	hi, lo := bits.Mul64(uint64(c.Quantity), uint64(c.Price))
	if hi != 0 || lo > uint64(money.Most) {
		return no(errs.T("it would be worth more than 9.000.000.000.000.000 đồng: look at quantity and price"))
	}
	c.Value = money.Dong(lo)
	return nil
}

// Saying is what a contribution says: two of which it is the same say the same of the same thing, so that a file that
// is sent twice counts once.
func (c *Contribution) Saying() Contribution {
	x := *c
	x.ID, x.Contract, x.Item = 0, 0, 0
	return x
}
