// Package passkeys keeps the rows of passkeys, and the questions to them that are not answered yet.
package passkeys

import (
	"context"
	"fmt"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/store"
)

// Passkey is one of an account. Record is what a signature is checked with; it is sealed.
type Passkey struct {
	Province   string
	ID         int64
	Account    int64
	Credential string // its id, as programs write it: one passkey is of one account only
	Host       string // of the office's address when it was made: it opens nothing at another
	Name       string
	Made       time.Time
	Used       time.Time // zero: never
	Doubted    time.Time // when its counter went back, so that there may be a copy; zero: never
	Record     []byte
}

// SealPlace is where the record of a passkey belongs; its seal opens nowhere else.
func SealPlace(province string, id, _ int64) string {
	return fmt.Sprintf("passkey/%s/%d", province, id)
}

const columns = `province, id, account, credential, host, name, made_at, used_at, doubted_at, sealed_record`

func moment(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro).UTC()
}

func micro(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMicro()
}

func scan(s store.Reader, r store.Scanner) (p Passkey, err error) {
	var made, used, doubted int64
	var sealed []byte
	if err = r.Scan(&p.Province, &p.ID, &p.Account, &p.Credential, &p.Host, &p.Name, &made, &used, &doubted,
		&sealed); err != nil {
		return p, err
	}
	p.Made, p.Used, p.Doubted = moment(made), moment(used), moment(doubted)
	p.Record, err = s.Vault().Open(nil, sealed, SealPlace(p.Province, p.ID, 0))
	return p, err
}

// Add keeps a new passkey; its ID is set here. Errors (errs.Conflict): it is somebody's already.
func Add(ctx context.Context, t store.Writer, p *Passkey) error {
	var err error
	if p.ID, err = t.Next(ctx, p.Province, "passkey", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO passkey (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, p.Province,
		p.ID, p.Account, p.Credential, p.Host, p.Name, micro(p.Made), micro(p.Used), micro(p.Doubted),
		t.Vault().Seal(nil, p.Record, SealPlace(p.Province, p.ID, 0)))
	if err != nil && store.IsUnique(err) {
		return errs.New(errs.Conflict, "this passkey is registered already: choose another device, or another key")
	}
	return err
}

// Set writes when a passkey was used and doubted, and its record.
func Set(ctx context.Context, t store.Writer, p *Passkey) error {
	_, err := t.Exec(ctx, `UPDATE passkey SET used_at = $1, doubted_at = $2, sealed_record = $3
		WHERE province = $4 AND id = $5`, micro(p.Used), micro(p.Doubted),
		t.Vault().Seal(nil, p.Record, SealPlace(p.Province, p.ID, 0)), p.Province, p.ID)
	return err
}

// Find is the passkey with a credential's id. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, credential string) (*Passkey, error) {
	p, err := scan(s, s.Row(ctx, `SELECT `+columns+` FROM passkey WHERE credential = $1`, credential))
	if err != nil {
		return nil, store.NotFound(err)
	}
	return &p, nil
}

// Of are the passkeys of an account, the oldest first.
func Of(ctx context.Context, s store.Reader, account int64) (out []Passkey, err error) {
	rows, err := s.Query(ctx, `SELECT `+columns+` FROM passkey WHERE account = $1 ORDER BY id`, account)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		p, err := scan(s, r)
		out = append(out, p)
		return err
	})
}

// Count is how many passkeys an account has for a host.
func Count(ctx context.Context, s store.Reader, account int64, host string) (n int, err error) {
	err = s.Row(ctx, `SELECT count(*) FROM passkey WHERE account = $1 AND host = $2`, account, host).Scan(&n)
	return n, err
}

// Holders are how many passkeys each account has for a host; who has none is not among them.
func Holders(ctx context.Context, s store.Reader, host string) (map[int64]int, error) {
	out := map[int64]int{}
	rows, err := s.Query(ctx, `SELECT account, count(*) FROM passkey WHERE host = $1 GROUP BY account`, host)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var account int64
		var n int
		err := r.Scan(&account, &n)
		out[account] = n
		return err
	})
}

// Drop takes a passkey from an account. Errors: errs.NotFound.
func Drop(ctx context.Context, t store.Writer, account, id int64) error {
	n, err := t.Exec(ctx, `DELETE FROM passkey WHERE account = $1 AND id = $2`, account, id)
	if err == nil && n != 1 {
		return errs.New(errs.NotFound, "there is no such passkey any more")
	}
	return err
}

// DropAll takes all passkeys from an account.
func DropAll(ctx context.Context, t store.Writer, account int64) error {
	_, err := t.Exec(ctx, `DELETE FROM passkey WHERE account = $1`, account)
	return err
}

// Question is what a passkey is asked to sign – or what is kept while somebody signs in elsewhere –: once, until a moment, of a session where somebody is signed in.
type Question struct {
	ID      string
	Purpose string
	Account int64
	Session int64
	Until   time.Time
	Data    []byte // what the answer is compared with
}

// Ask keeps a question.
func Ask(ctx context.Context, t store.Writer, q *Question) error {
	_, err := t.Exec(ctx, `INSERT INTO passkey_asked (id, purpose, account, session, until, data)
		VALUES ($1, $2, $3, $4, $5, $6)`, q.ID, q.Purpose, q.Account, q.Session, q.Until.UnixMicro(), string(q.Data))
	return err
}

// Take takes a question away: it is answered once. Errors: errs.NotFound.
func Take(ctx context.Context, t store.Writer, id string) (*Question, error) {
	q := Question{ID: id}
	var until int64
	var data string
	err := t.Row(ctx, `DELETE FROM passkey_asked WHERE id = $1 RETURNING purpose, account, session, until, data`, id).
		Scan(&q.Purpose, &q.Account, &q.Session, &until, &data)
	if err != nil {
		return nil, store.NotFound(err)
	}
	q.Until, q.Data = time.UnixMicro(until).UTC(), []byte(data)
	return &q, nil
}

// Look is a question as it is kept, which stays. Errors: errs.NotFound.
func Look(ctx context.Context, s store.Reader, id string) (*Question, error) {
	q := Question{ID: id}
	var until int64
	var data string
	err := s.Row(ctx, `SELECT purpose, account, session, until, data FROM passkey_asked WHERE id = $1`, id).
		Scan(&q.Purpose, &q.Account, &q.Session, &until, &data)
	if err != nil {
		return nil, store.NotFound(err)
	}
	q.Until, q.Data = time.UnixMicro(until).UTC(), []byte(data)
	return &q, nil
}

// Sweep drops the questions whose time is over.
func Sweep(ctx context.Context, t store.Writer, now time.Time) error {
	_, err := t.Exec(ctx, `DELETE FROM passkey_asked WHERE until < $1`, now.UnixMicro())
	return err
}
