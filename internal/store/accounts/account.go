// Package accounts keeps the rows of accounts, their roles and sessions.
package accounts

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// Account is a person's account. Password is its hash, TOTP the secret of the one-time codes ("" where none is set up).
type Account struct {
	ID         int64
	Username   string
	FullName   string
	Phone      string // digits; "" where it is not known
	Password   string // "": it has none yet, nobody signs in
	MustChange bool
	Until      time.Time // a temporary password opens nothing from then on; zero: it has no end
	TOTP       string
	TOTPStep   int64    // the last step used
	Recovery   []string // hashes of the recovery codes left
	Demo       bool
	Disabled   time.Time
	Created    time.Time
	Version    int64
	Grants     []access.Grant
	GrantIDs   []int64
	Ended      []Ended        // of each grant: whether somebody has ended it
	Lent       []access.Grant // the roles of others that are held in their stead; only Find and FindByName read them
}

// Ended is how a role was before somebody ended it.
type Ended struct {
	At time.Time // when; zero: nobody has
	To date.Date // its last day before
}

// Expired reports whether an account has a temporary password whose time is over: nothing is opened by it, and what it
// has opened is closed.
func (a *Account) Expired(now time.Time) bool {
	return a.MustChange && !a.Until.IsZero() && now.After(a.Until)
}

const accountColumns = `id, username, full_name, password, must_change, temporary_until, sealed_totp, totp_step, recovery, demo, disabled_at, created_at, version, sealed_phone`

func scanAccount(s store.Reader, r store.Scanner) (*Account, error) {
	var a Account
	var must, until, demo, disabled, created int64
	var sealed, phone []byte
	var recovery string
	if err := r.Scan(&a.ID, &a.Username, &a.FullName, &a.Password, &must, &until, &sealed, &a.TOTPStep, &recovery, &demo,
		&disabled, &created, &a.Version, &phone); err != nil {
		return nil, err
	}
	a.MustChange, a.Demo, a.Created, a.Recovery = must != 0, demo != 0, time.UnixMicro(created).UTC(),
		strings.Fields(recovery)
	if until != 0 {
		a.Until = time.UnixMicro(until).UTC()
	}
	if disabled != 0 {
		a.Disabled = time.UnixMicro(disabled).UTC()
	}
	var err error
	if a.TOTP, err = opened(s, sealed, totpPlace(a.ID)); err == nil {
		a.Phone, err = opened(s, phone, phonePlace(a.ID))
	}
	return &a, err
}

func totpPlace(id int64) string { return fmt.Sprintf("account/%d/totp", id) }

func phonePlace(id int64) string { return fmt.Sprintf("account/%d/phone", id) }

// opened is what was sealed in a place; "" where nothing was.
func opened(s store.Reader, sealed []byte, place string) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	plain, err := s.Vault().Open(nil, sealed, place)
	return string(plain), err
}

// sealedIn is a text sealed in a place; nothing for "".
func sealedIn(t store.Writer, text, place string) []byte {
	if text == "" {
		return nil
	}
	return t.Vault().Seal(nil, []byte(text), place)
}

// Find returns an account with its roles. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, id int64) (*Account, error) {
	return find(ctx, s, `id = $1`, id)
}

// FindByName returns an account by its username, in any case. Errors: errs.NotFound.
func FindByName(ctx context.Context, s store.Reader, username string) (*Account, error) {
	return find(ctx, s, `username = $1`, strings.ToLower(strings.TrimSpace(username)))
}

func find(ctx context.Context, s store.Reader, where string, arg any) (*Account, error) {
	a, err := scanAccount(s, s.Row(ctx, `SELECT `+accountColumns+` FROM account WHERE `+where, arg))
	if err != nil {
		return nil, store.NotFound(err)
	}
	rows, err := s.Query(ctx,
		`SELECT id, account, role, place, from_day, to_day, was_to, ended_at FROM account_role WHERE account = $1 ORDER BY id`, a.ID)
	if err := store.Each(rows, err, func(r store.Scanner) error {
		return scanGrant(r, map[int64]*Account{a.ID: a})
	}); err != nil {
		return nil, err
	}
	a.Lent, err = Lent(ctx, s, a.ID)
	return a, err
}

// All returns all accounts with their roles, by username.
func All(ctx context.Context, s store.Reader) (out []*Account, err error) {
	byID := map[int64]*Account{}
	rows, err := s.Query(ctx, `SELECT `+accountColumns+` FROM account ORDER BY username`)
	if err := store.Each(rows, err, func(r store.Scanner) error {
		a, err := scanAccount(s, r)
		if err == nil {
			out, byID[a.ID] = append(out, a), a
		}
		return err
	}); err != nil {
		return nil, err
	}
	rows, err = s.Query(ctx, `SELECT id, account, role, place, from_day, to_day, was_to, ended_at FROM account_role ORDER BY id`)
	return out, store.Each(rows, err, func(r store.Scanner) error { return scanGrant(r, byID) })
}

func scanGrant(r store.Scanner, accounts map[int64]*Account) error {
	var id, account, ended int64
	var role, code, from, to, was string
	if err := r.Scan(&id, &account, &role, &code, &from, &to, &was, &ended); err != nil {
		return err
	}
	g := access.Grant{Role: access.Role(role), Place: place.Code(code)}
	var before Ended
	for _, d := range []struct {
		text string
		day  *date.Date
	}{{from, &g.From}, {to, &g.To}, {was, &before.To}} {
		if d.text == "" {
			continue
		}
		var err error
		if *d.day, err = date.Parse(d.text); err != nil {
			return err
		}
	}
	if ended != 0 {
		before.At = time.UnixMicro(ended).UTC()
	}
	a := accounts[account]
	a.Grants, a.GrantIDs, a.Ended = append(a.Grants, g), append(a.GrantIDs, id), append(a.Ended, before)
	return nil
}

// Create adds an account; its ID is set here. Errors (errs.Conflict): the username is taken.
func Create(ctx context.Context, t store.Writer, a *Account) error {
	var err error
	if a.ID, err = t.Next(ctx, "", "account", 1); err != nil {
		return err
	}
	a.Username, a.Version = strings.ToLower(strings.TrimSpace(a.Username)), 1
	_, err = t.Exec(ctx,
		`INSERT INTO account (id, username, full_name, password, must_change, temporary_until, demo, created_at,
		sealed_phone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, a.ID, a.Username, a.FullName, a.Password,
		flag(a.MustChange), micro(a.Until), flag(a.Demo), a.Created.UnixMicro(),
		sealedIn(t, a.Phone, phonePlace(a.ID)))
	if err != nil && store.IsUnique(err) {
		return errs.New(errs.Conflict, "the username “%s” is taken; choose another", a.Username)
	}
	return err
}

// micro is a moment as it is kept; 0 for none.
func micro(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMicro()
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Update writes an account whose version was read before. Errors (errs.Conflict): it was changed since.
func Update(ctx context.Context, t store.Writer, a *Account) error {
	n, err := t.Exec(ctx,
		`UPDATE account SET full_name = $1, password = $2, must_change = $3, temporary_until = $4, sealed_totp = $5,
		totp_step = $6, recovery = $7, disabled_at = $8, sealed_phone = $9, version = version + 1
		WHERE id = $10 AND version = $11`,
		a.FullName, a.Password, flag(a.MustChange), micro(a.Until), sealedIn(t, a.TOTP, totpPlace(a.ID)), a.TOTPStep,
		strings.Join(a.Recovery, " "), micro(a.Disabled), sealedIn(t, a.Phone, phonePlace(a.ID)), a.ID, a.Version)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "this account was just changed elsewhere; reload and do it again")
	}
	a.Version++
	return err
}

// Reseal seals up to n accounts' second factors and telephones that an old key sealed with the newest; it returns how
// many accounts it found.
func Reseal(ctx context.Context, t store.Writer, n int) (int, error) {
	type record struct {
		id          int64
		totp, phone []byte
	}
	var found []record
	newest := []byte{t.Vault().Newest()}
	rows, err := t.Query(ctx,
		`SELECT id, sealed_totp, sealed_phone FROM account
		WHERE length(sealed_totp) > 0 AND substr(sealed_totp, 1, 1) <> $1
		OR length(sealed_phone) > 0 AND substr(sealed_phone, 1, 1) <> $2 ORDER BY id LIMIT $3`, newest, newest, n)
	err = store.Each(rows, err, func(r store.Scanner) error {
		var one record
		err := r.Scan(&one.id, &one.totp, &one.phone)
		found = append(found, one)
		return err
	})
	for i := 0; err == nil && i < len(found); i++ {
		one := &found[i]
		var totp, phone string
		if totp, err = opened(t, one.totp, totpPlace(one.id)); err != nil {
			break
		}
		if phone, err = opened(t, one.phone, phonePlace(one.id)); err != nil {
			break
		}
		_, err = t.Exec(ctx, `UPDATE account SET sealed_totp = $1, sealed_phone = $2 WHERE id = $3`,
			sealedIn(t, totp, totpPlace(one.id)), sealedIn(t, phone, phonePlace(one.id)), one.id)
	}
	return len(found), err
}

// AddGrant gives an account a role.
func AddGrant(ctx context.Context, t store.Writer, account int64, g access.Grant, by int64, at time.Time) error {
	id, err := t.Next(ctx, "", "account_role", 1)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx,
		`INSERT INTO account_role (id, account, role, place, from_day, to_day, granted_by, granted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, account, string(g.Role), string(g.Place), g.From.String(), g.To.String(), by, at.UnixMicro())
	return err
}

// EndGrant ends a role of an account on a day; the role stays in the history, and so does its last day of before, from
// which RestoreGrant has it. Errors: errs.NotFound.
func EndGrant(ctx context.Context, t store.Writer, account, grant int64, last date.Date, at time.Time) error {
	return oneGrant(t.Exec(ctx, `UPDATE account_role SET to_day = $1,
		was_to = CASE WHEN ended_at = 0 THEN to_day ELSE was_to END, ended_at = $2
		WHERE id = $3 AND account = $4`, last.String(), at.UnixMicro(), grant, account))
}

// RestoreGrant gives a role that somebody has ended its last day of before. Errors: errs.NotFound.
func RestoreGrant(ctx context.Context, t store.Writer, account, grant int64) error {
	return oneGrant(t.Exec(ctx, `UPDATE account_role SET to_day = was_to, was_to = '', ended_at = 0
		WHERE id = $1 AND account = $2 AND ended_at <> 0`, grant, account))
}

// KeepGrant says until when a role of an account is held, as what was given: nobody has ended it. Errors: errs.NotFound.
func KeepGrant(ctx context.Context, t store.Writer, account, grant int64, last date.Date) error {
	return oneGrant(t.Exec(ctx, `UPDATE account_role SET to_day = $1, was_to = '', ended_at = 0
		WHERE id = $2 AND account = $3`, last.String(), grant, account))
}

func oneGrant(n int64, err error) error {
	if err == nil && n != 1 {
		return errs.New(errs.NotFound, "EndGrant|there is no such role")
	}
	return err
}

// Session is somebody signed in at one browser. Stage is "code" while the one-time code is awaited, "change" while the
// password must be changed, "in" after.
type Session struct {
	ID      int64
	Account int64
	Stage   string
	Address string
	Agent   string
	Created time.Time
	Seen    time.Time
	Fresh   time.Time // when the password was last given
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// CreateSession keeps a new session; the token itself is not stored, only its hash.
func CreateSession(ctx context.Context, t store.Writer, token string, v *Session) error {
	var err error
	if v.ID, err = t.Next(ctx, "", "session", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx,
		`INSERT INTO session (token, id, account, stage, address, agent, created_at, seen_at, fresh_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		tokenHash(token), v.ID, v.Account, v.Stage, v.Address, v.Agent, v.Created.UnixMicro(), v.Seen.UnixMicro(),
		v.Fresh.UnixMicro())
	return err
}

const sessionColumns = `id, account, stage, address, agent, created_at, seen_at, fresh_at`

func scanSession(r store.Scanner) (v Session, err error) {
	var created, seen, fresh int64
	err = r.Scan(&v.ID, &v.Account, &v.Stage, &v.Address, &v.Agent, &created, &seen, &fresh)
	v.Created, v.Seen, v.Fresh = time.UnixMicro(created).UTC(), time.UnixMicro(seen).UTC(), time.UnixMicro(fresh).UTC()
	return v, err
}

// FindSession returns the session of a token. Errors: errs.NotFound.
func FindSession(ctx context.Context, s store.Reader, token string) (*Session, error) {
	v, err := scanSession(s.Row(ctx, `SELECT `+sessionColumns+` FROM session WHERE token = $1`, tokenHash(token)))
	if err != nil {
		return nil, store.NotFound(err)
	}
	return &v, nil
}

// Sessions returns the sessions of an account, the last seen first.
func Sessions(ctx context.Context, s store.Reader, account int64) (out []Session, err error) {
	rows, err := s.Query(ctx, `SELECT `+sessionColumns+` FROM session WHERE account = $1 ORDER BY seen_at DESC`,
		account)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		v, err := scanSession(r)
		out = append(out, v)
		return err
	})
}

// SeeSession notes when sessions were last used.
func SeeSession(ctx context.Context, t store.Writer, id int64, at time.Time) error {
	_, err := t.Exec(ctx, `UPDATE session SET seen_at = $1 WHERE id = $2`, at.UnixMicro(), id)
	return err
}

// EndSessions ends sessions of an account: one, or all but one where keep is not 0, or all.
func EndSessions(ctx context.Context, t store.Writer, account, one, keep int64) (int64, error) {
	if one != 0 {
		return t.Exec(ctx, `DELETE FROM session WHERE account = $1 AND id = $2`, account, one)
	}
	return t.Exec(ctx, `DELETE FROM session WHERE account = $1 AND id <> $2`, account, keep)
}

// EndOldSessions ends the sessions last used before one time or begun before another.
func EndOldSessions(ctx context.Context, t store.Writer, unused, begun time.Time) (int64, error) {
	return t.Exec(ctx, `DELETE FROM session WHERE seen_at < $1 OR created_at < $2`, unused.UnixMicro(),
		begun.UnixMicro())
}

// SetSessionStage moves a session on, its password having been given now.
func SetSessionStage(ctx context.Context, t store.Writer, id int64, stage string, fresh time.Time) error {
	_, err := t.Exec(ctx, `UPDATE session SET stage = $1, fresh_at = $2 WHERE id = $3`, stage, fresh.UnixMicro(), id)
	return err
}
