// Package snoozes keeps the rows of alerts of money that somebody put aside until a day. A row is never changed: the last
// of a line's alert holds.
package snoozes

import (
	"context"
	"database/sql"
	"time"

	"giamngheo/internal/outlook"
	"giamngheo/internal/store"
)

// Snooze is an alert put aside, or taken up again.
type Snooze struct {
	outlook.Snooze

	Year    int // the line's budget year
	Version int64
	Ended   bool // it was taken up again
	By      int64
	At      time.Time
}

const columns = `line, rule, version, year, until_day, ended, reason, light, left_over, recorded_by, recorded_at`

// Add records it after those of the alert before; its version is set here.
func Add(ctx context.Context, t store.Writer, province string, s *Snooze) error {
	had, err := Of(ctx, t, province, s.Line, s.Rule)
	if err != nil {
		return err
	}
	s.Version = int64(len(had)) + 1
	ended := 0
	if s.Ended {
		ended = 1
	}
	_, err = t.Exec(ctx, `INSERT INTO money_snooze (`+columns+`, province)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, s.Line, s.Rule, s.Version, s.Year, store.DayText(s.Until), ended,
		s.Reason, string(s.Light), int64(s.Left), s.By, s.At.UnixMicro(), province)
	return err
}

func each(rows *sql.Rows, err error) (out []Snooze, _ error) {
	err = store.Each(rows, err, func(r store.Scanner) error {
		var s Snooze
		var day string
		var at, ended int64
		err := r.Scan(&s.Line, &s.Rule, &s.Version, &s.Year, &day, &ended, &s.Reason, &s.Light, &s.Left, &s.By, &at)
		if err != nil {
			return err
		}
		s.Ended, s.At = ended != 0, time.UnixMicro(at).UTC()
		s.Until, err = store.DayOf(day)
		out = append(out, s)
		return err
	})
	return out, err
}

// Of returns what was done with an alert of a line, the oldest first.
func Of(ctx context.Context, s store.Reader, province string, line int64, rule string) ([]Snooze, error) {
	return each(s.Query(ctx, `SELECT `+columns+` FROM money_snooze WHERE province = $1 AND line = $2 AND rule = $3
		ORDER BY version`, province, line, rule))
}

// OfYear returns what was done with the alerts of a budget year's lines, in the order of lines, rules and versions.
func OfYear(ctx context.Context, s store.Reader, province string, year int) ([]Snooze, error) {
	return each(s.Query(ctx, `SELECT `+columns+` FROM money_snooze WHERE province = $1 AND year = $2
		ORDER BY line, rule, version`, province, year))
}
