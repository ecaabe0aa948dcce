// Package money is the ledger of a programme's money: lines, what moved between them, what is left of each on any day.
// It decides what may be recorded; it knows no storage, no clock and no law: the days of a budget year are given to it.
// Amounts are whole đồng; there is no float in it.
package money

import (
	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// Dong is an amount in whole Vietnamese đồng.
type Dong = household.Dong

// HolderKind says who holds a line.
type HolderKind string

// Who holds lines.
const (
	AtPlace HolderKind = "place" // a unit's own budget
	AtBody  HolderKind = "body"  // a department, a centre, a union
)

// Line is money for one purpose (a node of the programme's tree), of one fund and one origin, in one budget year, with
// one holder. Origin is the year for which the State gave it; it is carried over where the year is later.
type Line struct {
	ID     int64
	Node   string
	Fund   string
	Origin int
	Year   int
	Kind   HolderKind
	Holder string     // a place's code or a body's name
	Place  place.Code // the unit in which it lies, for who may see it
	Parent int64      // the line that its money is shared out of, 0 for the first
	Codes  Codes
}

// Carried reports whether a line's money was given for an earlier year.
func (l *Line) Carried() bool { return l.Origin < l.Year }

// sameButYear reports whether two lines are for the same purpose with the same holder.
func (l *Line) sameButYear(of *Line) bool {
	return l.Node == of.Node && l.Kind == of.Kind && l.Holder == of.Holder
}

// Codes are the budget's, as an official fills them in; empty is not known.
type Codes struct{ Chapter, Category, Programme string }

// Kind is a kind of movement.
type Kind string

// The kinds of movements.
const (
	Grant         Kind = "grant"          // the State's, by its decision
	Mobilise      Kind = "mobilise"       // of enterprises, communities, people; credit
	Allot         Kind = "allot"          // shared out to a line below
	Withdraw      Kind = "withdraw"       // taken back by the line above
	Adjust        Kind = "adjust"         // from line to line of the same fund, origin and year
	Commit        Kind = "commit"         // promised by a contract; no balance moves
	Uncommit      Kind = "uncommit"       // promised no more
	Advance       Kind = "advance"        // paid before anything is accepted
	Pay           Kind = "pay"            // what is accepted; it may recover an advance
	Refund        Kind = "refund"         // given back: of an advance, or of what was paid
	Cancel        Kind = "cancel"         // given back to who gave it
	CarryEstimate Kind = "carry_estimate" // what is unspent, into the next year
	CarryAdvance  Kind = "carry_advance"  // what is advanced and not settled, with its money, into the next year
)

// End is what a movement comes from or goes to.
type End int

// The ends of movements.
const (
	Outside End = iota // the State, the people, "spent"
	OfLine             // a line
)

// rule is what holds of a kind of movement.
type rule struct {
	kind     Kind
	title    errs.Text
	from, to End
	document bool // it carries out a decision, which it cites
	voucher  bool
	contract bool // it is of a contract
	may      access.Action
}

// rules are the table of kinds. Not to be changed.
var rules = []rule{
	{kind: Grant, title: errs.T("money|Grant"), to: OfLine, document: true, may: access.GrantMoney},
	{kind: Mobilise, title: errs.T("Mobilised"), to: OfLine, may: access.CommitMoney},
	{kind: Allot, title: errs.T("Allotment"), from: OfLine, to: OfLine, document: true, may: access.AllotMoney},
	{kind: Withdraw, title: errs.T("Taken back"), from: OfLine, to: OfLine, document: true, may: access.AllotMoney},
	{kind: Adjust, title: errs.T("Adjustment"), from: OfLine, to: OfLine, document: true, may: access.DecideTransfers},
	{kind: Commit, title: errs.T("money|Commitment"), from: OfLine, contract: true, may: access.CommitMoney},
	{kind: Uncommit, title: errs.T("Commitment taken back"), from: OfLine, contract: true, may: access.CommitMoney},
	{kind: Advance, title: errs.T("money|Advance"), from: OfLine, voucher: true, may: access.PayMoney},
	{kind: Pay, title: errs.T("money|Payment"), from: OfLine, voucher: true, may: access.PayMoney},
	{kind: Refund, title: errs.T("Recovery"), to: OfLine, voucher: true, may: access.PayMoney},
	{kind: Cancel, title: errs.T("Cancelled, given back"), from: OfLine, document: true, may: access.PayMoney},
	{kind: CarryEstimate, title: errs.T("Estimate carried over"), from: OfLine, to: OfLine, document: true,
		may: access.PayMoney},
	{kind: CarryAdvance, title: errs.T("Advance carried over"), from: OfLine, to: OfLine, document: true,
		may: access.PayMoney},
}

// Kinds lists the kinds of movements in order.
func Kinds() []Kind {
	out := make([]Kind, len(rules))
	for i := range rules {
		out[i] = rules[i].kind
	}
	return out
}

func (k Kind) rule() *rule {
	for i := range rules {
		if rules[i].kind == k {
			return &rules[i]
		}
	}
	return &rule{}
}

// Title is a kind's name.
func (k Kind) Title() errs.Text { return k.rule().title }

// May is what one needs to be allowed to record a kind of movement; "" for a kind that there is not.
func (k Kind) May() access.Action { return k.rule().may }

// From and To are the ends of a kind; Outside of both where money stays, as a commitment's.
func (k Kind) From() End { return k.rule().from }

// To is where a kind of movement goes.
func (k Kind) To() End { return k.rule().to }

// Decided reports whether a kind of movement carries out a decision, which it cites.
func (k Kind) Decided() bool { return k.rule().document }

// Vouched reports whether a kind of movement has a voucher.
func (k Kind) Vouched() bool { return k.rule().voucher }

// MayContract reports whether a kind of movement may be of a contract: what commits always is; what spends, and what
// carries an advance into the next year with what is promised, may be.
func (k Kind) MayContract() bool { return k.rule().contract || k.Spends() || k == CarryAdvance }

// Spends reports whether a kind is by who pays; Gives whether it is by who allots: one person is not both on a line.
func (k Kind) Spends() bool { return k == Advance || k == Pay || k == Refund }

// Gives reports whether a kind gives a line its money.
func (k Kind) Gives() bool { return k == Grant || k == Allot || k == Withdraw }

// Movement is one entry of the ledger. It is never changed: a mistake is taken back by another that names it.
type Movement struct {
	ID       int64
	Kind     Kind
	Day      date.Date
	From, To int64 // lines, 0 outside
	Amount   Dong  // above 0
	Recovers Dong  // of a payment: of an advance; of a recovery: what settles an advance, the rest is of payments
	Document int64
	Contract int64
	Item     int64 // what was accepted
	Voucher  string
	Reverses int64 // the movement that this takes back; kind, ends and amount are its own
	Reason   string
	By       int64 // the account that recorded it
}

// Contract is what a line's money is promised by; how much of which line, its commitments say.
type Contract struct {
	ID      int64
	Number  string
	Partner string
	Title   string
	Place   place.Code
	Node    string
	Day     date.Date
	End     date.Date // zero: not said
	Value   Dong
}

// Item is what was accepted of a contract.
type Item struct {
	ID       int64
	Contract int64
	Day      date.Date
	Title    string
	Value    Dong
}
