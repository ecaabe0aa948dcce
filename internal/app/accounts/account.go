package accounts

import (
	"context"
	"slices"
	"strings"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/credential"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/roster"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/passkeys"
)

// Accounts lists all accounts, for who manages them.
func (o *Desk) Accounts(ctx context.Context, a *office.Ask) ([]*accounts.Account, error) {
	if err := o.mayAccounts(a); err != nil {
		return nil, err
	}
	return accounts.All(ctx, o.office.Reader())
}

// AccountOf returns one account, for who manages them, or one's own.
func (o *Desk) AccountOf(ctx context.Context, a *office.Ask, id int64) (*accounts.Account, error) {
	if a.Account != id {
		if err := o.mayAccounts(a); err != nil {
			return nil, err
		}
	}
	return accounts.Find(ctx, o.office.Reader(), id)
}

// NewAccount is an account to be made: with a role where it has one.
type NewAccount struct {
	Username, FullName string
	Grants             []access.Grant
	Password           string // only the command line and the demo give one; empty: a temporary one is made
	Demo               bool
	Hash               string // of the password, where several accounts share it
}

// CreateAccount makes an account and returns its temporary password, which must be changed at the first sign-in.
func (o *Desk) CreateAccount(ctx context.Context, a *office.Ask,
	in NewAccount) (acc *accounts.Account, temporary string, err error) {
	if err := o.mayAccounts(a); err != nil {
		return nil, "", err
	}
	if err := o.office.NeedFresh(a); err != nil {
		return nil, "", err
	}
	return o.EnterAccount(ctx, a, in)
}

// EnterAccount is CreateAccount for who needs no right: the command line and the demonstration. Errors (errs.Invalid):
// a username, name, role or password that cannot be.
func (o *Desk) EnterAccount(ctx context.Context, a *office.Ask,
	in NewAccount) (acc *accounts.Account, temporary string, err error) {
	in.Username = strings.ToLower(strings.TrimSpace(in.Username))
	in.FullName = strings.TrimSpace(in.FullName)
	switch {
	case !roster.IsUsername(in.Username):
		return nil, "", BadUsername()
	case in.FullName == "" || office.TooLong(in.FullName):
		return nil, "", errs.New(errs.Invalid, "give the full name (at most 300 letters)")
	}
	for i, g := range in.Grants {
		if err := o.CheckGrant(g); err != nil {
			return nil, "", err
		}
		if err := o.Apart(in.Grants[:i], g); err != nil {
			return nil, "", err
		}
	}
	password := in.Password
	if password == "" {
		temporary = credential.NewTemporaryPassword()
		password = temporary
	}
	hash := in.Hash
	if hash == "" {
		if hash, err = o.hasher.Hash(ctx, password); err != nil {
			return nil, "", err
		}
	}
	acc = &accounts.Account{Username: in.Username, FullName: in.FullName, Password: hash, MustChange: temporary != "",
		Demo: in.Demo, Created: o.office.Now()}
	if acc.MustChange {
		acc.Until = acc.Created.Add(temporaryLasts)
	}
	by := int64(0)
	if a != nil {
		by = a.Account
	}
	deed := &office.Deed{Action: "account.create", Kind: "account", Note: map[string]string{"username": acc.Username}}
	return acc, temporary, o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := accounts.Create(ctx, tx, acc); err != nil {
			return err
		}
		deed.Subject = office.IDText(acc.ID)
		for _, g := range in.Grants {
			if err := accounts.AddGrant(ctx, tx, acc.ID, g, by, o.office.Now()); err != nil {
				return err
			}
			deed.Note["role"] = string(g.Role) + " " + string(g.Place)
		}
		return nil
	})
}

// BadUsername refuses what cannot be a username (errs.Invalid).
func BadUsername() *errs.Error {
	return errs.New(errs.Invalid,
		"a username has 3–40 letters: lower case without diacritics, digits, points, hyphens; it begins with a letter or digit")
}

// temporaryLasts is how long a temporary password opens the page where it is changed.
const temporaryLasts = 72 * time.Hour

// Apart refuses a role beside which another is held that one person may not hold in the same time.
func (o *Desk) Apart(held []access.Grant, g access.Grant) error {
	other, bad := o.duties.Against(held, g)
	switch {
	case !bad:
		return nil
	case other == access.Administrator || g.Role == access.Administrator:
		return errs.New(errs.Invalid, "an administrator never sees household data: use two accounts")
	}
	return errs.New(errs.Invalid,
		"nobody is “%s” and “%s” in the same time: end the other role first, or give the role to somebody else",
		other.Title(), g.Role.Title())
}

// Against is a role that somebody holds beside which another one may not be held in the same time.
func (o *Desk) Against(held []access.Grant, g access.Grant) (access.Role, bool) {
	return o.duties.Against(held, g)
}

// CodesFrom is the day from which an account signs in with one-time codes only; zero where it need not.
func (o *Desk) CodesFrom(acc *accounts.Account) date.Date {
	if acc.Demo {
		return 0 // its password is printed
	}
	return o.duties.CodesFrom(o.office.GrantsOf(acc), office.DayOf(acc.Created), o.office.Day(), o.asked)
}

// CheckGrant says why a role cannot be held here, for its unit or between its days. Errors: errs.Invalid.
func (o *Desk) CheckGrant(g access.Grant) error {
	u, ok := o.office.Reg().At(g.Place, max(g.From, o.office.Day()))
	if !ok {
		return errs.New(errs.Invalid, "there is no unit “%s”", g.Place)
	}
	top := u.Code
	if above := o.office.Reg().Ancestors(u, max(g.From, o.office.Day())); len(above) > 0 {
		top = above[len(above)-1].Code
	}
	if top != o.office.ProvinceCode() {
		return errs.New(errs.Invalid, "“%s” is in another province", u.FullName)
	}
	return access.CheckGrant(g, u)
}

// Bootstrap makes the first administrator; it is refused once there is one. Only the command line calls it.
func (o *Desk) Bootstrap(ctx context.Context, username, fullName string) (temporary string, err error) {
	all, err := accounts.All(ctx, o.office.Reader())
	if err != nil {
		return "", err
	}
	if o.administrators(all, 0) > 0 {
		return "",
			errs.New(errs.Conflict,
				"there is an administrator already; make accounts in the interface, or use “user reset”")
	}
	_, temporary, err = o.EnterAccount(ctx, &office.Ask{Username: "cli", From: "cli"},
		NewAccount{Username: username, FullName: fullName,
			Grants: []access.Grant{{Role: access.Administrator, Place: o.office.ProvinceCode(), From: o.office.Day()}}})
	return temporary, err
}

// administrators counts the accounts that can manage accounts today, but for one.
func (o *Desk) administrators(all []*accounts.Account, but int64) (n int) {
	for _, acc := range all {
		if acc.ID != but && acc.Disabled.IsZero() && !access.Where(acc.Grants, access.ManageAccounts,
			o.office.Day()).Nowhere() {
			n++
		}
	}
	return n
}

// ResetPassword gives an account a temporary password that must be changed, turns its one-time codes off, takes its
// passkeys away and ends its sessions. An administrator never learns or chooses the final one, and resets nobody alone who has had a password of
// their own. Errors: *agreements.Waits where a second person has to agree, who is told the reason.
func (o *Desk) ResetPassword(ctx context.Context, a *office.Ask, id int64,
	reason string) (temporary string, err error) {
	if a.From != "cli" {
		if err := o.mayAccounts(a); err != nil {
			return "", err
		}
		if err := o.office.NeedFresh(a); err != nil {
			return "", err
		}
		acc, err := accounts.Find(ctx, o.office.Reader(), id)
		if err != nil {
			return "", err
		}
		second, err := o.NeedsSecond(ctx, o.office.Reader(), acc)
		if err != nil {
			return "", err
		}
		if second {
			return "", o.propose(ctx, a, acc, reason)
		}
	}
	temporary = credential.NewTemporaryPassword()
	hash, err := o.hasher.Hash(ctx, temporary)
	if err != nil {
		return "", err
	}
	err = o.changeAccount(ctx, a, id, "account.reset", func(tx *office.Tx, acc *accounts.Account) error {
		return o.ResetIn(ctx, tx, acc, hash)
	})
	return temporary, err
}

// ResetIn gives an account the hash of a temporary password, without writing the account itself.
func (o *Desk) ResetIn(ctx context.Context, tx *office.Tx, acc *accounts.Account, hash string) error {
	acc.Password, acc.MustChange, acc.TOTP, acc.TOTPStep, acc.Recovery = hash, true, "", 0, nil
	acc.Until = o.office.Now().Add(temporaryLasts)
	if err := passkeys.DropAll(ctx, tx, acc.ID); err != nil {
		return err
	}
	_, err := accounts.EndSessions(ctx, tx, acc.ID, 0, 0)
	return err
}

// ResetByName is ResetPassword for the command line.
func (o *Desk) ResetByName(ctx context.Context, username string) (string, error) {
	acc, err := accounts.FindByName(ctx, o.office.Reader(), username)
	if err != nil {
		return "", err
	}
	return o.ResetPassword(ctx, &office.Ask{Username: "cli", From: "cli"}, acc.ID, "")
}

func (o *Desk) changeAccount(ctx context.Context, a *office.Ask, id int64, action string,
	change func(*office.Tx, *accounts.Account) error) error {
	deed := &office.Deed{Action: action, Kind: "account", Subject: office.IDText(id)}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Changed(office.TopicAccount)
		acc, err := accounts.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := change(tx, acc); err != nil {
			return err
		}
		if err := accounts.Update(ctx, tx, acc); err != nil {
			return err
		}
		deed.Note = map[string]string{"username": acc.Username}
		return nil
	})
}

func lastAdministrator() error {
	return errs.New(errs.Conflict, "this is the last administrator: give somebody else the role first")
}

// OwnRoles refuses who would change their own rights (errs.Forbidden).
func OwnRoles() error {
	return errs.New(errs.Forbidden, "nobody changes their own rights; ask another administrator")
}

// stillActing checks inside the transaction that the actor may still manage accounts: of two administrators who remove
// each other at once, the second is refused.
func (o *Desk) stillActing(ctx context.Context, tx *office.Tx, a *office.Ask, target int64) error {
	all, err := accounts.All(ctx, tx)
	if err != nil {
		return err
	}
	for _, acc := range all {
		if acc.ID == a.Account && (!acc.Disabled.IsZero() ||
			access.Where(acc.Grants, access.ManageAccounts, o.office.Day()).Nowhere()) {
			return office.Forbidden()
		}
	}
	if o.administrators(all, target) == 0 {
		return lastAdministrator()
	}
	return nil
}

// SetDisabled disables an account, which ends its sessions, or enables it again.
func (o *Desk) SetDisabled(ctx context.Context, a *office.Ask, id int64, disabled bool) error {
	if err := o.mayAccounts(a); err != nil {
		return err
	}
	if a.Account == id {
		return OwnRoles()
	}
	action := map[bool]string{true: "account.disable", false: "account.enable"}[disabled]
	return o.changeAccount(ctx, a, id, action, func(tx *office.Tx, acc *accounts.Account) error {
		if !disabled {
			acc.Disabled = time.Time{}
			return nil
		}
		acc.Disabled = o.office.Now()
		if err := o.stillActing(ctx, tx, a, id); err != nil {
			return err
		}
		_, err := accounts.EndSessions(ctx, tx, id, 0, 0)
		return err
	})
}

// AddRole gives an account a role.
func (o *Desk) AddRole(ctx context.Context, a *office.Ask, id int64, g access.Grant) error {
	if err := o.mayAccounts(a); err != nil {
		return err
	}
	if a.Account == id {
		return OwnRoles()
	}
	if err := o.office.NeedFresh(a); err != nil {
		return err
	}
	if err := o.CheckGrant(g); err != nil {
		return err
	}
	return o.changeAccount(ctx, a, id, "account.grant", func(tx *office.Tx, acc *accounts.Account) error {
		if err := o.Apart(slices.Concat(acc.Grants, acc.Lent), g); err != nil {
			return err
		}
		return accounts.AddGrant(ctx, tx, id, g, a.Account, o.office.Now())
	})
}

func administers(grants []access.Grant, on date.Date) bool {
	return !access.Where(grants, access.ManageAccounts, on).Nowhere()
}

// Conflicts are the pairs of roles that an account holds, today or later, and nobody may hold in the same time: they
// were given before that was asked for.
func (o *Desk) Conflicts(acc *accounts.Account) [][2]access.Role {
	return o.duties.Conflicts(acc.Grants, o.office.Day())
}

// EndRole ends a role of an account yesterday: it acts on the next request, and one that was to begin never does.
// Errors (errs.Conflict): it is over already.
func (o *Desk) EndRole(ctx context.Context, a *office.Ask, id, grant int64) error {
	if err := o.mayAccounts(a); err != nil {
		return err
	}
	if a.Account == id {
		return OwnRoles()
	}
	return o.changeAccount(ctx, a, id, "account.revoke", func(tx *office.Tx, acc *accounts.Account) error {
		if i := slices.Index(acc.GrantIDs, grant); i >= 0 && acc.Grants[i].Over(o.office.Day()) {
			return errs.New(errs.Conflict, "this role has ended already")
		}
		if administers(acc.Grants, o.office.Day()) {
			if err := o.stillActing(ctx, tx, a, id); err != nil {
				return err
			}
		}
		return accounts.EndGrant(ctx, tx, id, grant, o.office.Day().AddDays(-1), o.office.Now())
	})
}

// UnitsFor lists the units for which a role can be held, for a form: the province, its districts, its communes.
func (o *Desk) UnitsFor() (out []place.Unit) {
	var walk func(u place.Unit)
	walk = func(u place.Unit) {
		out = append(out, u)
		for _, c := range o.office.Reg().Children(u.Code, o.office.Day()) {
			walk(c)
		}
	}
	walk(o.office.Province())
	return out
}

// HashPassword hashes a password as it is kept.
func (o *Desk) HashPassword(ctx context.Context, password string) (string, error) {
	return o.hasher.Hash(ctx, password)
}
