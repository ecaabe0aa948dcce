package accounts

import (
	"context"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// Standing is that one person acts in the stead of another between two days, both in.
type Standing struct {
	ID       int64
	Absent   int64
	Deputy   int64
	From, To date.Date
	Why      access.Absence
	Paper    string // the decision or letter that says so, in words; "" none
	NamedBy  int64
	Named    time.Time
	EndedBy  int64
	Ended    time.Time // zero: it was not ended before its last day
}

// Over reports whether nobody acts by it on a day or later.
func (s *Standing) Over(on date.Date) bool { return !s.Ended.IsZero() || s.To < on }

// Holds reports whether it is in force on a day.
func (s *Standing) Holds(on date.Date) bool { return s.Ended.IsZero() && s.From <= on && on <= s.To }

const standingColumns = `id, absent, deputy, from_day, to_day, why, paper, named_by, named_at, ended_by, ended_at`

// AddStanding keeps that one person acts in the stead of another; its ID is set here.
func AddStanding(ctx context.Context, t store.Writer, s *Standing) (err error) {
	if s.ID, err = t.Next(ctx, "", "standing", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO standing (`+standingColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, s.ID, s.Absent, s.Deputy, s.From.String(), s.To.String(),
		string(s.Why), s.Paper, s.NamedBy, s.Named.UnixMicro(), 0, 0)
	return err
}

// EndStanding ends it at once. Errors (errs.Conflict): somebody has ended it already.
func EndStanding(ctx context.Context, t store.Writer, id, by int64, at time.Time) error {
	n, err := t.Exec(ctx, `UPDATE standing SET ended_by = $1, ended_at = $2 WHERE id = $3 AND ended_at = 0`, by,
		at.UnixMicro(), id)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	return err
}

// FindStanding returns one. Errors: errs.NotFound.
func FindStanding(ctx context.Context, s store.Reader, id int64) (*Standing, error) {
	var v Standing
	if err := scanStanding(s.Row(ctx, `SELECT `+standingColumns+` FROM standing WHERE id = $1`, id), &v); err != nil {
		return nil, store.NotFound(err)
	}
	return &v, nil
}

// Standings returns those older than one (0: than none), the newest first, at most so many.
func Standings(ctx context.Context, s store.Reader, before int64, most int) ([]Standing, error) {
	if before == 0 {
		before = 1 << 62
	}
	return standings(ctx, s, `SELECT `+standingColumns+` FROM standing WHERE id < $1 ORDER BY id DESC LIMIT $2`, before,
		most)
}

// AbsencesOf returns those in which somebody is stood in for, the newest first, at most so many.
func AbsencesOf(ctx context.Context, s store.Reader, account int64, most int) ([]Standing, error) {
	return standings(ctx, s, `SELECT `+standingColumns+` FROM standing WHERE absent = $1 ORDER BY id DESC LIMIT $2`,
		account, most)
}

// DeputiesOf returns those in which somebody acts for others, the newest first, at most so many.
func DeputiesOf(ctx context.Context, s store.Reader, account int64, most int) ([]Standing, error) {
	return standings(ctx, s, `SELECT `+standingColumns+` FROM standing WHERE deputy = $1 ORDER BY id DESC LIMIT $2`,
		account, most)
}

func standings(ctx context.Context, s store.Reader, query string, args ...any) (out []Standing, err error) {
	rows, err := s.Query(ctx, query, args...)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var v Standing
		err := scanStanding(r, &v)
		out = append(out, v)
		return err
	})
}

func scanStanding(r store.Scanner, v *Standing) error {
	var from, to string
	var named, ended int64
	err := r.Scan(&v.ID, &v.Absent, &v.Deputy, &from, &to, &v.Why, &v.Paper, &v.NamedBy, &named, &v.EndedBy, &ended)
	if err != nil {
		return err
	}
	v.Named = time.UnixMicro(named).UTC()
	if ended != 0 {
		v.Ended = time.UnixMicro(ended).UTC()
	}
	if v.From, err = store.DayOf(from); err == nil {
		v.To, err = store.DayOf(to)
	}
	return err
}

// Lent are the roles of others that an account holds in their stead, today or later.
func Lent(ctx context.Context, s store.Reader, account int64) (out []access.Grant, err error) {
	rows, err := s.Query(ctx, `SELECT v.absent, a.full_name, a.username, v.from_day, v.to_day, r.role, r.place, r.from_day,
		r.to_day FROM standing v JOIN account a ON a.id = v.absent JOIN account_role r ON r.account = v.absent
		WHERE v.deputy = $1 AND v.ended_at = 0 AND a.disabled_at = 0 ORDER BY v.id, r.id`, account)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var whose int64
		var name, username, role, code string
		var days [4]string
		if err := r.Scan(&whose, &name, &username, &days[0], &days[1], &role, &code, &days[2], &days[3]); err != nil {
			return err
		}
		var at [4]date.Date
		for i := range days {
			var err error
			if at[i], err = store.DayOf(days[i]); err != nil {
				return err
			}
		}
		held := access.Grant{Role: access.Role(role), Place: place.Code(code), From: at[2], To: at[3]}
		out = append(out, access.Lend([]access.Grant{held}, whose, name+" ("+username+")", at[0], at[1])...)
		return nil
	})
}
