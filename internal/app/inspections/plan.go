package inspections

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/signals"
	"giamngheo/internal/errs"
	"giamngheo/internal/inspection"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/sampling"
	"giamngheo/internal/signal"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/store/inspections"
)

// PlanShown is a year's plan of checks.
type PlanShown struct {
	Year    int
	Years   []int             // of which there are visits, with the running and the next one
	Drawn   *inspections.Plan // nil: nothing was drawn
	By      string            // who drew
	Rows    []Row             // of the page
	Of      int               // visits of the year, with the filter
	Page    int
	Pages   int
	MayPlan bool
	Sample  bool // the signals’ weights are one
}

// mostRows is how many visits a page has.
const mostRows = 100

// Year shows a year's plan of checks, of one unit where it is given. Errors: errs.Forbidden.
func (d *Desk) Year(ctx context.Context, a *office.Ask, year int, unit place.Code, page int) (*PlanShown, error) {
	rows, err := d.rows(ctx, a)
	if err != nil {
		return nil, err
	}
	now := d.office.Day().Year()
	p := &PlanShown{Year: year, Years: []int{now, now + 1}, MayPlan: d.office.May(a, access.PlanChecks),
		Sample: d.signals.Set().Sample}
	if p.Year == 0 {
		p.Year = now
	}
	var of []Row
	for i := range rows {
		r := &rows[i]
		if !slices.Contains(p.Years, r.Year) {
			p.Years = append(p.Years, r.Year)
		}
		if unit != "" && d.office.Today(r.Unit) == unit || unit == "" && r.Year == p.Year {
			of = append(of, *r)
		}
	}
	slices.Sort(p.Years)
	p.Of, p.Pages = len(of), max(1, (len(of)+mostRows-1)/mostRows)
	p.Page = min(max(page, 1), p.Pages)
	p.Rows = of[(p.Page-1)*mostRows : min(len(of), p.Page*mostRows)]
	drawn, err := inspections.FindPlan(ctx, d.office.Reader(), d.province(), p.Year)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err == nil {
		p.Drawn, p.By = drawn, d.office.NameOf(ctx, drawn.RecordedBy)
	}
	return p, nil
}

// Draw is by what units of a year are drawn.
type Draw struct {
	Year     int
	Units    int
	Lottery  int   // percent
	Within   int   // years
	Document int64 // that publishes the lottery
	Month    int   // of the first visits; they are spread over the months from there on
	Subject  string
	Lead     string
}

// LotteryText is the text that a document publishes: anybody draws again from it.
func LotteryText(doc *documents.Document, year int) string {
	return strings.Join(
		[]string{
			doc.Symbol(),
			"ngày",
			doc.Day.Vietnamese(),
			"-",
			doc.Issuer,
			"- bốc thăm kiểm tra năm",
			office.IDText(int64(year)),
		},
		" ",
	)
}

// Rule is by what a draw chooses, as its document publishes it. Errors: errs.Invalid where the text was not published
// before today, errs.NotFound.
func (d *room) rule(ctx context.Context, a *office.Ask, in *Draw) (*signal.Rule, string, error) {
	r := &signal.Rule{Units: in.Units, Lottery: in.Lottery, Within: in.Within}
	if in.Document == 0 {
		return nil, "", errs.New(
			errs.Invalid,
			"choose the document that publishes the draw; enter it into the register first",
		)
	}
	symbol, err := d.cited(ctx, d.office.Reader(), a, in.Document)
	if err != nil {
		return nil, "", err
	}
	doc, err := documents.Find(ctx, d.office.Reader(), d.province(), in.Document)
	if err != nil {
		return nil, "", err
	}
	if doc.Day >= d.office.Day() {
		return nil, "", errs.New(
			errs.Invalid,
			"the lottery’s text is published before the draw: %s is of %s, so draw from the day after",
			symbol,
			doc.Day,
		)
	}
	r.Text = LotteryText(doc, in.Year)
	return r, symbol, nil
}

// Choose chooses units as a draw would, without writing anything. Errors: errs.Invalid, errs.Forbidden.
func (d *Desk) Choose(ctx context.Context, a *office.Ask, in Draw) ([]signal.Chosen, error) {
	if err := d.office.PlaceScope(a, access.PlanChecks, d.office.ProvinceCode()); err != nil {
		return nil, err
	}
	rule, _, err := d.rule(ctx, a, &in)
	if err != nil {
		return nil, err
	}
	_, chosen, err := d.choose(ctx, in.Year, rule)
	return chosen, err
}

func (d *room) choose(ctx context.Context, year int, rule *signal.Rule) ([]signals.Place, []signal.Chosen, error) {
	board, err := d.signals.Whole(ctx)
	if err != nil {
		return nil, nil, err
	}
	all, err := inspections.All(ctx, d.office.Reader(), d.province())
	if err != nil {
		return nil, nil, err
	}
	last := map[place.Code]int{}
	for i := range all {
		if r := &all[i]; r.Year < year && r.State != inspection.Cancelled && r.Origin == inspection.Own {
			last[d.office.Today(r.Unit)] = max(last[d.office.Today(r.Unit)], r.Year)
		}
	}
	units := make([]signal.Unit, len(board))
	for i := range board {
		b := &board[i]
		units[i] = signal.Unit{Code: string(b.Unit.Code), Points: b.Points, Highest: b.Highest(), Years: -1}
		if y := last[b.Unit.Code]; y > 0 {
			units[i].Years, units[i].Last = year-y-1, y == year-1
		}
	}
	chosen, err := signal.Choose(units, *rule)
	return board, chosen, err
}

// Draw chooses the units of a year and puts a visit to each into the plan. It is done once a year: a second draw with
// another text would be a choice. Errors: errs.Invalid, errs.Conflict, errs.Forbidden.
func (d *Desk) Draw(ctx context.Context, a *office.Ask, in Draw) (int, error) {
	if err := d.office.PlaceScope(a, access.PlanChecks, d.office.ProvinceCode()); err != nil {
		return 0, err
	}
	now := d.office.Day().Year()
	if in.Year < now || in.Year > now+1 || in.Month < 1 || in.Month > 12 {
		return 0, errs.New(errs.Invalid, "choose this year or the next, and the month of the first visits")
	}
	rule, symbol, err := d.rule(ctx, a, &in)
	if err != nil {
		return 0, err
	}
	board, chosen, err := d.choose(ctx, in.Year, rule)
	if err != nil {
		return 0, err
	}
	seed, err := sampling.Seed(rule.Text)
	if err != nil {
		return 0, err
	}
	p := &inspections.Plan{Province: d.province(), Year: in.Year, Document: in.Document, RecordedBy: a.Account,
		Recorded: d.office.Now(), Symbol: symbol, Rule: *rule, Seed: seed, Version: d.signals.Set().Version,
		Chosen: chosen,
		Day:    d.office.Day()}
	scores := map[string]*signals.Place{}
	for i := range board {
		scores[string(board[i].Unit.Code)] = &board[i]
	}
	for i := range board {
		if c := string(board[i].Unit.Code); !slices.ContainsFunc(chosen, func(x signal.Chosen) bool {
			return x.Code == c && x.Basis != signal.Lots
		}) {
			p.Frame = append(p.Frame, c)
		}
	}
	slices.Sort(p.Frame)
	deed := &office.Deed{
		Action:  "inspection.draw",
		Kind:    kind,
		Subject: office.IDText(int64(in.Year)),
		Place:   d.office.ProvinceCode(),
		Note:    map[string]string{"text": rule.Text, "seed": seed},
	}
	return len(chosen), d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := inspections.AddPlan(ctx, tx, p); err != nil {
			return err
		}
		for i := range chosen {
			if err := d.drawn(ctx, tx, a, &in, &chosen[i], scores[chosen[i].Code],
				in.Month+i*(13-in.Month)/len(chosen)); err != nil {
				return err
			}
		}
		return nil
	})
}

// drawn puts the visit to a chosen unit into the plan. Why it was chosen is an addition without secret signals: the
// visit's page is seen by more people than these.
func (d *room) drawn(
	ctx context.Context,
	tx *office.Tx,
	a *office.Ask,
	in *Draw,
	c *signal.Chosen,
	score *signals.Place,
	month int,
) error {
	why := c.Number
	if c.Basis != signal.Lots {
		var said []string
		for _, t := range score.Scored() {
			if !t.Secret {
				said = append(said, t.Text.VI+" ("+office.IDText(int64(t.Points))+")")
			}
		}
		why = strings.Join(said, "; ")
	}
	m, err := d.matter(ctx, tx, &Proposal{Unit: place.Code(c.Code), Year: in.Year, Month: month, Origin: inspection.Own,
		Basis: string(c.Basis), Subject: in.Subject, Why: why, Lead: in.Lead})
	if err != nil {
		return err
	}
	v := &inspections.Visit{Row: inspections.Row{Province: d.province()}, Content: &inspection.Visit{}}
	return d.add(ctx, tx, v, &inspection.Event{Step: inspection.Begin, By: a.Account, Day: d.office.Day(), Matter: m})
}
