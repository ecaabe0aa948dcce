// Package inspections keeps the rows of checks of localities: the year's plan with its draw, visits, their events, and
// which recoveries of the ledger were counted. Plans, events and recoveries are added and never changed.
package inspections

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/inspection"
	"giamngheo/internal/place"
	"giamngheo/internal/signal"
	"giamngheo/internal/store"
)

// Plan is a year's plan of checks, as it was drawn.
type Plan struct {
	Province   string    `json:"-"`
	Year       int       `json:"-"`
	Document   int64     `json:"-"` // that publishes the lottery's text
	RecordedBy int64     `json:"-"`
	Recorded   time.Time `json:"-"`

	Symbol  string          `json:"symbol"`
	Rule    signal.Rule     `json:"rule"`
	Seed    string          `json:"seed"`
	Version int             `json:"version"` // of the signals
	Frame   []string        `json:"frame"`   // among whom lots were drawn, by code
	Chosen  []signal.Chosen `json:"chosen"`
	Day     date.Date       `json:"day"`
}

// AddPlan keeps a year's plan. Errors (errs.Conflict): there is one.
func AddPlan(ctx context.Context, t store.Writer, p *Plan) error {
	content, err := json.Marshal(p)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO inspection_plan (province, year, document, content, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, p.Province, p.Year, p.Document, string(content), p.RecordedBy, p.Recorded.UnixMicro())
	if err != nil && store.IsUnique(err) {
		return errs.New(errs.Conflict, "the units of %d were drawn already: a draw is not done again", p.Year)
	}
	return err
}

// FindPlan returns a year's plan. Errors: errs.NotFound.
func FindPlan(ctx context.Context, s store.Reader, province string, year int) (*Plan, error) {
	p := Plan{Province: province, Year: year}
	var content string
	var at int64
	if err := s.Row(ctx, `SELECT document, content, recorded_by, recorded_at FROM inspection_plan WHERE province = $1 AND year = $2`,
		province, year).Scan(&p.Document, &content, &p.RecordedBy, &at); err != nil {
		return nil, store.NotFound(err)
	}
	p.Recorded = time.UnixMicro(at).UTC()
	return &p, json.Unmarshal([]byte(content), &p)
}

// Rec is what lists show of a recommendation without opening its visit.
type Rec struct {
	No      int                 `json:"no"`
	State   inspection.RecState `json:"state"`
	Due     date.Date           `json:"due"`
	Amount  household.Dong      `json:"amount,omitempty"`
	Back    household.Dong      `json:"back,omitempty"`
	Forgone household.Dong      `json:"forgone,omitempty"`
	Claimer int64               `json:"claimer,omitempty"`
}

// Summary is what lists show of a visit without opening it: nothing that was written by people.
type Summary struct {
	Origin    inspection.Origin `json:"origin"`
	Basis     string            `json:"basis"`
	Month     int               `json:"month,omitempty"`
	From      date.Date         `json:"from,omitempty"`
	AnswerBy  date.Date         `json:"answer_by,omitempty"`
	Concluded date.Date         `json:"concluded,omitempty"`
	Symbol    string            `json:"symbol,omitempty"`
	Findings  int               `json:"findings,omitempty"` // without those that were dropped
	Recs      []Rec             `json:"recs,omitempty"`
	Team      []int64           `json:"team,omitempty"` // who takes steps, the head first
}

// Row is a visit as lists have it.
type Row struct {
	Province string
	ID       int64
	Year     int
	Unit     place.Code
	State    inspection.State
	Seq      int64
	Summary
}

// Visit is a visit with all that is in it.
type Visit struct {
	Row
	Content *inspection.Visit
}

// ContentPlace is where what is in a visit belongs; its seal opens nowhere else.
func ContentPlace(province string, id int64) string {
	return fmt.Sprintf("inspection/%s/%d", province, id)
}

// EventPlace is where the detail of a visit's event belongs.
func EventPlace(province string, id, seq int64) string {
	return fmt.Sprintf("inspection_event/%s/%d/%d", province, id, seq)
}

// summarise makes what lists show.
func (v *Visit) summarise() {
	c := v.Content
	v.Year, v.Unit, v.State, v.Seq = c.Year, c.Unit, c.State, c.Seq
	v.Summary = Summary{Origin: c.Origin, Basis: c.Basis, Month: c.Month, From: c.From, AnswerBy: c.AnswerBy,
		Concluded: c.Concluded, Symbol: c.Symbol}
	for i := range c.Findings {
		if c.Findings[i].State != inspection.FindingDropped {
			v.Findings++
		}
	}
	for i := range c.Recs {
		r := &c.Recs[i]
		v.Recs = append(v.Recs, Rec{r.No, r.State, r.Due, r.Amount, r.Back(), r.Forgone(), r.Claimer})
	}
	for i := range c.Team {
		if m := &c.Team[i]; m.Lead {
			v.Team = append([]int64{m.Account}, v.Team...)
		} else if m.Conflict == "" {
			v.Team = append(v.Team, m.Account)
		}
	}
}

func (v *Visit) texts(t store.Writer) (summary string, sealed []byte, err error) {
	v.summarise()
	s, err := json.Marshal(&v.Summary)
	if err != nil {
		return "", nil, err
	}
	content, err := json.Marshal(v.Content)
	return string(s), t.Vault().Seal(nil, content, ContentPlace(v.Province, v.ID)), err
}

const columns = `province, id, year, unit, state, seq, summary`

// Add writes a new visit; its ID is set here.
func Add(ctx context.Context, t store.Writer, v *Visit) (err error) {
	if v.ID, err = t.Next(ctx, v.Province, "inspection_visit", 1); err != nil {
		return err
	}
	summary, sealed, err := v.texts(t)
	if err != nil {
		return err
	}
	_, err = t.Exec(
		ctx,
		`INSERT INTO inspection_visit (`+columns+`, sealed_content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		v.Province,
		v.ID,
		v.Year,
		string(v.Unit),
		string(v.State),
		v.Seq,
		summary,
		sealed,
	)
	return err
}

// Set writes a visit as its events have made it; was is the number of its last event before. Errors (errs.Conflict):
// somebody else took a step meanwhile.
func Set(ctx context.Context, t store.Writer, v *Visit, was int64) error {
	summary, sealed, err := v.texts(t)
	if err != nil {
		return err
	}
	n, err := t.Exec(ctx, `UPDATE inspection_visit SET state = $1, seq = $2, summary = $3, sealed_content = $4
		WHERE province = $5 AND id = $6 AND seq = $7`, string(v.State), v.Seq, summary, sealed, v.Province, v.ID, was)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	return err
}

func (r *Row) fields(summary *string) []any {
	return []any{&r.Province, &r.ID, &r.Year, &r.Unit, &r.State, &r.Seq, summary}
}

// All returns a province's visits without what is in them, the newest first: hundreds a year.
func All(ctx context.Context, s store.Reader, province string) (out []Row, err error) {
	rows, err := s.Query(ctx, `SELECT `+columns+` FROM inspection_visit WHERE province = $1 ORDER BY id DESC`, province)
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

// Find returns one visit. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Visit, error) {
	var v Visit
	var summary string
	var sealed []byte
	if err := s.Row(ctx, `SELECT `+columns+`, sealed_content FROM inspection_visit WHERE province = $1 AND id = $2`, province,
		id).Scan(append(v.fields(&summary), &sealed)...); err != nil {
		return nil, store.NotFound(err)
	}
	plain, err := s.Vault().Open(nil, sealed, ContentPlace(v.Province, v.ID))
	if err != nil {
		return nil, err
	}
	v.Content = &inspection.Visit{}
	if err := json.Unmarshal(plain, v.Content); err != nil {
		return nil, err
	}
	return &v, json.Unmarshal([]byte(summary), &v.Summary)
}

// Event is a step with when it was recorded.
type Event struct {
	inspection.Event
	At time.Time
}

// AddEvent adds an event to a visit. Errors (errs.Conflict): its number is taken.
func AddEvent(ctx context.Context, t store.Writer, province string, id int64, e *Event) error {
	detail, err := json.Marshal(&e.Event)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO inspection_event (province, visit, seq, at, account, step, sealed_detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, province, id, e.Seq, e.At.UnixMicro(), e.By, string(e.Step),
		t.Vault().Seal(nil, detail, EventPlace(province, id, e.Seq)))
	if err != nil && store.IsUnique(err) {
		return store.Overtaken()
	}
	return err
}

// Events returns the events of a visit in their order.
func Events(ctx context.Context, s store.Reader, province string, id int64) (out []Event, err error) {
	rows, err := s.Query(
		ctx,
		`SELECT seq, at, sealed_detail FROM inspection_event WHERE province = $1 AND visit = $2 ORDER BY seq`,
		province,
		id,
	)
	return out, store.Each(rows, err, func(sc store.Scanner) error {
		var e Event
		var seq, at int64
		var sealed []byte
		if err := sc.Scan(&seq, &at, &sealed); err != nil {
			return err
		}
		plain, err := s.Vault().Open(nil, sealed, EventPlace(province, id, seq))
		if err != nil {
			return err
		}
		err = json.Unmarshal(plain, &e.Event)
		e.At = time.UnixMicro(at).UTC()
		out = append(out, e)
		return err
	})
}

// Refund is a recovery of the ledger that was counted for a recommendation.
type Refund struct {
	Movement, Visit int64
	Rec             int
}

// Refunds returns the recoveries that were ever counted.
func Refunds(ctx context.Context, s store.Reader, province string) (out []Refund, err error) {
	rows, err := s.Query(ctx, `SELECT movement, visit, rec FROM inspection_refund WHERE province = $1`, province)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var one Refund
		err := r.Scan(&one.Movement, &one.Visit, &one.Rec)
		out = append(out, one)
		return err
	})
}

// AddRefund counts a recovery of the ledger for a recommendation. Errors (errs.Conflict): it is counted for one
// already.
func AddRefund(ctx context.Context, t store.Writer, province string, movement, visit int64, rec int) error {
	_, err := t.Exec(
		ctx,
		`INSERT INTO inspection_refund (province, movement, visit, rec) VALUES ($1, $2, $3, $4)`,
		province,
		movement,
		visit,
		rec,
	)
	if err != nil && store.IsUnique(err) {
		return errs.New(
			errs.Conflict,
			"this recovery is counted for a recommendation already: one recovery settles one of them",
		)
	}
	return err
}
