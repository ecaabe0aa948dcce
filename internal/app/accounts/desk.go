// Package accounts keeps accounts, roles, sessions and sign-in.
package accounts

import (
	"giamngheo/internal/access"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/budget"
	"giamngheo/internal/credential"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/proposals"
)

// Desk keeps accounts, roles, sessions and sign-in.
type Desk struct {
	*sessions
	*seconds
	*factors

	office *office.Office

	signed signedIn
	tries  Tries
	turned Refusals
	hasher *credential.Hasher
	policy *credential.Policy
	duties *access.Duties
	asked  map[access.Role]date.Date // since when each role is asked for one-time codes here
}

// Hashers is how many passwords are hashed at once; each takes 19 MiB.
const Hashers = 2

// New makes the desk.
func New(office *office.Office, budget *budget.Desk, duties *access.Duties, second *agreements.Desk) (*Desk, error) {
	d := &Desk{office: office, hasher: credential.NewHasher(Hashers), duties: duties}
	policy, err := credential.NewPolicy()
	if err != nil {
		return nil, err
	}
	d.policy = policy
	office.Against = func(held []access.Grant, g access.Grant) bool {
		_, bad := duties.Against(held, g)
		return bad
	}
	d.signed.init()
	d.tries.budget = budget
	d.turned.Init(office.Now, office.Saw)
	d.sessions, d.seconds, d.factors = &sessions{d}, &seconds{d, second}, &factors{d}
	second.Handle(proposals.Password, agreements.Way{Title: errs.T("Reset of a password"),
		Prepare: d.prepare, Show: d.show, Not: d.not})
	return d, nil
}

// sessions are who is signed in, and how one signs in.
type sessions struct{ *Desk }
