package programme

import (
	"math"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/rule"
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
		x.add(BadQuantity, "", errs.T("one record holds %s %s at most; change the quantity or part the record",
			words.Number(k.Most), k.Unit))
	}
	if s.Amount < 0 || s.Amount > greatestAmount {
		x.add(BadAmount, "", errs.T("the amount must not be below zero nor above %s đồng; change it",
			words.Number(greatestAmount)))
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
	if x.Kind.Whole != "" && !(norming{x}).parted() {
		return
	}
	if parts && sum != int64(x.Support.Amount) {
		x.add(BadAmount, "", errs.T("the parts make up %s đồng and not the amount of %s đồng; make them agree",
			words.Number(sum), words.Number(x.Support.Amount)))
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
		x.add(BadSource, k.SourceCite, errs.T("“%s” may not be paid from “%s”; choose another fund", k.Name,
			x.r.catalogue.Fund(s.Source).Name))
	}
}

// under reports whether a norm holds under the programme of the support.
func (x *checking) under(n *normRule) bool {
	return n.Programme == "" || n.Programme == x.programmeCode()
}

// norming checks what was paid against the norms.
type norming struct{ *checking }

// norms checks the amount and its parts against what may be paid at most.
func (x norming) norms() {
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
func (x norming) paid(of string) int64 {
	if of == "" || of == x.Kind.Whole && !x.parted() {
		return int64(x.Support.Amount)
	}
	v, _ := whole(x.Support.Details[of])
	return v
}

// parted reports whether any part of the amount is given.
func (x norming) parted() bool {
	for _, d := range x.Kind.DetailsOn(x.Support.Day) {
		if d.Part && strings.TrimSpace(x.Support.Details[d.Code]) != "" {
			return true
		}
	}
	return false
}

// norm checks one sum against the first norm that is the receiver's. Where the register does not tell whether a higher
// one is, and the sum keeps to that one only, it is asked for what is missing.
func (x norming) norm(of string, paid int64) {
	var last, perhaps *normRule
	for i := range x.k.norms {
		n := &x.k.norms[i]
		if n.Of != of || !x.under(n) {
			continue
		}
		last = n
		switch x.tierHolds(n) {
		case household.Yes:
			if perhaps == nil || x.within(n, paid) || !x.within(perhaps, paid) {
				x.against(n, paid)
			} else {
				x.askStatus(perhaps, paid)
			}
			return
		case household.Unknown:
			if perhaps == nil {
				perhaps = n
			}
		}
	}
	if perhaps != nil {
		x.askStatus(perhaps, paid)
		return
	}
	x.add(NoNorm, last.cite,
		errs.T(
			"there is no norm “%s” for this receiver (%s), so that it is not known whether %s đồng may be paid; leave the money out, or give the reason and the document", last.Title, x.Support.Facts.Text(), words.Number(paid)))
}

// tierHolds says whether a norm is the receiver's.
func (x norming) tierHolds(n *normRule) rule.Truth {
	is := household.Yes
	if n.when != nil {
		is = x.is.holds(n.when)
	}
	for _, p := range n.statuses {
		if by := x.is.holds(p); is != household.Yes && by != household.No {
			is = by
		}
	}
	if n.Distance == "" || is == household.No {
		return is
	}
	switch km, ok := whole(x.Support.Details[n.Distance]); {
	case !ok:
		return household.Unknown
	case km < n.Least:
		return household.No
	}
	return is
}

// within reports whether a sum keeps to a norm.
func (x norming) within(n *normRule, paid int64) bool {
	most, missing := x.most(n)
	return n.known && missing == "" && paid <= most
}

// askStatus asks for what the register or the record lacks to tell whether a norm is the receiver's.
func (x norming) askStatus(n *normRule, paid int64) {
	if d := x.titleOf(n.Distance); n.Distance != "" && x.Support.Details[n.Distance] == "" {
		x.add(MissingDetail, n.cite, errs.T("“%s” is needed to check the norm “%s”; fill it in", d, n.Title))
		return
	}
	missing := x.is.lacks(n.when)
	x.add(StatusUnknown, n.cite,
		errs.T(
			"%s đồng keeps to the norm “%s” only, and the register does not tell whether the receiver is of it (not filled in: %s); fill the register in, change the amount, or give the reason and the document", words.Number(paid), n.Title, missing))
}

func (x norming) titleOf(detail string) errs.Text {
	if d := find(x.Kind.Details, func(d *Detail) bool { return d.Code == detail }); d != nil {
		return d.Title
	}
	return errs.Text{}
}

func (x norming) against(n *normRule, paid int64) {
	switch {
	case !n.known && n.Resolution != "" && n.resolution == "":
		x.add(NormOfProvince, n.cite,
			errs.T(
				"the circular sets no norm “%s”: the provincial People’s Council decides it by a resolution, whose number and amount are not filled in (60-2026-tt-btc/nghi-quyet-tinh-MAU.yaml), so that %s đồng cannot be checked; have them filled in, or give the resolution’s number as the reason", n.Title, words.Number(paid)))
		return
	case !n.known && n.Resolution != "":
		x.add(NormOfProvince, n.cite,
			errs.T(
				"resolution %s of the provincial People’s Council has no amount filled in for “%s”, so that %s đồng cannot be checked; have it filled in, or give the reason and the document", n.resolution, n.Title, words.Number(paid)))
		return
	case !n.known:
		x.add(NormUnknown, n.cite,
			errs.T(
				"the norm “%s” of %s has not been filled in, so that %s đồng cannot be checked; have it filled in, or give the reason and the document", n.Title, x.Support.Day, words.Number(paid)))
		return
	}
	most, missing := x.most(n)
	if missing != "" {
		x.add(MissingDetail, n.cite, errs.T("“%s” is needed to check the norm “%s”; fill it in", x.titleOf(missing),
			n.Title))
		return
	}
	if paid > most {
		x.add(OverNorm, n.cite,
			errs.T("%s đồng is over the norm “%s”: %s đồng at most; change the amount, or who may gives the reason",
				words.Number(paid), n.Title, words.Number(most)))
	}
}

// most is what a norm lets be paid, and the detail that is missing to tell.
func (x norming) most(n *normRule) (most int64, missing string) {
	times := x.Support.Quantity
	if n.Times != "" {
		v, ok := whole(x.Support.Details[n.Times])
		if !ok {
			return 0, n.Times
		}
		times = v
	}
	if n.Per == "support" {
		times = 1
	}
	most = int64(math.MaxInt64)
	if times <= 0 || n.value <= most/times {
		most = n.value * max(times, 0)
	}
	if n.Per == "percent_of_cost" {
		most /= 100
	}
	if n.Percent != "" {
		most = most / 100 * n.percent
	}
	if n.Cost == "" {
		return most, ""
	}
	cost, ok := whole(x.Support.Details[n.Cost])
	if !ok {
		return 0, n.Cost
	}
	return min(most, cost), ""
}

// activity checks the course, model or event that the support belongs to.
func (x *checking) activity() {
	s, a := x.Support, x.Activity
	if s.Activity == 0 && x.Kind.Activity == "" {
		return
	}
	if s.Activity == 0 || a == nil {
		x.add(NoActivity, "", errs.T("“%s” belongs to an activity (%s); make or choose it", x.Kind.Name,
			x.activityTitle()))
		return
	}
	node := x.r.catalogue.Node(a.Node)
	if x.Kind.Activity != "" && a.Kind != x.Kind.Activity || node == nil || x.node != nil && a.Node != x.node.Code {
		x.add(NoActivity, "", errs.T("the activity “%s” is not of the sub-project or kind of “%s”; choose another",
			a.Title, x.Kind.Name))
		return
	}
	switch a.State {
	case Running:
	case Planned, Approved:
		x.add(NotApproved, "", errs.T("the activity “%[1]s” is %[2]s and not running; start it first", a.Title,
			a.State.Title(), Running.Title()))
	default:
		x.add(ActivityClosed, "",
			errs.T("the activity “%s” is %s; open it again if a record is missing, or choose another", a.Title,
				a.State.Title()))
	}
	if a.Places > 0 && s.Quantity > a.Places-x.Taken {
		x.add(ActivityFull, "",
			errs.T(
				"the activity “%s” has %s places of which %s are taken; %s more do not fit; choose another or change its plan", a.Title, words.Number(a.Places), words.Number(x.Taken), words.Number(s.Quantity)))
	}
	if s.Day < a.From || !a.To.IsZero() && s.Day > a.To {
		days := span(a.From, a.To)
		x.add(ActivityDay, "", errs.T("the day %s lies outside the activity (%s); change it, or give the reason", s.Day,
			days))
	}
}
