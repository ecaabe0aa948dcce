package office

import (
	"slices"
	"strings"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/store/accounts"
)

// stead is in whose stead a request acts, as its checks find out.
type stead struct {
	mu          sync.Mutex
	sure, asked []string // where a deed was checked; where a page asked too
}

func (s *stead) note(sure bool, whom string) {
	if s == nil || whom == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.asked, whom) {
		s.asked = append(s.asked, whom)
	}
	if sure && !slices.Contains(s.sure, whom) {
		s.sure = append(s.sure, whom)
	}
}

// names are those in whose stead something is done, or only read.
func (s *stead) names(read bool) string {
	if s == nil {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if read {
		return strings.Join(s.sure, ", ")
	}
	return strings.Join(s.asked, ", ")
}

// BehalfNote is the note of a deed that says in whose stead it was done.
const BehalfNote = "on_behalf"

// behalf adds to a deed's note in whose stead it is done; the note itself is not changed.
func behalf(note map[string]string, k *Ask, read bool) map[string]string {
	if k == nil {
		return note
	}
	whom := k.stead.names(read)
	if whom == "" {
		return note
	}
	out := map[string]string{BehalfNote: whom}
	for key, value := range note {
		out[key] = value
	}
	return out
}

// Separate has a function say whether somebody with roles may hold another one: what may not be held beside one's own is
// not lent either.
func (o *rights) Separate(against func(held []access.Grant, g access.Grant) bool) {
	o.against = against
}

// GrantsOf are an account's roles, with those of others that it holds in their stead. What nobody may hold beside what
// the person has by now is left out, whenever it was lent.
func (o *rights) GrantsOf(acc *accounts.Account) []access.Grant {
	if len(acc.Lent) == 0 {
		return acc.Grants
	}
	out := slices.Clone(acc.Grants)
	for _, g := range acc.Lent {
		if o.against == nil || !o.against(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// notes remembers in whose stead an action is done, where the own roles do not allow it in one of some units.
func (o *rights) notes(a *Ask, sure bool, action access.Action, in func(access.Scope) bool) {
	if a.stead == nil {
		return
	}
	on := o.Day()
	own := access.Own(a.Grants)
	if len(own) == len(a.Grants) || in(access.Where(own, action, on)) {
		return
	}
	for i := range a.Grants {
		if g := &a.Grants[i]; g.For != 0 && in(access.Where([]access.Grant{*g}, action, on)) {
			a.stead.note(sure, g.Whom)
			return
		}
	}
}

// Hands are the accounts as which somebody acts today: the own one, then those in whose stead.
func (o *rights) Hands(a *Ask) []int64 {
	return append([]int64{a.Account}, access.StoodFor(a.Grants, o.Day())...)
}

// ActsAs reports whether somebody is a person, or acts in their stead today.
func (o *rights) ActsAs(a *Ask, account int64) bool {
	if account == a.Account {
		return true
	}
	for i := range a.Grants {
		if g := &a.Grants[i]; g.For == account && account != 0 && g.Holds(o.Day()) {
			a.stead.note(false, g.Whom)
			return true
		}
	}
	return false
}

// MayLend refuses that somebody lends a hand to something in which they had, or who they stand in for had, the other
// hand that checks it. Errors: errs.Forbidden.
func (o *rights) MayLend(a *Ask, h access.Hand, other access.Hand, had ...int64) error {
	if err := access.MayLend(h, a.Account, other, had...); err != nil {
		return err
	}
	for _, account := range access.StoodFor(a.Grants, o.Day()) {
		if access.MayLend(h, account, other, had...) != nil {
			return errs.New(errs.Forbidden,
				"you stand in for the person who did the other part of this: somebody who does not has to do it")
		}
	}
	return nil
}

// MayApprove refuses that anybody approves what they entered, or who they stand in for. Errors: errs.Forbidden.
func (o *rights) MayApprove(a *Ask, author int64) error {
	return o.MayLend(a, access.Approves, access.Writes, author)
}
