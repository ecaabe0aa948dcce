// Package publishing makes what is public: one person prepares a publication of a fixed day from the office's final
// figures, another one approves it, and nothing of it is ever changed.
package publishing

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/documents"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/results"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/publication"
	"giamngheo/internal/store"
	rows "giamngheo/internal/store/publications"
	"giamngheo/internal/suppress"
)

// Desk makes publications.
type Desk struct {
	office    *office.Office
	library   *library.Library
	results   *results.Desk
	plans     *plans.Desk
	funds     *funds.Desk
	documents *documents.Desk
}

// New makes the desk.
func New(o *office.Office, l *library.Library, r *results.Desk, p *plans.Desk, f *funds.Desk, d *documents.Desk) *Desk {
	return &Desk{o, l, r, p, f, d}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"publication.prepare":  errs.T("publication prepared"),
	"publication.approve":  errs.T("publication approved"),
	"publication.refuse":   errs.T("publication refused"),
	"publication.withdraw": errs.T("publication withdrawn"),
}

// Input asks for a publication.
type Input struct {
	Series   publication.Series
	Year     int
	Form     publication.Form // of households
	Corrects int64            // the publication that it takes the place of; 0: none
}

// Shown is a publication with what became of it.
type Shown struct {
	rows.Row
	State    publication.State
	From     date.Date // of one that is approved
	Steps    []rows.Step
	Preparer string
	Names    map[int64]string // of who took the steps
	Content  *publication.Content
	Replaced int64 // the public one that corrects it; 0: none
	MayStep  []publication.Step
	Own      bool // who looks prepared it, and so does not approve it
}

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

func (d *Desk) see(a *office.Ask) error {
	return d.office.PlaceScope(a, access.ViewPublications, d.office.ProvinceCode())
}

// stateOf is what has become of a publication by its steps.
func stateOf(id int64, steps []rows.Step) (state publication.State, from date.Date, own []rows.Step) {
	state = publication.Prepared
	for _, s := range steps {
		if s.Publication != id {
			continue
		}
		if next, ok := state.After(s.Kind); ok {
			state = next
		}
		if s.Kind == publication.Approve {
			from = s.From
		}
		own = append(own, s)
	}
	return state, from, own
}

// All lists the publications, the newest first. Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) All(ctx context.Context, a *office.Ask) (out []Shown, err error) {
	if err := d.see(a); err != nil {
		return nil, err
	}
	all, err := rows.All(ctx, d.office.Reader(), d.province())
	if err != nil {
		return nil, err
	}
	steps, err := rows.Steps(ctx, d.office.Reader(), d.province())
	replaced := map[int64]int64{}
	for _, r := range all {
		s := Shown{Row: r, Preparer: d.office.NameOf(ctx, r.By)}
		s.State, s.From, s.Steps = stateOf(r.ID, steps)
		if s.State == publication.Public && r.Corrects != 0 {
			replaced[r.Corrects] = r.ID
		}
		s.Replaced = replaced[r.ID]
		out = append(out, s)
	}
	return out, err
}

// Find shows one publication. Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) Find(ctx context.Context, a *office.Ask, id int64) (*Shown, error) {
	all, err := d.All(ctx, a)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(s Shown) bool { return s.ID == id })
	if i < 0 {
		return nil, office.NotYours()
	}
	s := &all[i]
	if s.Content, err = publication.Read(s.Row.Content); err != nil {
		return nil, err
	}
	s.Names = map[int64]string{}
	for _, step := range s.Steps {
		s.Names[step.By] = d.office.NameOf(ctx, step.By)
	}
	s.Own = s.By == a.Account
	for _, step := range publication.Steps() {
		if _, ok := s.State.After(step); ok && d.mayStep(a, &s.Row, step) == nil {
			s.MayStep = append(s.MayStep, step)
		}
	}
	return s, nil
}

// mayStep says why somebody may not take a step with a publication. Who prepared one does not approve it.
func (d *Desk) mayStep(a *office.Ask, r *rows.Row, step publication.Step) error {
	if err := d.office.PlaceScope(a, access.ApprovePublications, d.office.ProvinceCode()); err != nil {
		return err
	}
	if step == publication.Approve {
		return d.office.MayApprove(a, r.By)
	}
	return nil
}

// Draft is a publication before it is kept.
type Draft struct {
	Content *publication.Content
	values  []publication.Values
	as      Input
}

// Prepare keeps a publication, for another person to approve. Errors: errs.Invalid; errs.Conflict where the day
// has its publication; *suppress.OpenError where a small cell can be computed back.
func (d *Desk) Prepare(ctx context.Context, a *office.Ask, in Input) (int64, error) {
	draft, err := d.Draft(ctx, a, in)
	if err != nil {
		return 0, err
	}
	values, err := json.Marshal(draft.values)
	if err != nil {
		return 0, err
	}
	c := draft.Content
	r := &rows.Row{Province: d.province(), Series: c.Series, Period: c.Period, AsOf: c.AsOf, Corrects: in.Corrects,
		By: a.Account, At: d.office.Now()}
	if r.Content, r.Hash, err = c.Freeze(); err != nil {
		return 0, err
	}
	deed := &office.Deed{Action: "publication.prepare", Kind: "publication", Place: d.office.ProvinceCode(),
		Note: map[string]string{"series": string(c.Series), "period": c.Period, "hash": r.Hash}}
	return r.ID, d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := d.due(ctx, tx, c, in.Corrects); err != nil {
			return err
		}
		open, err := d.audit(ctx, tx, r, c, draft.values)
		if err != nil {
			return err
		}
		if len(open) > 0 {
			return &suppress.OpenError{Faults: open}
		}
		if err := rows.Add(ctx, tx, r, values); err != nil {
			return err
		}
		deed.Subject = office.IDText(r.ID)
		tx.Changed(office.TopicPublication, r.ID)
		return nil
	})
}

// due refuses a second publication of one day, but as a correction of the first.
func (d *Desk) due(ctx context.Context, from store.Reader, c *publication.Content, corrects int64) error {
	all, err := rows.All(ctx, from, d.province())
	if err != nil {
		return err
	}
	steps, err := rows.Steps(ctx, from, d.province())
	if err != nil {
		return err
	}
	found := corrects == 0
	for i := range all {
		r := &all[i]
		state, _, _ := stateOf(r.ID, steps)
		if r.ID == corrects {
			out := state == publication.Public || state == publication.Withdrawn
			if r.Series != c.Series || r.Period != c.Period || !out {
				return errs.New(errs.Invalid, "a correction is of a public publication of the same series and period")
			}
			found = true
			continue
		}
		if r.Series == c.Series && r.Period == c.Period && state == publication.Prepared {
			return errs.New(errs.Conflict, "a publication of it waits to be approved: approve or refuse that one first")
		}
		if r.Series == c.Series && r.Period == c.Period && state == publication.Public && corrects < r.ID {
			return errs.New(errs.Conflict,
				"it is published already: differences between days would tell of single households. Correct the publication instead")
		}
	}
	if !found {
		return office.NotYours()
	}
	return nil
}

// Step approves a publication from a day on, refuses or withdraws it. Errors: errs.Forbidden of who prepared it;
// errs.Invalid without a day or a reason; errs.Conflict where that step is not next; *suppress.OpenError.
func (d *Desk) Step(ctx context.Context, a *office.Ask, id int64, step publication.Step, from date.Date,
	reason string) error {
	if err := d.office.PlaceScope(a, access.ApprovePublications, d.office.ProvinceCode()); err != nil {
		return err
	}
	reason = strings.Join(strings.Fields(reason), " ")
	switch {
	case !slices.Contains(publication.Steps(), step):
		return errs.New(errs.Invalid, "there is no such step")
	case step == publication.Approve && from < d.office.Day():
		return errs.New(errs.Invalid, "the day from which it is public is missing or lies in the past")
	case step != publication.Approve:
		from = 0
		if err := office.NeedReason(reason); err != nil {
			return err
		}
		if office.TooLong(reason) {
			return errs.New(errs.Invalid, "a voucher and a reason have at most 300 letters")
		}
	}
	deed := &office.Deed{Action: "publication." + string(step), Kind: "publication", Subject: office.IDText(id),
		Place: d.office.ProvinceCode(), Reason: reason}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		r, err := rows.Find(ctx, tx, d.province(), id)
		if err != nil {
			return err
		}
		if err := d.mayStep(a, r, step); err != nil {
			return err
		}
		steps, err := rows.Steps(ctx, tx, d.province())
		if err != nil {
			return err
		}
		state, _, own := stateOf(id, steps)
		if _, ok := state.After(step); !ok {
			return store.Overtaken()
		}
		if step == publication.Approve {
			open, err := d.again(ctx, tx, r)
			if err != nil {
				return err
			}
			if len(open) > 0 {
				return &suppress.OpenError{Faults: open}
			}
		}
		tx.Changed(office.TopicPublication, id)
		return rows.AddStep(ctx, tx, &rows.Step{Province: r.Province, Publication: id, N: int64(len(own) + 1),
			Kind: step, From: from, Reason: reason, By: a.Account, At: d.office.Now()})
	})
}

// Waiting is how many publications wait for an actor to be approved, and one of them.
func (d *Desk) Waiting(ctx context.Context, a *office.Ask) (n int, one *rows.Row, err error) {
	if d.office.PlaceScope(a, access.ApprovePublications, d.office.ProvinceCode()) != nil {
		return 0, nil, nil
	}
	all, err := d.All(ctx, a)
	for i := range all {
		if s := &all[i]; s.State == publication.Prepared && d.mayStep(a, &s.Row, publication.Approve) == nil {
			n, one = n+1, &s.Row
		}
	}
	return n, one, err
}

// again audits a publication from what was kept of it.
func (d *Desk) again(ctx context.Context, from store.Reader, r *rows.Row) ([]suppress.Fault, error) {
	c, values, err := kept(ctx, from, r)
	if err != nil {
		return nil, err
	}
	return d.audit(ctx, from, r, c, values)
}

func (d *Desk) audit(ctx context.Context, from store.Reader, r *rows.Row, c *publication.Content,
	values []publication.Values) ([]suppress.Fault, error) {
	return auditRow(ctx, from, r, c, values)
}

// kept is the content of a publication with all its counts. Errors (errs.Invalid): it is not what was frozen.
func kept(ctx context.Context, from store.Reader, r *rows.Row) (*publication.Content, []publication.Values, error) {
	if publication.Hash(r.Content) != r.Hash {
		return nil, nil, errs.New(errs.Invalid, "the content of publication %d is not what was frozen", r.ID)
	}
	c, err := publication.Read(r.Content)
	if err != nil {
		return nil, nil, err
	}
	sealed, err := rows.Values(ctx, from, r.Province, r.ID)
	if err != nil {
		return nil, nil, err
	}
	var values []publication.Values
	return c, values, json.Unmarshal(sealed, &values)
}

// auditRow audits a publication, with all that it corrects.
func auditRow(ctx context.Context, from store.Reader, r *rows.Row, c *publication.Content,
	values []publication.Values) (open []suppress.Fault, err error) {
	if open, err = c.Audit(values, nil, nil); err != nil || r.Corrects == 0 {
		return open, err
	}
	for before := r.Corrects; before != 0; {
		was, err := rows.Find(ctx, from, r.Province, before)
		if err != nil {
			return nil, err
		}
		content, had, err := kept(ctx, from, was)
		if err != nil {
			return nil, err
		}
		more, err := c.Audit(values, content, had)
		if err != nil {
			return nil, err
		}
		open, before = append(open, more...), was.Corrects
	}
	return open, nil
}

// AuditAll audits every publication of a database that is or was public, from its stored content alone. It returns
// how many, and the first fault. Errors: *suppress.OpenError; errs.Invalid where one is not what was frozen.
func AuditAll(ctx context.Context, from store.Reader, province string) (n int, err error) {
	all, err := rows.All(ctx, from, province)
	if err != nil {
		return 0, err
	}
	steps, err := rows.Steps(ctx, from, province)
	if err != nil {
		return 0, err
	}
	for i := range all {
		state, _, _ := stateOf(all[i].ID, steps)
		if state != publication.Public && state != publication.Withdrawn {
			continue
		}
		c, values, err := kept(ctx, from, &all[i])
		if err != nil {
			return n, err
		}
		open, err := auditRow(ctx, from, &all[i], c, values)
		if err != nil {
			return n, err
		}
		if len(open) > 0 {
			return n, &suppress.OpenError{Faults: open}
		}
		n++
	}
	return n, nil
}

// Open tells an error that small cells cannot be protected from others.
func Open(err error) *suppress.OpenError {
	var open *suppress.OpenError
	if errors.As(err, &open) {
		return open
	}
	return nil
}
