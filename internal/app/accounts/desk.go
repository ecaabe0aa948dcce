// Package accounts keeps accounts, roles, sessions and sign-in.
package accounts

import (
	"giamngheo/internal/access"
	"giamngheo/internal/credential"
	"giamngheo/internal/date"
	"giamngheo/internal/office"
	"giamngheo/internal/roster"
)

// Desk keeps accounts, roles, sessions and sign-in.
type Desk struct {
	*sessions
	*many

	office *office.Office

	signed signedIn
	tries  Tries
	turned Refusals
	hasher *credential.Hasher
	policy *credential.Policy
	duties *access.Duties
	words  *roster.Words
	asked  map[access.Role]date.Date // since when each role is asked for one-time codes here
}

// hashers is how many passwords are hashed at once; each takes 19 MiB.
const hashers = 2

// New makes the desk.
func New(office *office.Office, duties *access.Duties, words *roster.Words) (*Desk, error) {
	d := &Desk{office: office, hasher: credential.NewHasher(hashers), duties: duties, words: words}
	policy, err := credential.NewPolicy()
	if err != nil {
		return nil, err
	}
	d.policy = policy
	d.signed.init()
	d.tries.Init(office.Now)
	d.turned.Init(office.Now, office.Saw)
	d.sessions, d.many = &sessions{d}, &many{d}
	return d, nil
}

// sessions are who is signed in, and how one signs in.
type sessions struct{ *Desk }
