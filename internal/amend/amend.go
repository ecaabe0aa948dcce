// Package amend says what a household comes to that a file or pasted rows bring over the one in the register, and what
// would be taken away by it. Nobody leaves, nothing is emptied, no household moves and nobody becomes somebody else
// unless a person has agreed to that kind of change. It knows no files and no storage.
package amend

import (
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

// Kind is a kind of change to which a person must agree.
type Kind string

// The kinds.
const (
	Leave  Kind = "leave"  // members who are not listed leave their household
	Blank  Kind = "blank"  // known answers are emptied by blank cells
	Move   Kind = "move"   // households move to another commune
	Person Kind = "person" // somebody has another name, sex or birth than who was there before
	Hamlet Kind = "hamlet" // a hamlet is not on the commune's list
)

// Kinds are all kinds, in the order in which people are asked. Not to be changed.
var Kinds = []Kind{Leave, Blank, Move, Person, Hamlet}

// titles say a kind with how many there are.
var titles = map[Kind]func(n int64) errs.Text{
	Leave: func(n int64) errs.Text {
		return errs.T("%d people are not in the file and would leave their households", n)
	},
	Blank: func(n int64) errs.Text { return errs.T("%d cells with known answers would be emptied", n) },
	Move:  func(n int64) errs.Text { return errs.T("%d households belong to another commune and would move", n) },
	Person: func(n int64) errs.Text {
		return errs.T("%d people would have another name, sex or birth under an old number", n)
	},
	Hamlet: func(n int64) errs.Text { return errs.T("%d hamlets are not on the communes’ lists", n) },
}

// Title says how many there are of a kind.
func (k Kind) Title(n int64) errs.Text { return titles[k](n) }

// Kept says what becomes of a kind to which nobody agrees.
func (k Kind) Kept() errs.Text {
	return map[Kind]errs.Text{
		Leave:  errs.T("Keep them in their households"),
		Blank:  errs.T("Keep the known answers"),
		Move:   errs.T("Send these households back"),
		Person: errs.T("Send their households back"),
		Hamlet: errs.T("Send their households back"),
	}[k]
}

// Done says what becomes of a kind to which a person agrees.
func (k Kind) Done() errs.Text {
	return map[Kind]errs.Text{
		Leave:  errs.T("They leave their households"),
		Blank:  errs.T("Empty the cells"),
		Move:   errs.T("These households move to the file’s commune"),
		Person: errs.T("They are the same people; what the file says is right"),
		Hamlet: errs.T("They are new hamlets: add them to the lists"),
	}[k]
}

// Agreed are the kinds to which a person has agreed.
type Agreed []Kind

// To reports whether a kind is agreed to.
func (a Agreed) To(k Kind) bool { return slices.Contains(a, k) }

// Source is what a file or pasted rows say of a household and what they do not: a column that they do not have changes
// nothing.
type Source struct {
	Absent       []string // columns of the household
	AbsentMember []string // columns of members
	Unnumbered   bool     // the members' numbers are the order in which they stand
}

// Change is what a household comes to.
type Change struct {
	Household *household.Household
	Found     map[Kind]int // people, cells, households, people; agreed to or not
	Strangers []household.Stranger
}

// Over lays what a source says of a household over the one in the register. A birth is another person's where it lies
// more than jump years away.
func Over(was, now *household.Household, s Source, agreed Agreed, jump int) Change {
	o := over{was: was, out: now.Clone(), source: s, agreed: agreed, found: map[Kind]int{}}
	o.at = household.Counterparts(was, now, !s.Unnumbered)
	strangers := household.Strangers(was, now, o.at, jump)
	people := map[int]bool{}
	for _, one := range strangers {
		people[one.Index] = true
	}
	o.count(Person, len(people))
	if was.Commune != now.Commune {
		o.count(Move, 1)
	}
	if s.Unnumbered {
		o.number()
	}
	o.fill(household.HouseholdColumns, s.Absent, was.Text, o.out.Text, o.out.Set)
	for i, at := range o.at {
		if at >= 0 {
			m := &o.out.Members[i]
			o.fill(household.MemberColumns, s.AbsentMember, was.Members[at].Text, m.Text, m.Set)
		}
	}
	o.stay()
	o.out.After(was)
	return Change{o.out, o.found, strangers}
}

type over struct {
	was, out *household.Household
	source   Source
	agreed   Agreed
	at       []int
	found    map[Kind]int
}

func (o *over) count(k Kind, n int) {
	if n > 0 {
		o.found[k] += n
	}
}

// number gives members without numbers of their own those that they had; who joins gets new ones.
func (o *over) number() {
	next := o.was.NextNo()
	for i, at := range o.at {
		if at >= 0 {
			o.out.Members[i].No = o.was.Members[at].No
			continue
		}
		o.out.Members[i].No = next
		next++
	}
}

// fill takes from the register what the source does not have, and what it has blank unless that is agreed to.
func (o *over) fill(columns []household.Column, absent []string, was, now func(string) string,
	set func(string, string) error) {
	for _, c := range columns {
		before, isAbsent := was(c.Name), slices.Contains(absent, c.Name)
		switch {
		case c.Name == "household_code" || c.Name == "member_no", !isAbsent && (now(c.Name) != "" || before == ""):
			continue
		case !isAbsent:
			if o.count(Blank, 1); o.agreed.To(Blank) {
				continue
			}
		}
		_ = set(c.Name, before) // it was set from the same text before
	}
}

// stay has those stay who are not listed, unless it is agreed that they leave.
func (o *over) stay() {
	for i := range o.was.Members {
		if slices.Contains(o.at, i) {
			continue
		}
		if o.count(Leave, 1); !o.agreed.To(Leave) {
			o.out.Members = append(o.out.Members, o.was.Members[i])
		}
	}
	slices.SortStableFunc(o.out.Members, func(a, b household.Member) int { return a.No - b.No })
}
