// Package statements keeps the rows of the treasury's statements: accounts with how their columns are called, statements
// with their rows, and what is said of each difference. Answers are never changed: the next one stands after it.
package statements

import (
	"context"
	"encoding/json"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/statement"
	"giamngheo/internal/store"
)

// Account is a unit's account at the treasury.
type Account struct {
	Place    place.Code
	Holder   string            // of the lines that are paid from it: a place's code or a body's name
	Number   string            // "": not known yet
	Headings map[string]string // what stands over a column, folded → the column
	By       int64
	At       time.Time
}

// FindAccount returns the account of who holds lines in a place. Errors: errs.NotFound.
func FindAccount(ctx context.Context, s store.Reader, province string, at place.Code, holder string) (*Account, error) {
	a := Account{Place: at, Holder: holder}
	var headings string
	var when int64
	if err := s.Row(ctx, `SELECT number, headings, recorded_by, recorded_at FROM treasury_account
		WHERE province = $1 AND place = $2 AND holder = $3`, province, string(at), holder).Scan(&a.Number, &headings, &a.By,
		&when); err != nil {
		return nil, store.NotFound(err)
	}
	a.At = time.UnixMicro(when).UTC()
	return &a, json.Unmarshal([]byte(headings), &a.Headings)
}

// SetAccount writes an account with how its columns are called.
func SetAccount(ctx context.Context, t store.Writer, province string, a *Account) error {
	headings, err := json.Marshal(a.Headings)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO treasury_account (province, place, holder, number, headings, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (province, place, holder) DO UPDATE SET number = excluded.number,
		headings = excluded.headings, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at`, province,
		string(a.Place), a.Holder, a.Number, string(headings), a.By, a.At.UnixMicro())
	return err
}

// State is how far a statement has come.
type State string

// The states.
const (
	Looked   State = "looked" // read, and not taken in yet
	Open     State = "open"
	Closed   State = "closed"
	Replaced State = "replaced" // by a later file of the month
)

// Title is a state's name.
func (s State) Title() errs.Text {
	return map[State]errs.Text{Looked: errs.T("statement|Looked at, not taken in"), Open: errs.T("statement|Open"),
		Closed: errs.T("statement|Closed"), Replaced: errs.T("statement|Replaced by a later file")}[s]
}

// Statement is a month of an account.
type Statement struct {
	ID          int64
	Place       place.Code
	Holder      string
	Number      string
	Year, Month int
	Hash        string // of the rows
	State       State
	Version     int64
	By          int64
	At          time.Time
	ClosedBy    int64
}

const columns = `id, place, holder, number, year, month, hash, state, version, recorded_by, recorded_at, closed_by`

// Add records a statement with its rows; its ID is set here.
func Add(ctx context.Context, t store.Writer, province string, v *Statement, rows []statement.Row) (err error) {
	if v.ID, err = t.Next(ctx, province, "statement", 1); err != nil {
		return err
	}
	v.Version = 1
	if _, err = t.Exec(ctx, `INSERT INTO statement (`+columns+`, province)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, v.ID, string(v.Place), v.Holder, v.Number, v.Year, v.Month,
		v.Hash, string(v.State), v.Version, v.By, v.At.UnixMicro(), v.ClosedBy, province); err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		if _, err = t.Exec(ctx, `INSERT INTO statement_row (province, statement, row, day, voucher, codes, amount, content)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, province, v.ID, r.No, store.DayText(r.Day), r.Voucher, r.Codes,
			int64(r.Amount), r.Content); err != nil {
			return err
		}
	}
	return nil
}

// Set writes a statement's state. Errors (errs.Conflict): somebody else changed it meanwhile.
func Set(ctx context.Context, t store.Writer, province string, v *Statement) error {
	n, err := t.Exec(ctx, `UPDATE statement SET state = $1, closed_by = $2, version = version + 1
		WHERE province = $3 AND id = $4 AND version = $5`, string(v.State), v.ClosedBy, province, v.ID, v.Version)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "somebody else has changed this statement meanwhile: look at it again")
	}
	v.Version++
	return err
}

func all(ctx context.Context, s store.Reader, query string, args ...any) (out []Statement, err error) {
	rows, err := s.Query(ctx, query, args...)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var v Statement
		var at int64
		err := r.Scan(&v.ID, &v.Place, &v.Holder, &v.Number, &v.Year, &v.Month, &v.Hash, &v.State, &v.Version, &v.By, &at,
			&v.ClosedBy)
		v.At = time.UnixMicro(at).UTC()
		out = append(out, v)
		return err
	})
}

// Find returns one statement. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Statement, error) {
	found, err := all(ctx, s, `SELECT `+columns+` FROM statement WHERE province = $1 AND id = $2`, province, id)
	if err != nil || len(found) == 0 {
		return nil, store.OrNotFound(err)
	}
	return &found[0], nil
}

// Of returns the statements of who holds lines in a place, the newest first.
func Of(ctx context.Context, s store.Reader, province string, at place.Code, holder string) ([]Statement, error) {
	return all(ctx, s, `SELECT `+columns+` FROM statement WHERE province = $1 AND place = $2 AND holder = $3
		ORDER BY id DESC`, province, string(at), holder)
}

// OfState returns statements of a state with a number below one, the newest first, at most limit of them.
func OfState(ctx context.Context, s store.Reader, province string, state State, below int64, limit int) ([]Statement, error) {
	return all(ctx, s, `SELECT `+columns+` FROM statement WHERE province = $1 AND state = $2 AND id < $3
		ORDER BY id DESC LIMIT $4`, province, string(state), below, limit)
}

// Rows returns the rows of a statement in the order of the file.
func Rows(ctx context.Context, s store.Reader, province string, id int64) (out []statement.Row, err error) {
	rows, err := s.Query(ctx, `SELECT row, day, voucher, codes, amount, content FROM statement_row
		WHERE province = $1 AND statement = $2 ORDER BY row`, province, id)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var v statement.Row
		var day string
		err := r.Scan(&v.No, &day, &v.Voucher, &v.Codes, &v.Amount, &v.Content)
		if err != nil {
			return err
		}
		v.Day, err = store.DayOf(day)
		out = append(out, v)
		return err
	})
}

// Answer is what is said of a difference, and who owns it.
type Answer struct {
	Statement int64
	Subject   string
	Version   int64
	Owner     statement.Owner
	Text      string
	By        int64
	At        time.Time
}

// Reply records an answer after those of the same difference.
func Reply(ctx context.Context, t store.Writer, province string, a *Answer) error {
	_, err := t.Exec(ctx, `INSERT INTO statement_answer (province, statement, subject, version, owner, answer, answered_by,
		answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, province, a.Statement, a.Subject, a.Version, string(a.Owner),
		a.Text, a.By, a.At.UnixMicro())
	return err
}

// Answers are the newest answers of a statement by what they are about.
func Answers(ctx context.Context, s store.Reader, province string, id int64) (out map[string]Answer, err error) {
	out = map[string]Answer{}
	rows, err := s.Query(ctx, `SELECT subject, version, owner, answer, answered_by, answered_at FROM statement_answer
		WHERE province = $1 AND statement = $2 ORDER BY subject, version`, province, id)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		a := Answer{Statement: id}
		var at int64
		err := r.Scan(&a.Subject, &a.Version, &a.Owner, &a.Text, &a.By, &at)
		a.At = time.UnixMicro(at).UTC()
		out[a.Subject] = a
		return err
	})
}
