package records

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// KeepHeads adds the signed head of the database to a file now, and then once a day: a copy of it in another place
// shows later that nothing was put back or cut off. Errors (errs.Invalid): the file cannot be written.
func (o *Desk) KeepHeads(ctx context.Context, path string) error {
	if err := o.addHead(ctx, path); err != nil {
		return errs.New(errs.Invalid, "the file of heads “%s” cannot be written: check its folder, or name another with --heads",
			path).Because(err)
	}
	o.office.Tending("heads", func(ctx context.Context) error { return o.addHead(ctx, path) })
	return nil
}

// addHead adds a line, where there is none of today.
func (o *Desk) addHead(ctx context.Context, path string) error {
	had, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	now := o.office.Now()
	if last := lastLine(had); last != nil {
		var at struct {
			At time.Time `json:"at"`
		}
		if json.Unmarshal(last, &at) == nil && office.DayOf(at.At) == office.DayOf(now) {
			return nil
		}
	}
	line, err := o.office.HeadLine(ctx, now)
	if err != nil { // people work on; verify says what is wrong
		o.office.Log().Error("the database has no signed head of this office: run verify", "err", err)
		return nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(line)
	return errors.Join(err, f.Sync(), f.Close())
}

func lastLine(b []byte) (last []byte) {
	for line := range bytes.Lines(b) {
		if len(bytes.TrimSpace(line)) > 0 {
			last = line
		}
	}
	return last
}
