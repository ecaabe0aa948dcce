package office

import (
	"giamngheo/internal/access"
	"giamngheo/internal/stead"
	"giamngheo/internal/store/accounts"
)

// GrantsOf are an account's roles, with those of others that it holds in their stead.
func (o *rights) GrantsOf(acc *accounts.Account) []access.Grant {
	return stead.Held(acc.Grants, acc.Lent, o.Against)
}

// ActsAs reports whether somebody is a person, or acts in their stead today.
func (o *rights) ActsAs(a *Ask, account int64) bool {
	return account == a.Account || a.stead.ActsFor(a.Grants, o.Day(), account)
}

// MayApprove refuses that anybody approves what they entered, or who they stand in for. Errors: errs.Forbidden.
func (o *rights) MayApprove(a *Ask, author int64) error {
	return stead.MayLend(a.Account, a.Grants, o.Day(), access.Approves, access.Writes, author)
}
