// Package feedbacks keeps the rows of what residents ask, complain of and report.
package feedbacks

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/feedback"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// Feedback is what somebody sent. What they wrote and how to reach them is sealed, and read only by Find and ByCode.
type Feedback struct {
	Province   string         `json:"-"`
	ID         int64          `json:"-"`
	CodeHash   string         `json:"-"`
	Version    int64          `json:"-"`
	Kind       feedback.Kind  `json:"-"`
	State      feedback.State `json:"-"`
	Place      place.Code     `json:"-"` // the commune that it is about
	Unit       place.Code     `json:"-"` // whose it is now
	Received   date.Date      `json:"-"`
	ReceivedAt time.Time      `json:"-"`
	Due        date.Date      `json:"-"`
	Handler    int64          `json:"-"` // the account that took it on; 0: nobody yet
	List       int64          `json:"-"` // of a review, among whose complaints it was entered; 0: none

	Text    string `json:"text"`
	Contact string `json:"contact,omitempty"`
}

// Event is what was done with it, the newest last. What was written is sealed.
type Event struct {
	Province string        `json:"-"`
	Feedback int64         `json:"-"`
	Seq      int64         `json:"-"`
	Step     feedback.Step `json:"-"`
	Unit     place.Code    `json:"-"` // whose it was after it
	By       int64         `json:"-"` // 0: the resident
	At       time.Time     `json:"-"`

	Text string `json:"text,omitempty"`
}

// SealPlace is where the detail of a feedback belongs; its seal opens nowhere else.
func SealPlace(province string, id, _ int64) string {
	return fmt.Sprintf("feedback/%s/%d", province, id)
}

// EventPlace is where the detail of an event belongs; its seal opens nowhere else.
func EventPlace(province string, id, seq int64) string {
	return fmt.Sprintf("feedback_event/%s/%d/%d", province, id, seq)
}

const columns = `province, id, code_hash, version, kind, state, place, unit, received, received_at, due, handler, list`

func (f *Feedback) into() []any {
	return []any{&f.Province, &f.ID, &f.CodeHash, &f.Version, &f.Kind, &f.State, &f.Place, &f.Unit}
}

func scan(r store.Scanner, f *Feedback, more ...any) error {
	var received, due string
	var at int64
	err := r.Scan(append(append(f.into(), &received, &at, &due, &f.Handler, &f.List), more...)...)
	if err != nil {
		return err
	}
	f.ReceivedAt = time.UnixMicro(at).UTC()
	if f.Received, err = store.DayOf(received); err == nil {
		f.Due, err = store.DayOf(due)
	}
	return err
}

// Add keeps what somebody sent; its ID is set here.
func Add(ctx context.Context, t store.Writer, f *Feedback) (err error) {
	if f.ID, err = t.Next(ctx, f.Province, "feedback", 1); err != nil {
		return err
	}
	plain, err := json.Marshal(f)
	if err != nil {
		return err
	}
	f.Version = 1
	_, err = t.Exec(ctx, `INSERT INTO feedback (`+columns+`, sealed_detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, f.Province, f.ID, f.CodeHash, f.Version,
		string(f.Kind), string(f.State), string(f.Place), string(f.Unit), store.DayText(f.Received), f.ReceivedAt.UnixMicro(),
		store.DayText(f.Due), f.Handler, f.List, t.Vault().Seal(nil, plain, SealPlace(f.Province, f.ID, 0)))
	return err
}

// Set writes what became of it: its state, unit, term, handler and list. Errors (errs.Conflict): another change came
// between.
func Set(ctx context.Context, t store.Writer, f *Feedback, was int64) error {
	n, err := t.Exec(ctx, `UPDATE feedback SET version = $1, state = $2, unit = $3, due = $4, handler = $5, list = $6
		WHERE province = $7 AND id = $8 AND version = $9`, was+1, string(f.State), string(f.Unit), store.DayText(f.Due),
		f.Handler, f.List, f.Province, f.ID, was)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	f.Version = was + 1
	return err
}

func find(ctx context.Context, s store.Reader, query string, args ...any) (*Feedback, error) {
	var f Feedback
	var sealed []byte
	if err := scan(s.Row(ctx, query, args...), &f, &sealed); err != nil {
		return nil, store.NotFound(err)
	}
	plain, err := s.Vault().Open(nil, sealed, SealPlace(f.Province, f.ID, 0))
	if err != nil {
		return nil, err
	}
	return &f, json.Unmarshal(plain, &f)
}

// Find returns one with what was written. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Feedback, error) {
	return find(ctx, s, `SELECT `+columns+`, sealed_detail FROM feedback WHERE province = $1 AND id = $2`, province, id)
}

// ByCode returns the one whose code has a hash, with what was written. Errors: errs.NotFound.
func ByCode(ctx context.Context, s store.Reader, province, hash string) (*Feedback, error) {
	return find(ctx, s, `SELECT `+columns+`, sealed_detail FROM feedback WHERE province = $1 AND code_hash = $2`, province,
		hash)
}

// InUnit returns those of a unit in a state without what was written, the newest first, at most so many.
func InUnit(ctx context.Context, s store.Reader, province string, unit place.Code, state feedback.State, most int) (
	[]Feedback, error) {
	return all(ctx, s, `SELECT `+columns+` FROM feedback WHERE province = $1 AND unit = $2 AND state = $3
		ORDER BY id DESC LIMIT $4`, province, string(unit), string(state), most)
}

// InState returns those of a province in a state without what was written, the newest first, at most so many.
func InState(ctx context.Context, s store.Reader, province string, state feedback.State, most int) ([]Feedback, error) {
	return all(ctx, s, `SELECT `+columns+` FROM feedback WHERE province = $1 AND state = $2 ORDER BY id DESC LIMIT $3`,
		province, string(state), most)
}

func all(ctx context.Context, s store.Reader, query string, args ...any) (out []Feedback, err error) {
	rows, err := s.Query(ctx, query, args...)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var f Feedback
		err := scan(r, &f)
		out = append(out, f)
		return err
	})
}

// AddEvent keeps what was done, sealed; its Seq is that of the version after it.
func AddEvent(ctx context.Context, t store.Writer, e *Event) error {
	plain, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO feedback_event (province, feedback, seq, step, unit, by_account, at, sealed_detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, e.Province, e.Feedback, e.Seq, string(e.Step), string(e.Unit), e.By,
		e.At.UnixMicro(), t.Vault().Seal(nil, plain, EventPlace(e.Province, e.Feedback, e.Seq)))
	return err
}

// Events returns what was done with one, in order.
func Events(ctx context.Context, s store.Reader, province string, id int64) (out []Event, err error) {
	rows, err := s.Query(ctx, `SELECT province, feedback, seq, step, unit, by_account, at, sealed_detail FROM feedback_event
		WHERE province = $1 AND feedback = $2 ORDER BY seq`, province, id)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var e Event
		var at int64
		var sealed []byte
		if err := r.Scan(&e.Province, &e.Feedback, &e.Seq, &e.Step, &e.Unit, &e.By, &at, &sealed); err != nil {
			return err
		}
		e.At = time.UnixMicro(at).UTC()
		plain, err := s.Vault().Open(nil, sealed, EventPlace(e.Province, e.Feedback, e.Seq))
		if err == nil {
			err = json.Unmarshal(plain, &e)
		}
		out = append(out, e)
		return err
	})
}
