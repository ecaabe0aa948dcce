// Package contributions keeps the rows of what was mobilised beside the State's budgets. They are added and ended, and
// never changed.
package contributions

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"giamngheo/internal/contribution"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/store"
)

// Contribution is a recorded contribution.
type Contribution struct {
	contribution.Contribution
	Movement int64 // of the ledger, by which it came into a line; 0: it came into none
	By       int64
	At       time.Time
	Ended    string // why it holds no more; "": it holds
}

// SealPlace is where the name of who gave belongs; its seal opens nowhere else.
func SealPlace(province string, id, _ int64) string {
	return fmt.Sprintf("contribution/%s/%d", province, id)
}

type detail struct {
	Name string `json:"name"`
}

const columns = `id, place, node, day, source, form, quantity, unit, price, value, basis, content, contract, item, movement, recorded_by, recorded_at, sealed_detail`

// Add records a contribution; its ID is set here.
func Add(ctx context.Context, t store.Writer, province string, c *Contribution) (err error) {
	if c.ID, err = t.Next(ctx, province, "contribution", 1); err != nil {
		return err
	}
	plain, err := json.Marshal(detail{c.Name})
	if err != nil {
		return err
	}
	sealed := t.Vault().Seal(nil, plain, SealPlace(province, c.ID, 0))
	_, err = t.Exec(ctx, `INSERT INTO contribution (`+columns+`, year, province)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`, c.ID,
		string(c.Place), c.Node, store.DayText(c.Day), string(c.Source), string(c.Form), c.Quantity, c.Unit, int64(c.Price),
		int64(c.Value), c.Basis, c.Content, c.Contract, c.Item, c.Movement, c.By, c.At.UnixMicro(), sealed, c.Day.Year(),
		province)
	return err
}

// End records that a contribution holds no more, and why.
func End(ctx context.Context, t store.Writer, province string, id int64, reason string, by int64, at time.Time) error {
	_, err := t.Exec(ctx, `INSERT INTO contribution_end (province, contribution, reason, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5)`, province, id, reason, by, at.UnixMicro())
	return err
}

const from = ` c.id, c.place, c.node, c.day, c.source, c.form, c.quantity, c.unit, c.price, c.value, c.basis, c.content, c.contract, c.item, c.movement, c.recorded_by, c.recorded_at, c.sealed_detail, COALESCE(e.reason, '')
	FROM contribution c LEFT JOIN contribution_end e ON e.province = c.province AND e.contribution = c.id `

// scan reads a row but what is sealed of it.
func scan(r store.Scanner, c *Contribution) (sealed []byte, err error) {
	var day string
	var at int64
	if err := r.Scan(&c.ID, &c.Place, &c.Node, &day, &c.Source, &c.Form, &c.Quantity, &c.Unit, &c.Price, &c.Value, &c.Basis,
		&c.Content, &c.Contract, &c.Item, &c.Movement, &c.By, &at, &sealed, &c.Ended); err != nil {
		return nil, err
	}
	c.At = time.UnixMicro(at).UTC()
	c.Day, err = store.DayOf(day)
	return sealed, err
}

// open opens what is sealed of a row.
func (c *Contribution) open(s store.Reader, province string, sealed []byte) error {
	plain, err := s.Vault().Open(nil, sealed, SealPlace(province, c.ID, 0))
	if err != nil {
		return err
	}
	var d detail
	err = json.Unmarshal(plain, &d)
	c.Name = d.Name
	return err
}

// errEnough ends a reading that has what it wants.
var errEnough = errors.New("enough")

// OfYear returns contributions of a budget year, the newest first, those that hold no more with them: of those that are
// wanted the ones from one on, at most so many. Only what it returns is opened: who gives is not known to wanted.
func OfYear(ctx context.Context, s store.Reader, province string, year int, wanted func(*Contribution) bool, first,
	most int) (out []Contribution, err error) {
	rows, err := s.Query(ctx, `SELECT`+from+`WHERE c.province = $1 AND c.year = $2 ORDER BY c.id DESC`, province, year)
	err = store.Each(rows, err, func(r store.Scanner) error {
		var c Contribution
		sealed, err := scan(r, &c)
		switch {
		case err != nil || !wanted(&c):
			return err
		case first > 0:
			first--
			return nil
		case len(out) == most:
			return errEnough
		}
		err = c.open(s, province, sealed)
		out = append(out, c)
		return err
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return out, err
}

// Parts adds the contributions of a budget year up by place, source and form, in the order of the places.
func Parts(ctx context.Context, s store.Reader, province string, year int) (out []contribution.Part, err error) {
	rows, err := s.Query(ctx, `SELECT c.place, c.source, c.form, COUNT(*), COUNT(e.contribution),
		CAST(SUM(CASE WHEN e.contribution IS NULL THEN c.value ELSE 0 END) AS BIGINT),
		CAST(SUM(CASE WHEN e.contribution IS NULL THEN c.quantity ELSE 0 END) AS BIGINT)
		FROM contribution c LEFT JOIN contribution_end e ON e.province = c.province AND e.contribution = c.id
		WHERE c.province = $1 AND c.year = $2 GROUP BY c.place, c.source, c.form ORDER BY c.place`, province, year)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var p contribution.Part
		err := r.Scan(&p.Place, &p.Source, &p.Form, &p.N, &p.Ended, &p.Value, &p.Quantity)
		p.N -= p.Ended
		out = append(out, p)
		return err
	})
}

// Find returns one contribution. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Contribution, error) {
	var c Contribution
	sealed, err := scan(s.Row(ctx, `SELECT`+from+`WHERE c.province = $1 AND c.id = $2`, province, id), &c)
	if err != nil {
		return nil, store.NotFound(err)
	}
	return &c, c.open(s, province, sealed)
}

const itemsOf = `SELECT c.item, c.value FROM contribution c
	LEFT JOIN contribution_end e ON e.province = c.province AND e.contribution = c.id
	WHERE c.province = $1 AND c.contract <> 0 AND e.contribution IS NULL`

// Brought is what was brought of the accepted items of a contract, by item; what holds no more is not counted.
func Brought(ctx context.Context, s store.Reader, province string, contract int64) (map[int64]household.Dong, error) {
	rows, err := s.Query(ctx, itemsOf+` AND c.contract = $2`, province, contract)
	return brought(rows, err)
}

// AllBrought is what was brought of accepted items of all contracts, by item.
func AllBrought(ctx context.Context, s store.Reader, province string) (map[int64]household.Dong, error) {
	rows, err := s.Query(ctx, itemsOf, province)
	return brought(rows, err)
}

func brought(rows *sql.Rows, err error) (map[int64]household.Dong, error) {
	out := map[int64]household.Dong{}
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var item, value int64
		err := r.Scan(&item, &value)
		out[item] += household.Dong(value)
		return err
	})
}

// OfMovement is the contribution that a movement of the ledger is of; 0: of none.
func OfMovement(ctx context.Context, s store.Reader, province string, movement int64) (id int64, err error) {
	err = store.NotFound(s.Row(ctx, `SELECT id FROM contribution WHERE province = $1 AND movement = $2 AND movement <> 0`,
		province, movement).Scan(&id))
	if errs.KindOf(err) == errs.NotFound {
		return 0, nil
	}
	return id, err
}
