package programme

import (
	"math"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/words"
)

const (
	greatestAmount   = 1_000_000_000_000 // a thousand billion đồng: more is a slip of the pen
	greatestQuantity = 1_000_000_000
)

// sums checks quantity, amount and fund for what cannot be.
func (x *checking) sums() {
	s, k := x.Support, x.Kind
	switch {
	case s.Quantity <= 0 || s.Quantity > greatestQuantity:
		x.add(BadQuantity, "", errs.T("the quantity must be 1 or more (%s); change it", k.Unit))
	case k.Most > 0 && s.Quantity > k.Most:
		x.add(BadQuantity, "", errs.T("one record holds %s %s at most; change the quantity or part the record", words.Number(k.Most), k.Unit))
	}
	if s.Amount < 0 || s.Amount > greatestAmount {
		x.add(BadAmount, "", errs.T("the amount must not be below zero nor above %s đồng; change it", words.Number(greatestAmount)))
	}
	if k.Paid && s.Amount == 0 && s.Details[goodsName] == "" {
		x.add(BadAmount, "", errs.T("give the amount, or the goods that were handed out"))
	}
	x.parts()
	x.source()
}

// goodsName is the detail that tells what was handed out instead of money.
const goodsName = "goods_name"

// parts refuses parts that do not make up the amount.
func (x *checking) parts() {
	var sum int64
	parts := false
	for _, d := range x.Kind.DetailsOn(x.Support.Day) {
		if !d.Part {
			continue
		}
		parts = true
		if v, ok := whole(x.Support.Details[d.Code]); ok {
			sum += v
		}
	}
	if parts && sum != int64(x.Support.Amount) {
		x.add(BadAmount, "", errs.T("the parts make up %s đồng and not the amount of %s đồng; make them agree", words.Number(sum), words.Number(x.Support.Amount)))
	}
}

func (x *checking) source() {
	s, k := x.Support, x.Kind
	allowed := len(k.Sources) == 0
	for _, code := range k.Sources {
		allowed = allowed || code == s.Source
	}
	switch {
	case s.Source == "" && s.Amount > 0:
		x.add(BadSource, "", errs.T("money needs its fund; choose one"))
	case s.Source == "":
	case x.r.catalogue.Fund(s.Source) == nil:
		x.add(BadSource, "", errs.T("there is no fund “%s”; choose one of the list", s.Source))
	case !allowed:
		x.add(BadSource, k.SourceCite, errs.T("“%s” may not be paid from “%s”; choose another fund", k.Name, x.r.catalogue.Fund(s.Source).Name))
	}
}

// under reports whether a norm holds under the programme of the support.
func (x *checking) under(n *normRule) bool {
	return n.Programme == "" || n.Programme == x.programmeCode()
}

// norms checks the amount and its parts against what may be paid at most.
func (x *checking) norms() {
	done := map[string]bool{}
	for i := range x.k.norms {
		n := &x.k.norms[i]
		if done[n.Of] || !x.under(n) {
			continue
		}
		done[n.Of] = true
		if paid := x.paid(n.Of); paid > 0 {
			x.norm(n.Of, paid)
		}
	}
}

// paid is what was paid of the amount or of one of its parts.
func (x *checking) paid(of string) int64 {
	if of == "" {
		return int64(x.Support.Amount)
	}
	v, _ := whole(x.Support.Details[of])
	return v
}

// norm checks one sum against the first norm that is the receiver's.
func (x *checking) norm(of string, paid int64) {
	var last *normRule
	for i := range x.k.norms {
		n := &x.k.norms[i]
		if n.Of != of || !x.under(n) {
			continue
		}
		last = n
		if n.when == nil || x.is.holds(n.when) == household.Yes {
			x.against(n, paid)
			return
		}
	}
	x.add(NoNorm, last.cite, errs.T("there is no norm “%s” for this receiver (%s), so that it is not known whether %s đồng may be paid; leave the money out, or give the reason and the document", last.Title, x.Support.Facts.Text(), words.Number(paid)))
}

func (x *checking) against(n *normRule, paid int64) {
	if !n.known {
		x.add(NormUnknown, n.cite, errs.T("the norm “%s” of %s has not been filled in, so that %s đồng cannot be checked; have it filled in, or give the reason and the document", n.Title, x.Support.Day, words.Number(paid)))
		return
	}
	most, ok := x.most(n)
	if !ok {
		d := find(x.Kind.Details, func(d *Detail) bool { return d.Code == n.Times })
		x.add(MissingDetail, n.cite, errs.T("“%s” is needed to check the norm “%s”; fill it in", d.Title, n.Title))
		return
	}
	if paid > most {
		x.add(OverNorm, n.cite, errs.T("%s đồng is over the norm “%s”: %s đồng at most; change the amount, or who may gives the reason", words.Number(paid), n.Title, words.Number(most)))
	}
}

// most is what a norm lets be paid; false where the detail that it multiplies is missing.
func (x *checking) most(n *normRule) (int64, bool) {
	times := x.Support.Quantity
	if n.Times != "" {
		v, ok := whole(x.Support.Details[n.Times])
		if !ok {
			return 0, false
		}
		times = v
	}
	if n.Per == "support" {
		times = 1
	}
	most := int64(math.MaxInt64)
	if times <= 0 || n.value <= most/times {
		most = n.value * max(times, 0)
	}
	if n.Per == "percent_of_cost" {
		most /= 100
	}
	return most, true
}

// activity checks the course, model or event that the support belongs to.
func (x *checking) activity() {
	s, a := x.Support, x.Activity
	if s.Activity == 0 && x.Kind.Activity == "" {
		return
	}
	if s.Activity == 0 || a == nil {
		x.add(NoActivity, "", errs.T("“%s” belongs to an activity (%s); make or choose it", x.Kind.Name, x.activityTitle()))
		return
	}
	node := x.r.catalogue.Node(a.Node)
	if x.Kind.Activity != "" && a.Kind != x.Kind.Activity || node == nil || x.node != nil && a.Node != x.node.Code {
		x.add(NoActivity, "", errs.T("the activity “%s” is not of the sub-project or kind of “%s”; choose another", a.Title, x.Kind.Name))
		return
	}
	switch a.State {
	case Running:
	case Planned, Approved:
		x.add(NotApproved, "", errs.T("the activity “%[1]s” is %[2]s and not running; start it first", a.Title, a.State.Title(), Running.Title()))
	default:
		x.add(ActivityClosed, "", errs.T("the activity “%s” is %s; open it again if a record is missing, or choose another", a.Title, a.State.Title()))
	}
	if a.Places > 0 && s.Quantity > a.Places-x.Taken {
		x.add(ActivityFull, "", errs.T("the activity “%s” has %s places of which %s are taken; %s more do not fit; choose another or change its plan", a.Title, words.Number(a.Places), words.Number(x.Taken), words.Number(s.Quantity)))
	}
	if s.Day < a.From || !a.To.IsZero() && s.Day > a.To {
		days := span(a.From, a.To)
		x.add(ActivityDay, "", errs.T("the day %s lies outside the activity (%s); change it, or give the reason", s.Day, days))
	}
}
