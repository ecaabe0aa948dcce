package people

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/vietnamese"
)

// State is how an account stands.
type State string

// The states.
const (
	NoPassword State = "no_password" // made of a list; its letter is to be printed
	Temporary  State = "temporary"   // its temporary password is not changed yet
	Active     State = "active"      // it holds a role today
	NoRole     State = "no_role"     // it holds none, and will hold none
	Disabled   State = "disabled"
)

// States are the states in the order in which they are offered.
func States() []State { return []State{NoPassword, Temporary, Active, NoRole, Disabled} }

// Title is what a state is called.
func (s State) Title() errs.Text {
	return map[State]errs.Text{NoPassword: errs.T("without a password yet"),
		Temporary: errs.T("with a temporary password"), Active: errs.T("with a role today"),
		NoRole: errs.T("without any role"), Disabled: errs.T("disabled")}[s]
}

// Wanted are the accounts that somebody looks for; what is empty does not narrow.
type Wanted struct {
	Text  string // in the name, the username or the telephone number
	Unit  place.Code
	Role  access.Role
	State State
}

// Find lists accounts by username, for who manages them.
func (o *Desk) Find(ctx context.Context, a *office.Ask, w Wanted) ([]*accountrows.Account, error) {
	found, _, err := o.Listed(ctx, a, w)
	return found, err
}

// Listed is Find, and how many of all accounts have no password yet.
func (o *Desk) Listed(ctx context.Context, a *office.Ask,
	w Wanted) (found []*accountrows.Account, waiting int, err error) {
	if err := o.may(a); err != nil {
		return nil, 0, err
	}
	all, err := accountrows.All(ctx, o.office.Reader())
	for _, acc := range all {
		if o.wanted(&w, acc) {
			found = append(found, acc)
		}
		if o.stands(acc, NoPassword) {
			waiting++
		}
	}
	return found, waiting, err
}

func (o *Desk) wanted(w *Wanted, acc *accountrows.Account) bool {
	if typed := strings.TrimSpace(w.Text); typed != "" && !called(acc, typed) {
		return false
	}
	if w.Unit != "" || w.Role != "" {
		if !slices.ContainsFunc(acc.Grants, func(g access.Grant) bool {
			return !g.Over(o.office.Day()) && (w.Role == "" || g.Role == w.Role) && o.in(g.Place, w.Unit)
		}) {
			return false
		}
	}
	return w.State == "" || o.stands(acc, w.State)
}

// called reports whether a text stands in an account's name, username or telephone number.
func called(acc *accountrows.Account, typed string) bool {
	name, number := vietnamese.Fold(typed), ""
	if strings.Trim(typed, "0123456789 .-+()") == "" { // the digits of a username are no telephone number
		number = vietnamese.Digits(typed)
		if rest, abroad := strings.CutPrefix(number, "84"); abroad && typed[0] == '+' {
			number = "0" + rest
		}
	}
	return name != "" && strings.Contains(vietnamese.Fold(acc.FullName), name) ||
		strings.Contains(acc.Username, strings.ToLower(typed)) ||
		number != "" && strings.Contains(acc.Phone, number)
}

// in reports whether a place is a unit or lies in it; every place is in none.
func (o *Desk) in(at, unit place.Code) bool {
	return unit == "" || at == unit ||
		slices.ContainsFunc(o.office.Reg().Ancestors(o.office.Unit(at), o.office.Day()),
			func(up place.Unit) bool { return up.Code == unit })
}

// stands reports whether an account is in a state.
func (o *Desk) stands(acc *accountrows.Account, s State) bool {
	today, enabled := o.office.Day(), acc.Disabled.IsZero()
	has := func(is func(*access.Grant) bool) bool {
		return slices.ContainsFunc(acc.Grants, func(g access.Grant) bool { return is(&g) })
	}
	switch s {
	case NoPassword:
		return enabled && acc.Password == ""
	case Temporary:
		return enabled && acc.MustChange && acc.Password != ""
	case Active:
		return enabled && has(func(g *access.Grant) bool { return g.Holds(today) })
	case NoRole:
		return enabled && !has(func(g *access.Grant) bool { return !g.Over(today) })
	case Disabled:
		return !enabled
	}
	return false
}
