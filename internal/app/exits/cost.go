package exits

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/programme"
	"giamngheo/internal/rule"
)

// ExitCost is what a support would cost for one receiver in an exit plan, and what it is assumed to bring a month.
type ExitCost struct {
	Kind   string         `yaml:"kind" json:"kind"`
	Whom   string         `yaml:"whom" json:"-"` // CEL over a member; "": the household once
	Cost   household.Dong `yaml:"cost" json:"cost"`
	Income household.Dong `yaml:"income" json:"income"`
	// Parameter is the value of the law that the cost is (by day); "": the cost is written here.
	Parameter string `yaml:"parameter" json:"-"`
	Sample    bool   `yaml:"-" json:"-"`
	Cite      string `yaml:"-" json:"-"` // of a cost that the law sets

	Chance float64 `yaml:"chance" json:"-"` // how likely it brings that; 0 is 1
	// which share of those who could have it can: the limit where none is given; 0 is no limit
	Share   float64   `yaml:"share" json:"-"`
	Answers *[]string `yaml:"answers" json:"-"` // the deprivations that it answers here; nil: those of its kind
}

// ExitCosts are the costs in use, with what is to be said of them.
type ExitCosts struct {
	Options []ExitCost
	Most    household.Dong // that a line may be assumed to bring a month
	Note    errs.Text      // of the sample, empty where all are the office's own
	Mark    string         // of the office's own as they stand: what a change of them names as seen
}

// costMark tells one state of the office's own costs from another.
func costMark(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

const (
	exitCostFile    = "exit/chi-phi-MAU.yaml"
	exitCostSetting = "exit.costs"
)

// readExitCosts reads the shipped sample, strictly.
func readExitCosts(data fs.FS) (*ExitCosts, error) {
	b, err := fs.ReadFile(data, exitCostFile)
	if err != nil {
		return nil, err
	}
	var f struct {
		Sample  bool           `yaml:"sample"`
		Most    household.Dong `yaml:"most_income"`
		Note    errs.Text      `yaml:"note"`
		Options []ExitCost     `yaml:"options"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("%s: %w", exitCostFile, err)
	}
	out := &ExitCosts{Options: f.Options, Note: f.Note, Most: f.Most}
	for i := range out.Options {
		if x := &out.Options[i]; x.Income < 0 || x.Income > f.Most || x.Chance < 0 || x.Chance > 1 || x.Share < 0 ||
			x.Share > 1 {
			return nil, fmt.Errorf("%s: %s: income is from 0 to most_income, chance and share from 0 to 1",
				exitCostFile, x.Kind)
		}
		out.Options[i].Sample = f.Sample
	}
	return out, nil
}

// ExitCosts returns the costs in use: the office's own where a planner has given them, else the sample.
func (o *Desk) ExitCosts(ctx context.Context) (*ExitCosts, error) {
	c, err := readExitCosts(o.library.Data())
	if err != nil {
		return nil, err
	}
	if err := o.byLaw(c); err != nil {
		return nil, err
	}
	text, err := o.office.Setting(ctx, exitCostSetting)
	if c.Mark = costMark(text); err != nil || text == "" {
		return c, err
	}
	var own []ExitCost
	if err := json.Unmarshal([]byte(text), &own); err != nil {
		return nil, err
	}
	samples := false
	for i := range c.Options {
		for _, mine := range own {
			if mine.Kind == c.Options[i].Kind {
				c.Options[i].Cost, c.Options[i].Income, c.Options[i].Sample, c.Options[i].Cite = mine.Cost, mine.Income,
					false, ""
			}
		}
		samples = samples || c.Options[i].Sample
	}
	if !samples {
		c.Note = errs.Text{}
	}
	return c, nil
}

// byLaw takes the costs that the law sets on the office's day. A day for which it has none leaves the line a sample.
func (o *Desk) byLaw(c *ExitCosts) error {
	lib, err := o.library.Law()
	if err != nil {
		return err
	}
	for i := range c.Options {
		x := &c.Options[i]
		for _, p := range lib.Parameters {
			v, ok := p.At(o.office.Day())
			if amount, whole := v.Value.(int64); ok && whole && p.Name == x.Parameter {
				x.Cost, x.Sample, x.Cite = household.Dong(amount), false, v.Cite
			}
		}
	}
	return nil
}

// mostCost is more than any support of the programme costs for one receiver.
const mostCost = 1_000_000_000

// SetExitCosts puts the office's own costs in the place of the sample's, and of those whose mark was seen. Errors:
// errs.Forbidden, errs.Invalid; errs.Conflict where somebody else has changed them since.
func (o *Desk) SetExitCosts(ctx context.Context, a *office.Ask, seen string, own []ExitCost) error {
	if !o.office.May(a, access.EditPlans) {
		return office.Forbidden()
	}
	c, err := o.ExitCosts(ctx)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, x := range c.Options {
		known[x.Kind] = true
	}
	for _, x := range own {
		if !known[x.Kind] || x.Cost < 0 || x.Cost > mostCost || x.Income < 0 || x.Income > c.Most {
			return errs.New(errs.Invalid,
				"costs are from 0 to a thousand million đồng and income from 0 to %d đồng a month, for kinds of the table", c.Most)
		}
	}
	text, err := json.Marshal(own)
	if err != nil {
		return err
	}
	deed := &office.Deed{Action: "exit.costs", Kind: "setting", Subject: exitCostSetting,
		Place: o.office.ProvinceCode(), Note: map[string]string{}}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		now, err := tx.Setting(ctx, exitCostSetting)
		if err != nil {
			return err
		}
		if costMark(now) != seen {
			return errs.New(errs.Conflict,
				"somebody else has changed the costs after you opened the page; yours were not saved. Open the page again, look at the present ones and change them")
		}
		if err := tx.SetSetting(ctx, exitCostSetting, string(text)); err != nil {
			return err
		}
		for _, x := range own {
			deed.Note[x.Kind] = fmt.Sprintf("%d / %d", x.Cost, x.Income)
		}
		return nil
	})
}

// exitOption is a cost made ready to reckon with.
type exitOption struct {
	ExitCost
	kind    *programme.Kind
	whom    *rule.Program
	removes uint16
}

// exitOptions compiles the costs in use under the standard of the register.
func (o *Desk) exitOptions(ctx context.Context) ([]exitOption, *ExitCosts, error) {
	costs, err := o.ExitCosts(ctx)
	if err != nil {
		return nil, nil, err
	}
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, nil, err
	}
	std := o.book.Standard()
	var out []exitOption
	for _, x := range costs.Options {
		opt := exitOption{ExitCost: x, kind: c.Kind(x.Kind)}
		if opt.kind == nil {
			return nil, nil, fmt.Errorf("%s: there is no kind of support %q", exitCostFile, x.Kind)
		}
		if x.Whom != "" {
			if opt.whom, err = std.Env().Compile(x.Whom, rule.Person); err != nil {
				return nil, nil, fmt.Errorf("%s: %s: %w", exitCostFile, x.Kind, err)
			}
		}
		for i := range std.Indicators {
			answers := opt.kind.Answers
			if x.Answers != nil {
				answers = *x.Answers
			}
			for _, code := range answers {
				if std.Indicators[i].Code == code {
					opt.removes |= 1 << i
				}
			}
		}
		out = append(out, opt)
	}
	return out, costs, nil
}

// receivers is how many of a household an option is for: members of whom it is so, or the household once.
func (x *exitOption) receivers(h *household.Household) (n int64, err error) {
	if x.whom == nil {
		return 1, nil
	}
	in := rule.Input{H: h, Slots: make([]rule.Range, 1)}
	for i := range h.Members {
		in.M = &h.Members[i]
		is, err := x.whom.Eval(&in)
		if err != nil {
			return 0, err
		}
		if is == household.Yes {
			n++
		}
	}
	return n, nil
}
