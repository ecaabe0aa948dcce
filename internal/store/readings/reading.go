// Package readings keeps how many households each account was shown on a day.
package readings

import (
	"context"
	"database/sql"
	"errors"

	"giamngheo/internal/date"
	"giamngheo/internal/store"
)

// Day is what an account was shown on a day. Told: inspectors were told that it was much.
type Day struct {
	Day        date.Date
	Account    int64
	Households int64
	Told       bool
}

// Find is what an account was shown on a day; nothing where it is not there.
func Find(ctx context.Context, r store.Reader, province string, day date.Date, account int64) (Day, error) {
	out := Day{Day: day, Account: account}
	var told int64
	err := r.Row(ctx, `SELECT households, told FROM reading_day WHERE province = $1 AND day = $2 AND account = $3`,
		province, store.DayText(day), account).Scan(&out.Households, &told)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	out.Told = told != 0
	return out, err
}

// Set keeps what an account was shown on a day.
func Set(ctx context.Context, t store.Writer, province string, d *Day) error {
	told := 0
	if d.Told {
		told = 1
	}
	_, err := t.Exec(ctx, `INSERT INTO reading_day (province, day, account, households, told) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (province, day, account) DO UPDATE SET households = excluded.households, told = excluded.told`, province,
		store.DayText(d.Day), d.Account, d.Households, told)
	return err
}

// Told are the accounts that were shown much on a day.
func Told(ctx context.Context, r store.Reader, province string, day date.Date) (out []Day, err error) {
	rows, err := r.Query(ctx, `SELECT account, households FROM reading_day WHERE province = $1 AND day = $2 AND told = 1
		ORDER BY account`, province, store.DayText(day))
	return out, store.Each(rows, err, func(s store.Scanner) error {
		d := Day{Day: day, Told: true}
		err := s.Scan(&d.Account, &d.Households)
		out = append(out, d)
		return err
	})
}

// Sweep drops what was counted on a day.
func Sweep(ctx context.Context, t store.Writer, province string, day date.Date) error {
	_, err := t.Exec(ctx, `DELETE FROM reading_day WHERE province = $1 AND day = $2`, province, store.DayText(day))
	return err
}
