// Package funds keeps the rows of money: lines, movements, contracts and what was accepted of them. They are added and
// never changed: a test reads these statements.
package funds

import (
	"context"
	"time"

	"giamngheo/internal/money"
	"giamngheo/internal/store"
)

// By is who recorded something, and when.
type By struct {
	Account int64
	At      time.Time
}

// Movement is a recorded movement.
type Movement struct {
	money.Movement
	At time.Time
}

const (
	lineColumns     = `id, node, fund, origin_year, year, holder_kind, holder, place, parent, chapter, category, programme_code`
	movementColumns = `id, kind, day, from_line, to_line, amount, recovers, document, contract, item, voucher, reverses, reason, recorded_by, recorded_at`
	contractColumns = `id, number, partner, title, place, node, day, end_day, value`
	itemColumns     = `id, contract, day, title, value`
)

// AddLine opens a line; its ID is set here.
func AddLine(ctx context.Context, t store.Writer, province string, l *money.Line, by By) (err error) {
	if l.ID, err = t.Next(ctx, province, "money_line", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO money_line (`+lineColumns+`, province, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, l.ID, l.Node, l.Fund, l.Origin, l.Year,
		string(l.Kind), l.Holder, string(l.Place), l.Parent, l.Codes.Chapter, l.Codes.Category, l.Codes.Programme, province,
		by.Account, by.At.UnixMicro())
	return err
}

func scanLine(r store.Scanner, l *money.Line) error {
	return r.Scan(&l.ID, &l.Node, &l.Fund, &l.Origin, &l.Year, &l.Kind, &l.Holder, &l.Place, &l.Parent, &l.Codes.Chapter,
		&l.Codes.Category, &l.Codes.Programme)
}

// Lines returns a province's lines from a number on, in the order in which they were opened.
func Lines(ctx context.Context, s store.Reader, province string, after int64) (out []money.Line, err error) {
	rows, err := s.Query(ctx, `SELECT `+lineColumns+` FROM money_line WHERE province = $1 AND id > $2 ORDER BY id`, province,
		after)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var l money.Line
		err := scanLine(r, &l)
		out = append(out, l)
		return err
	})
}

// FindLine returns one line. Errors: errs.NotFound.
func FindLine(ctx context.Context, s store.Reader, province string, id int64) (*money.Line, error) {
	var l money.Line
	if err := scanLine(s.Row(ctx, `SELECT `+lineColumns+` FROM money_line WHERE province = $1 AND id = $2`, province, id),
		&l); err != nil {
		return nil, store.NotFound(err)
	}
	return &l, nil
}

// Same returns the line of the same purpose, fund, origin, year and holder. Errors: errs.NotFound.
func Same(ctx context.Context, s store.Reader, province string, of *money.Line) (*money.Line, error) {
	var l money.Line
	if err := scanLine(s.Row(ctx, `SELECT `+lineColumns+` FROM money_line WHERE province = $1 AND node = $2 AND fund = $3
		AND origin_year = $4 AND year = $5 AND holder_kind = $6 AND holder = $7`, province, of.Node, of.Fund, of.Origin, of.Year,
		string(of.Kind), of.Holder), &l); err != nil {
		return nil, store.NotFound(err)
	}
	return &l, nil
}

// AddMovement records a movement; its ID is set here.
func AddMovement(ctx context.Context, t store.Writer, province string, m *Movement) (err error) {
	if m.ID, err = t.Next(ctx, province, "money_movement", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO money_movement (`+movementColumns+`, province)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`, m.ID, string(m.Kind),
		store.DayText(m.Day), m.From, m.To, int64(m.Amount), int64(m.Recovers), m.Document, m.Contract, m.Item, m.Voucher,
		m.Reverses, m.Reason, m.By, m.At.UnixMicro(), province)
	return err
}

func scanMovement(r store.Scanner, m *Movement) error {
	var day string
	var at int64
	err := r.Scan(&m.ID, &m.Kind, &day, &m.From, &m.To, &m.Amount, &m.Recovers, &m.Document, &m.Contract, &m.Item, &m.Voucher,
		&m.Reverses, &m.Reason, &m.By, &at)
	if err != nil {
		return err
	}
	m.At = time.UnixMicro(at).UTC()
	m.Day, err = store.DayOf(day)
	return err
}

func movements(ctx context.Context, s store.Reader, query string, args ...any) (out []Movement, err error) {
	rows, err := s.Query(ctx, query, args...)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var m Movement
		err := scanMovement(r, &m)
		out = append(out, m)
		return err
	})
}

// Movements returns a province's movements from a number on, in the order of recording.
func Movements(ctx context.Context, s store.Reader, province string, after int64) ([]Movement, error) {
	return movements(ctx, s, `SELECT `+movementColumns+` FROM money_movement WHERE province = $1 AND id > $2 ORDER BY id`,
		province, after)
}

// From returns the movements that come from a line, To those that go to it, Of those of a contract.
func From(ctx context.Context, s store.Reader, province string, line int64) ([]Movement, error) {
	return movements(ctx, s, `SELECT `+movementColumns+
		` FROM money_movement WHERE province = $1 AND from_line = $2 ORDER BY id`, province, line)
}

// To returns the movements that go to a line.
func To(ctx context.Context, s store.Reader, province string, line int64) ([]Movement, error) {
	return movements(ctx, s, `SELECT `+movementColumns+
		` FROM money_movement WHERE province = $1 AND to_line = $2 ORDER BY id`, province, line)
}

// Of returns the movements of a contract.
func Of(ctx context.Context, s store.Reader, province string, contract int64) ([]Movement, error) {
	return movements(ctx, s, `SELECT `+movementColumns+
		` FROM money_movement WHERE province = $1 AND contract = $2 ORDER BY id`, province, contract)
}

// TakenBack returns the movements of a province that later ones took back.
func TakenBack(ctx context.Context, s store.Reader, province string) (map[int64]bool, error) {
	rows, err := s.Query(ctx, `SELECT reverses FROM money_movement WHERE province = $1 AND reverses > 0`, province)
	out := map[int64]bool{}
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var id int64
		err := r.Scan(&id)
		out[id] = true
		return err
	})
}

// FindMovement returns one movement. Errors: errs.NotFound.
func FindMovement(ctx context.Context, s store.Reader, province string, id int64) (*Movement, error) {
	var m Movement
	if err := scanMovement(s.Row(ctx, `SELECT `+movementColumns+` FROM money_movement WHERE province = $1 AND id = $2`,
		province, id), &m); err != nil {
		return nil, store.NotFound(err)
	}
	return &m, nil
}

// AddContract records a contract; its ID is set here.
func AddContract(ctx context.Context, t store.Writer, province string, c *money.Contract, by By) (err error) {
	if c.ID, err = t.Next(ctx, province, "money_contract", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO money_contract (`+contractColumns+`, province, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, c.ID, c.Number, c.Partner, c.Title, string(c.Place), c.Node,
		store.DayText(c.Day), store.DayText(c.End), int64(c.Value), province, by.Account, by.At.UnixMicro())
	return err
}

func scanContract(r store.Scanner, c *money.Contract) error {
	var day, end string
	err := r.Scan(&c.ID, &c.Number, &c.Partner, &c.Title, &c.Place, &c.Node, &day, &end, &c.Value)
	if err != nil {
		return err
	}
	if c.Day, err = store.DayOf(day); err == nil {
		c.End, err = store.DayOf(end)
	}
	return err
}

// Contracts returns a province's contracts from a number on.
func Contracts(ctx context.Context, s store.Reader, province string, after int64) (out []money.Contract, err error) {
	rows, err := s.Query(ctx, `SELECT `+contractColumns+` FROM money_contract WHERE province = $1 AND id > $2 ORDER BY id`,
		province, after)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var c money.Contract
		err := scanContract(r, &c)
		out = append(out, c)
		return err
	})
}

// FindContract returns one contract. Errors: errs.NotFound.
func FindContract(ctx context.Context, s store.Reader, province string, id int64) (*money.Contract, error) {
	var c money.Contract
	if err := scanContract(s.Row(ctx, `SELECT `+contractColumns+` FROM money_contract WHERE province = $1 AND id = $2`,
		province, id), &c); err != nil {
		return nil, store.NotFound(err)
	}
	return &c, nil
}

// AddItem records what was accepted of a contract; its ID is set here.
func AddItem(ctx context.Context, t store.Writer, province string, i *money.Item, by By) (err error) {
	if i.ID, err = t.Next(ctx, province, "money_item", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO money_item (`+itemColumns+`, province, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, i.ID, i.Contract, store.DayText(i.Day), i.Title, int64(i.Value), province,
		by.Account, by.At.UnixMicro())
	return err
}

func items(ctx context.Context, s store.Reader, query string, args ...any) (out []money.Item, err error) {
	rows, err := s.Query(ctx, query, args...)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var i money.Item
		var day string
		err := r.Scan(&i.ID, &i.Contract, &day, &i.Title, &i.Value)
		if err != nil {
			return err
		}
		i.Day, err = store.DayOf(day)
		out = append(out, i)
		return err
	})
}

// Items returns what was accepted of a province's contracts, from a number on.
func Items(ctx context.Context, s store.Reader, province string, after int64) ([]money.Item, error) {
	return items(ctx, s, `SELECT `+itemColumns+` FROM money_item WHERE province = $1 AND id > $2 ORDER BY id`, province, after)
}

// ItemsOf returns what was accepted of a contract.
func ItemsOf(ctx context.Context, s store.Reader, province string, contract int64) ([]money.Item, error) {
	return items(ctx, s, `SELECT `+itemColumns+` FROM money_item WHERE province = $1 AND contract = $2 ORDER BY id`, province,
		contract)
}
