package people

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/roster"
	"giamngheo/internal/store"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/vietnamese"
)

// matcher finds the accounts of the rows of a list, one row after another.
type matcher struct {
	*lists
	a       *office.Ask
	byName  map[string]*accountrows.Account   // by username
	called  map[string][]*accountrows.Account // by name, folded
	taken   map[string]bool                   // usernames, those that the list gives too
	rows    map[string]int                    // in which row somebody stands, by username, name and unit or telephone
	matched map[int64]int                     // in which row an account stands
	// in which row somebody without a username stands, by name and unit or telephone
	nameless map[string]int
}

// people reads a list against the accounts that there are.
func (o *lists) people(ctx context.Context, from store.Reader, a *office.Ask, text string) (*List, error) {
	table, err := o.words.Parse(text)
	if err != nil {
		return nil, err
	}
	if len(table.Rows) == 0 {
		return nil, errs.New(errs.Invalid, "the list has no row below its headings: fill it in and choose it again")
	}
	all, err := accountrows.All(ctx, from)
	if err != nil {
		return nil, err
	}
	m := &matcher{lists: o, a: a, byName: map[string]*accountrows.Account{},
		called: map[string][]*accountrows.Account{}, taken: map[string]bool{}, rows: map[string]int{},
		matched: map[int64]int{}, nameless: map[string]int{}}
	for _, acc := range all {
		key := vietnamese.Fold(acc.FullName)
		m.byName[acc.Username], m.taken[acc.Username], m.called[key] = acc, true, append(m.called[key], acc)
	}
	reader := roster.NewReader(o.words, o.office.Reg(), o.office.Province(), o.office.Day())
	lines := reader.Lines(table)
	for i := range lines {
		m.taken[lines[i].Username] = true
	}
	p := &List{Text: text, Unread: table.Unread(), table: table}
	for i := range lines {
		p.Rows = append(p.Rows, m.row(lines[i]))
		if slices.ContainsFunc(p.Rows[i].grants, func(g access.Grant) bool { return g.Role == access.Administrator }) {
			p.Administrators++
		}
	}
	p.Sign = p.sign(o.office.Day().String())
	return p, nil
}

// row says what becomes of a row.
func (m *matcher) row(l roster.Line) Person {
	p := Person{Line: l, Verdict: roster.Refused, until: map[int64]access.Grant{}}
	if len(l.Faults) > 0 {
		return p
	}
	acc, why := m.find(&l)
	if why == nil {
		why = m.twice(&l, acc)
	}
	if why == nil && acc != nil {
		why = m.change(&p, acc)
	} else if why == nil {
		why = m.fresh(&p)
	}
	if why != nil {
		p.grants, p.until, p.Changes = nil, nil, nil
		p.Faults = append(p.Faults, *why)
		return p
	}
	switch {
	case acc == nil:
		p.Verdict = roster.New
	case len(p.Changes) > 0:
		p.Verdict = roster.Changed
	default:
		p.Verdict = roster.Same
	}
	return p
}

// find finds a row's account: that of its username, else the one person of its name with its telephone or at its unit.
// nil where the row is somebody new.
func (m *matcher) find(l *roster.Line) (*accountrows.Account, *errs.Text) {
	alike := m.called[vietnamese.Fold(l.Name)]
	if l.Username != "" {
		switch acc := m.byName[l.Username]; {
		case !roster.IsUsername(l.Username):
			return nil, new(accounts.BadUsername().Text())
		case acc != nil && !slices.Contains(alike, acc):
			return nil, new(errs.T("the username “%s” is another person’s (%s): choose another, or leave it blank",
				l.Username, acc.FullName))
		case acc != nil:
			return acc, nil
		}
	} else {
		var same []*accountrows.Account
		for _, acc := range alike {
			if vietnamese.Spelling(acc.FullName) == vietnamese.Spelling(l.Name) && m.likely(acc, l) {
				same = append(same, acc)
			}
		}
		switch {
		case len(same) == 1:
			return same[0], nil
		case len(same) > 1:
			return nil, new(errs.T("several accounts may be this person’s (%s, %s): write the username",
				same[0].Username, same[1].Username))
		}
	}
	for _, acc := range alike { // nobody gets a second account by a slip
		if m.likely(acc, l) {
			return nil, new(errs.T(
				"“%s” has the account “%s” there: write that username; somebody else of that name is made on the page of accounts",
				acc.FullName, acc.Username))
		}
	}
	return nil, nil
}

// likely reports whether an account of a row's name may be that person's.
func (m *matcher) likely(acc *accountrows.Account, l *roster.Line) bool {
	return l.Phone != "" && l.Phone == acc.Phone ||
		slices.ContainsFunc(acc.Grants, func(g access.Grant) bool { return g.Place == l.Unit.Code })
}

// twice refuses a person who stands in a row before.
func (m *matcher) twice(l *roster.Line, acc *accountrows.Account) *errs.Text {
	row := m.rows[l.Username]
	if row > 0 && l.Username != "" {
		return new(errs.T("the username “%s” stands in row %d already; a role at another unit goes in a second list, after this one",
			l.Username, row))
	}
	row = 0
	persons := m.persons(l)
	for _, person := range persons {
		if l.Username != "" { // with a username of its own a row may be somebody else of that name
			row = cmp.Or(row, m.nameless[person])
		} else {
			row = cmp.Or(row, m.rows[person])
		}
	}
	if acc != nil {
		row = cmp.Or(row, m.matched[acc.ID])
	}
	if row > 0 {
		return new(errs.T("the same person as in row %d: write both roles in one row with a semicolon between them; a role at another unit goes in a second list, after this one, with the username; of two people of one name give each a username", row))
	}
	m.rows[l.Username] = l.Row
	for _, person := range persons {
		m.rows[person] = l.Row
		if l.Username == "" {
			m.nameless[person] = l.Row
		}
	}
	if acc != nil {
		m.matched[acc.ID] = l.Row
	}
	return nil
}

// persons are by what a row's person is known in other rows: the name with the unit, and with the telephone.
func (m *matcher) persons(l *roster.Line) []string {
	name := vietnamese.Fold(l.Name) + "|"
	if l.Phone == "" {
		return []string{name + string(l.Unit.Code)}
	}
	return []string{name + string(l.Unit.Code), name + l.Phone}
}

// fresh says what a new account is given.
func (m *matcher) fresh(p *Person) *errs.Text {
	for _, role := range p.Roles {
		if why := m.give(p, nil, role); why != nil {
			return why
		}
	}
	if p.Username == "" {
		p.Username = roster.Username(p.Name, p.Unit, func(s string) bool { return m.taken[s] })
		m.taken[p.Username] = true
	}
	return nil
}

// give gives a role of a row, if it can be held there and beside what is held.
func (m *matcher) give(p *Person, held []access.Grant, role access.Role) *errs.Text {
	g := access.Grant{Role: role, Place: p.Unit.Code, From: p.From, To: p.To}
	if g.From.IsZero() {
		g.From = m.office.Day()
	}
	if why := m.against(slices.Concat(held, p.grants), g); why != nil {
		return why
	}
	p.grants = append(p.grants, g)
	return nil
}

// reasonOf is what an error says to people.
func reasonOf(err error) *errs.Text {
	var e *errs.Error
	if errors.As(err, &e) {
		return new(e.Text())
	}
	return new(errs.T("this cannot be done: %s", err.Error()))
}

// change says what becomes other of an account. Roles that the list does not name stay.
func (m *matcher) change(p *Person, acc *accountrows.Account) *errs.Text {
	p.acc, p.Account, p.Username = acc, acc.ID, acc.Username
	if !acc.Disabled.IsZero() {
		return new(errs.T("the account “%s” is disabled: enable it on its page, then choose the file again", acc.Username))
	}
	if worse(acc.FullName, p.Name) {
		p.Name = acc.FullName
	}
	if acc.FullName != p.Name {
		p.Changes = append(p.Changes, errs.T("name: %s → %s", acc.FullName, p.Name))
	}
	if p.Phone != "" && acc.Phone != p.Phone {
		p.Changes = append(p.Changes, errs.T("telephone: %s", p.Phone))
	}
	held := slices.Clone(acc.Grants)
	var lacking []access.Role
	for _, role := range p.Roles {
		i := m.heldAt(acc, role, p.Unit.Code)
		if i < 0 {
			lacking = append(lacking, role)
			continue
		}
		if why := m.keep(p, acc, held, i); why != nil {
			return why
		}
	}
	for _, role := range lacking {
		if why := m.give(p, held, role); why != nil {
			return why
		}
		p.Changes = append(p.Changes, errs.T("gets the role: %s – %s", role.Title(), p.Unit.FullName))
	}
	if len(p.Changes) > 0 && acc.ID == m.a.Account {
		return reasonOf(accounts.OwnRoles())
	}
	return nil
}

// worse reports whether a list only writes a name that is known in capitals, in small letters or without its marks.
func worse(known, listed string) bool {
	mixed := func(s string) bool { return s != strings.ToUpper(s) && s != strings.ToLower(s) }
	if vietnamese.Spelling(known) == vietnamese.Spelling(listed) {
		return !mixed(listed)
	}
	marked := func(s string) bool { return strings.ContainsFunc(s, func(c rune) bool { return c > unicode.MaxASCII }) }
	return marked(known) && !marked(listed)
}

// heldAt is the place, among an account's roles, of one that is held at a unit today or later; -1 where none is.
func (m *matcher) heldAt(acc *accountrows.Account, role access.Role, at place.Code) int {
	return slices.IndexFunc(acc.Grants, func(g access.Grant) bool {
		return g.Role == role && g.Place == at && !g.Over(m.office.Day())
	})
}

// keep changes the last day of a role that is held, where the row says another.
func (m *matcher) keep(p *Person, acc *accountrows.Account, held []access.Grant, i int) *errs.Text {
	g := acc.Grants[i]
	if !p.From.IsZero() && p.From != g.From {
		return new(errs.T("“%s” is held from %s: leave the first day blank or write that one; another is given on the account’s page",
			g.Role.Title(), g.From))
	}
	if p.To.IsZero() || p.To == g.To {
		return nil
	}
	g.To = p.To
	if err := access.CheckGrant(g, m.office.Unit(g.Place)); err != nil {
		return reasonOf(err)
	}
	others := slices.Delete(slices.Clone(held), i, i+1)
	if err := m.accounts.Apart(others, g); err != nil {
		return reasonOf(err)
	}
	held[i], p.until[acc.GrantIDs[i]] = g, g
	p.Changes = append(p.Changes, errs.T("%s until %s", g.Role.Title(), g.To))
	return nil
}
