// Package reports keeps the rows of rounds of reports: the rounds, the report of each unit, its events, and what the office
// knew of each unit. Events are added and never changed.
package reports

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/place"
	"giamngheo/internal/report"
	"giamngheo/internal/store"
)

// RoundState is whether a round runs.
type RoundState string

// The states of a round.
const (
	Running  RoundState = "open"
	Finished RoundState = "final"
	Gone     RoundState = "withdrawn"
)

// Round is what is asked of units. Its forms are those of the day on which it was opened: a later version does not change
// them.
type Round struct {
	Province string     `json:"-"`
	ID       int64      `json:"-"`
	State    RoundState `json:"-"`
	Version  int64      `json:"-"`
	OpenedBy int64      `json:"-"`
	Opened   time.Time  `json:"-"`

	Schedule string      `json:"schedule"` // "": asked for once
	Title    errs.Text   `json:"title"`
	Period   form.Period `json:"period"`
	Dues     form.Dues   `json:"dues"`
	Cite     string      `json:"cite,omitempty"`
	Other    string      `json:"other,omitempty"` // where the other reading of the law stands
	Sample   errs.Text   `json:"sample,omitzero"`
	Why      string      `json:"why,omitempty"` // of what is asked for once
	Forms    []form.Form `json:"forms"`
	Units    int         `json:"units"`
	Prior    int64       `json:"prior,omitempty"` // the round before on the same forms; 0: there is none
}

// Summary is what lists show of a report without opening it.
type Summary struct {
	Version  int           `json:"version"`
	Due      date.Date     `json:"due,omitempty"`
	Extended bool          `json:"extended,omitempty"`
	Received bool          `json:"received,omitempty"`
	Sent     date.Date     `json:"sent,omitempty"`
	Turns    []report.Turn `json:"turns,omitempty"`
	Back     int           `json:"back,omitempty"`     // cells that are with the unit again
	Answered int           `json:"answered,omitempty"` // cells whose answer is not accepted yet
	ByHand   int           `json:"by_hand,omitempty"`  // cells that say another value than the office's
	Sender   int64         `json:"sender,omitempty"`
}

// Row is a report as lists have it.
type Row struct {
	Province string
	ID       int64
	Round    int64
	Unit     place.Code
	State    report.State
	Seq      int64
	Summary
}

// Lateness is whose days the report has taken.
func (r *Row) Lateness(today date.Date, working func(date.Date) bool) report.Lateness {
	l := (&report.Report{State: r.State, Turns: r.Turns, Sent: r.Sent, Extended: r.Extended}).Late(today, working)
	if r.Back > 0 {
		l.Standing = report.Back
	}
	return l
}

// Report is a report with all that is in it.
type Report struct {
	Row
	Content *report.Report
}

const (
	roundColumns = `province, id, state, content, version, opened_by, opened_at`
	rowColumns   = `province, id, round, unit, state, seq, summary`
)

// AddRound opens a round; its ID is set here.
func AddRound(ctx context.Context, t store.Writer, r *Round) (err error) {
	if r.ID, err = t.Next(ctx, r.Province, "report_round", 1); err != nil {
		return err
	}
	r.Version = 1
	content, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO report_round (`+roundColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`, r.Province, r.ID,
		string(r.State), string(content), r.Version, r.OpenedBy, r.Opened.UnixMicro())
	return err
}

// SetRound writes a round's state. Errors (errs.Conflict): another change came between.
func SetRound(ctx context.Context, t store.Writer, r *Round) error {
	n, err := t.Exec(ctx, `UPDATE report_round SET state = $1, version = $2 WHERE province = $3 AND id = $4 AND version = $5`,
		string(r.State), r.Version+1, r.Province, r.ID, r.Version)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	r.Version++
	return err
}

func scanRound(s store.Scanner, r *Round) error {
	var content string
	var at int64
	if err := s.Scan(&r.Province, &r.ID, &r.State, &content, &r.Version, &r.OpenedBy, &at); err != nil {
		return err
	}
	r.Opened = time.UnixMicro(at).UTC()
	return json.Unmarshal([]byte(content), r)
}

// Rounds returns a province's rounds, the newest first.
func Rounds(ctx context.Context, s store.Reader, province string) (out []Round, err error) {
	rows, err := s.Query(ctx, `SELECT `+roundColumns+` FROM report_round WHERE province = $1 ORDER BY id DESC`, province)
	return out, store.Each(rows, err, func(sc store.Scanner) error {
		var r Round
		err := scanRound(sc, &r)
		out = append(out, r)
		return err
	})
}

// FindRound returns one round. Errors: errs.NotFound.
func FindRound(ctx context.Context, s store.Reader, province string, id int64) (*Round, error) {
	var r Round
	if err := scanRound(s.Row(ctx, `SELECT `+roundColumns+` FROM report_round WHERE province = $1 AND id = $2`, province, id),
		&r); err != nil {
		return nil, store.NotFound(err)
	}
	return &r, nil
}

// ContentPlace is where what is in a report belongs; its seal opens nowhere else.
func ContentPlace(province string, id int64) string { return fmt.Sprintf("report/%s/%d", province, id) }

// EventPlace is where the detail of a report's event belongs; its seal opens nowhere else.
func EventPlace(province string, id, seq int64) string {
	return fmt.Sprintf("report_event/%s/%d/%d", province, id, seq)
}

// summarise makes what lists show.
func (r *Report) summarise() {
	c := r.Content
	if c == nil {
		r.Content = &report.Report{}
		c = r.Content
	}
	r.State, r.Seq = c.State, c.Seq
	r.Summary = Summary{Version: c.Version, Due: c.Due, Extended: c.Extended, Received: c.Received, Sent: c.Sent,
		Turns: c.Turns, Sender: c.Sender}
	for _, cell := range c.Cells {
		switch cell.State {
		case report.CellReturned:
			r.Back++
		case report.CellAnswered:
			r.Answered++
		case report.CellOpen, report.CellFrozen:
		}
		if cell.Overrides() {
			r.ByHand++
		}
	}
}

func (r *Report) texts(t store.Writer) (summary string, sealed []byte, err error) {
	r.summarise()
	s, err := json.Marshal(&r.Summary)
	if err != nil {
		return "", nil, err
	}
	content, err := json.Marshal(r.Content)
	return string(s), t.Vault().Seal(nil, content, ContentPlace(r.Province, r.ID)), err
}

// Add opens a report; its ID is set here.
func Add(ctx context.Context, t store.Writer, r *Report) (err error) {
	if r.ID, err = t.Next(ctx, r.Province, "report", 1); err != nil {
		return err
	}
	summary, sealed, err := r.texts(t)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO report (`+rowColumns+`, sealed_content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, r.Province,
		r.ID, r.Round, string(r.Unit), string(r.State), r.Seq, summary, sealed)
	return err
}

// Set writes a report as its events have made it; was is the number of its last event before. Errors (errs.Conflict):
// somebody else took a step meanwhile.
func Set(ctx context.Context, t store.Writer, r *Report, was int64) error {
	summary, sealed, err := r.texts(t)
	if err != nil {
		return err
	}
	n, err := t.Exec(ctx, `UPDATE report SET state = $1, seq = $2, summary = $3, sealed_content = $4
		WHERE province = $5 AND id = $6 AND seq = $7`, string(r.State), r.Seq, summary, sealed, r.Province, r.ID, was)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	return err
}

func (r *Row) fields(summary *string) []any {
	return []any{&r.Province, &r.ID, &r.Round, &r.Unit, &r.State, &r.Seq, summary}
}

// Of returns the reports of a round without what is in them, by unit.
func Of(ctx context.Context, s store.Reader, province string, round int64) (out []Row, err error) {
	rows, err := s.Query(ctx, `SELECT `+rowColumns+` FROM report WHERE province = $1 AND round = $2 ORDER BY unit`, province, round)
	return out, store.Each(rows, err, func(sc store.Scanner) error {
		var r Row
		var summary string
		if err := sc.Scan(r.fields(&summary)...); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(summary), &r.Summary)
		out = append(out, r)
		return err
	})
}

func scanWhole(s store.Reader, sc store.Scanner, r *Report) error {
	var summary string
	var sealed []byte
	if err := sc.Scan(append(r.fields(&summary), &sealed)...); err != nil {
		return err
	}
	plain, err := s.Vault().Open(nil, sealed, ContentPlace(r.Province, r.ID))
	if err != nil {
		return err
	}
	r.Content = &report.Report{}
	if err := json.Unmarshal(plain, r.Content); err != nil {
		return err
	}
	return json.Unmarshal([]byte(summary), &r.Summary)
}

// Whole returns the reports of a round with all that is in them, by unit.
func Whole(ctx context.Context, s store.Reader, province string, round int64) (out []Report, err error) {
	rows, err := s.Query(ctx, `SELECT `+rowColumns+`, sealed_content FROM report WHERE province = $1 AND round = $2 ORDER BY unit`,
		province, round)
	return out, store.Each(rows, err, func(sc store.Scanner) error {
		var r Report
		err := scanWhole(s, sc, &r)
		out = append(out, r)
		return err
	})
}

// Find returns one report. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Report, error) {
	var r Report
	if err := scanWhole(s, s.Row(ctx, `SELECT `+rowColumns+`, sealed_content FROM report WHERE province = $1 AND id = $2`, province,
		id), &r); err != nil {
		return nil, store.NotFound(err)
	}
	return &r, nil
}

// FindOf returns the report of a unit in a round. Errors: errs.NotFound.
func FindOf(ctx context.Context, s store.Reader, province string, round int64, unit place.Code) (*Report, error) {
	var r Report
	if err := scanWhole(s, s.Row(ctx, `SELECT `+rowColumns+`, sealed_content FROM report WHERE province = $1 AND round = $2
		AND unit = $3`, province, round, string(unit)), &r); err != nil {
		return nil, store.NotFound(err)
	}
	return &r, nil
}

// AddEvent adds an event to a report. Errors (errs.Conflict): its number is taken.
func AddEvent(ctx context.Context, t store.Writer, province string, id int64, e *report.Event) error {
	detail, err := json.Marshal(&event{e.Day, e.Detail})
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO report_event (province, report, seq, at, account, step, sealed_detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, province, id, e.Seq, e.At.UnixMicro(), e.By, string(e.Step),
		t.Vault().Seal(nil, detail, EventPlace(province, id, e.Seq)))
	if err != nil && store.IsUnique(err) {
		return store.Overtaken()
	}
	return err
}

// event is what is sealed of an event.
type event struct {
	Day date.Date `json:"day"`
	report.Detail
}

// Events returns the events of a report in their order.
func Events(ctx context.Context, s store.Reader, province string, id int64) (out []report.Event, err error) {
	rows, err := s.Query(ctx, `SELECT seq, at, account, step, sealed_detail FROM report_event WHERE province = $1 AND report = $2
		ORDER BY seq`, province, id)
	return out, store.Each(rows, err, func(sc store.Scanner) error {
		var e report.Event
		var at int64
		var sealed []byte
		if err := sc.Scan(&e.Seq, &at, &e.By, &e.Step, &sealed); err != nil {
			return err
		}
		plain, err := s.Vault().Open(nil, sealed, EventPlace(province, id, e.Seq))
		if err != nil {
			return err
		}
		var inner event
		err = json.Unmarshal(plain, &inner)
		e.At, e.Day, e.Detail = time.UnixMicro(at).UTC(), inner.Day, inner.Detail
		out = append(out, e)
		return err
	})
}

// Known is what the office knew of a unit, as of a day.
type Known struct {
	Unit    place.Code
	AsOf    date.Date
	Values  map[string]form.Value // by source
	Counted time.Time
}

// SetKnown keeps what the office knows of a unit for a round.
func SetKnown(ctx context.Context, t store.Writer, province string, round int64, k *Known) error {
	content, err := json.Marshal(k.Values)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO report_known (province, round, unit, as_of, content, counted_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (province, round, unit) DO UPDATE SET as_of = excluded.as_of, content = excluded.content,
		counted_at = excluded.counted_at`, province, round, string(k.Unit), store.DayText(k.AsOf), string(content),
		k.Counted.UnixMicro())
	return err
}

func scanKnown(sc store.Scanner, k *Known) error {
	var day, content string
	var at int64
	err := sc.Scan(&k.Unit, &day, &content, &at)
	if err != nil {
		return err
	}
	k.Counted = time.UnixMicro(at).UTC()
	if k.AsOf, err = store.DayOf(day); err != nil {
		return err
	}
	return json.Unmarshal([]byte(content), &k.Values)
}

// FindKnown returns what the office knows of a unit for a round. Errors: errs.NotFound.
func FindKnown(ctx context.Context, s store.Reader, province string, round int64, unit place.Code) (*Known, error) {
	var k Known
	if err := scanKnown(s.Row(ctx, `SELECT unit, as_of, content, counted_at FROM report_known WHERE province = $1 AND round = $2
		AND unit = $3`, province, round, string(unit)), &k); err != nil {
		return nil, store.NotFound(err)
	}
	return &k, nil
}

// AllKnown returns what the office knows of all units of a round.
func AllKnown(ctx context.Context, s store.Reader, province string, round int64) (out []Known, err error) {
	rows, err := s.Query(ctx, `SELECT unit, as_of, content, counted_at FROM report_known WHERE province = $1 AND round = $2
		ORDER BY unit`, province, round)
	return out, store.Each(rows, err, func(sc store.Scanner) error {
		var k Known
		err := scanKnown(sc, &k)
		out = append(out, k)
		return err
	})
}
