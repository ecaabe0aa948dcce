package supports

import (
	"context"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/exports"
	"giamngheo/internal/date"
	"giamngheo/internal/office"
	"giamngheo/internal/programme"
	"giamngheo/internal/sheet"
	"giamngheo/internal/store/supports"
)

// Payees say what lists of payments have of supports: who is paid, and the columns that the law of a day asks for.
type Payees struct{ l *paymentList }

// Payees are what lists of payments say to an actor. Open has whole citizen numbers, for which one needs the right and a
// reason; without it they are masked. Errors: errs.Forbidden, errs.Invalid.
func (o *lists) Payees(a *office.Ask, open bool, reason string) (*Payees, error) {
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	l := &paymentList{o: o.Desk, a: a, in: &PaymentInput{Open: open, Reason: reason}, catalogue: c}
	if !open {
		return &Payees{l}, nil
	}
	if err := o.exports.MayExport(a, exports.Input{Open: true, Reason: reason}); err != nil {
		return nil, err
	}
	communes, err := o.office.Scope(a, access.RevealHouseholds, 0)
	if err != nil {
		return nil, err
	}
	l.open = office.AsSet(communes)
	return &Payees{l}, nil
}

// Columns are those that the list of a payment of a day must have; none where no law of that day is known.
func (p *Payees) Columns(on date.Date, goods bool) (out []programme.Column) {
	for _, c := range p.l.catalogue.PaymentColumns(on) {
		if c.For == "" || c.For == "money" || c.For == "goods" && goods {
			out = append(out, c)
		}
	}
	return out
}

// Goods reports whether goods are handed out with a support.
func Goods(v *supports.Support) bool { return v.Details["goods_name"] != "" }

// Payee is what a list says of one support: a cell a column, and which of them the record cannot fill.
type Payee struct {
	Cells []sheet.Out
	Lacks []programme.Column
}

// Of says what a list has of a support.
func (p *Payees) Of(ctx context.Context, v *supports.Support, columns []programme.Column) (*Payee, error) {
	h, m, err := p.l.receiver(ctx, v)
	if err != nil {
		return nil, err
	}
	out := &Payee{}
	for _, c := range columns {
		cell := p.l.cell(c.Code, v, h, m)
		out.Cells = append(out.Cells, cell)
		if c.Code != "signature" && (cell.Kind == sheet.Number && cell.Number == 0 ||
			cell.Kind != sheet.Number && strings.TrimSpace(cell.Text) == "") {
			out.Lacks = append(out.Lacks, c)
		}
	}
	return out, nil
}
