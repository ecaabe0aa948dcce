package outlook

import (
	"io/fs"
	"math/big"
	"regexp"
	"strconv"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/rule"
	"giamngheo/internal/rule/tree"
	"giamngheo/internal/target"
)

// Rule calls attention to a line of money.
type Rule struct {
	Code  string       `yaml:"code"`
	Light target.Light `yaml:"light"` // amber or red
	When  string       `yaml:"when"`
	Text  errs.Text    `yaml:"text"`
	Next  errs.Text    `yaml:"next"` // what can be done
	Who   errs.Text    `yaml:"who"`

	when tree.Condition
}

// Rules are what calls attention, the first of a code that holds.
type Rules struct {
	Sample bool
	Rules  []Rule
}

// Facts are what rules look at: a line on a day.
type Facts struct {
	Balance      money.Balance
	On           date.Date
	Given        date.Date // when the line first had money; zero: it never had
	AllottedLate int       // days from the grant to the allotment; −1: not known
	Advanced     date.Date // of the oldest advance that is not recovered; zero: there is none
	Forecast     *Forecast
}

// names are what rules may name, numbers but for the last two.
var names = []string{"given_days", "allotted_late", "available", "disbursed", "committed", "advanced",
	"disbursed_share", "committed_share", "unspent", "unspent_least", "month", "day", "advance_days",
	"forecast_known", "interval"}

func typeOf(name string) rule.Type {
	switch name {
	case "forecast_known", "interval":
		return rule.Bool
	case "given_days", "allotted_late", "month", "day", "advance_days":
		return rule.Int
	}
	return rule.Double
}

// vars are the facts by their names. Shares are numbers with a fraction: they choose a light and nothing else.
func (f *Facts) vars() map[string]any {
	b := f.Balance
	days := func(from date.Date) int64 {
		if from.IsZero() {
			return -1
		}
		return int64(f.On.Sub(from))
	}
	share := func(part money.Dong) float64 {
		if b.A() <= 0 {
			return 0
		}
		v, _ := big.NewRat(int64(part), int64(b.A())).Float64()
		return v
	}
	out := map[string]any{"given_days": days(f.Given), "allotted_late": int64(f.AllottedLate),
		"available": float64(b.A()), "disbursed": float64(b.K()), "committed": float64(b.C), "advanced": float64(b.V),
		"disbursed_share": share(b.K()), "committed_share": share(b.C), "unspent": 0.0, "unspent_least": 0.0,
		"month": int64(f.On.Month()), "day": int64(f.On.Day()), "advance_days": days(f.Advanced),
		"forecast_known": f.Forecast != nil, "interval": false}
	if f.Forecast != nil {
		value, least := f.Forecast.Unspent(b)
		out["unspent"], out["unspent_least"], out["interval"] = share(value), share(least), f.Forecast.Interval
	}
	return out
}

// Alerts are the rules that hold of a line: of each code the first. Errors: a rule that cannot be worked out.
func (r *Rules) Alerts(f *Facts) (out []*Rule, err error) {
	vars, had := f.vars(), map[string]bool{}
	for i := range r.Rules {
		one := &r.Rules[i]
		if had[one.Code] {
			continue
		}
		is, err := one.when.Holds(vars)
		if err != nil {
			return nil, err
		}
		if is {
			had[one.Code] = true
			out = append(out, one)
		}
	}
	return out, nil
}

// The files.
const (
	profileFile = "money/profile.yaml"
	alertsFile  = "money/alerts.yaml"
)

var monthDay = regexp.MustCompile(`^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)

// ReadProfile reads the profile of earlier years strictly. The error (errs.Invalid) carries target.Faults.
func ReadProfile(data fs.FS) (*Profile, error) {
	b, err := fs.ReadFile(data, profileFile)
	if err != nil {
		return nil, err
	}
	p, src := &Profile{}, target.NewSource(profileFile)
	faults, ok := src.Decode(b, p)
	add := func(text errs.Text, at ...any) { faults = append(faults, src.Fault(text, at...)) }
	for i := range p.Years {
		if !ok {
			break
		}
		y := &p.Years[i]
		if y.Year < 2000 || y.Year > 2100 || y.Source == "" {
			add(errs.T("a year of the profile has a year and its source"), "years", i, "year")
		}
		for j := range y.Points {
			share, good := new(big.Rat).SetString(y.Points[j].Share)
			if !monthDay.MatchString(y.Points[j].Day) || !good || share.Sign() < 0 ||
				share.Cmp(big.NewRat(100, 1)) > 0 {
				add(errs.T("a point of the profile is a day MM-DD and a share from 0 to 100"), "years", i, "points", j, "day")
				continue
			}
			month, _ := strconv.Atoi(y.Points[j].Day[:2]) // by the pattern
			day, _ := strconv.Atoi(y.Points[j].Day[3:])
			at := ofYear(month, day)
			if n := len(y.points); n > 0 && (at <= y.points[n-1].day || share.Cmp(percent(y.points[n-1].share)) < 0) {
				add(errs.T("points of the profile follow each other and never fall"), "years", i, "points", j, "day")
			}
			y.points = append(y.points, point{at, share.Quo(share, big.NewRat(100, 1))})
		}
	}
	return p, faults.Refuse("tệp nhịp giải ngân")
}

func percent(share Share) Share { return new(big.Rat).Mul(share, big.NewRat(100, 1)) }

// ReadRules reads what calls attention strictly, its conditions with a parser. The error (errs.Invalid) carries
// target.Faults.
func ReadRules(data fs.FS, parser tree.ConditionParser) (*Rules, error) {
	b, err := fs.ReadFile(data, alertsFile)
	if err != nil {
		return nil, err
	}
	return ParseRules(b, parser)
}

// ParseRules reads the text of such a file.
func ParseRules(b []byte, parser tree.ConditionParser) (*Rules, error) {
	var f struct {
		Sample bool   `yaml:"sample"`
		Alerts []Rule `yaml:"alerts"`
	}
	src := target.NewSource(alertsFile)
	faults, ok := src.Decode(b, &f)
	env, err := parser(names, typeOf)
	if err != nil {
		return nil, err
	}
	for i := range f.Alerts {
		if !ok {
			break
		}
		one := &f.Alerts[i]
		add := func(text errs.Text, key string) { faults = append(faults, src.Fault(text, "alerts", i, key)) }
		if one.Light != target.Amber && one.Light != target.Red {
			add(errs.T("the light of an alert is amber or red"), "light")
		}
		if one.Code == "" || one.Text.VI == "" || one.Next.VI == "" || one.Who.VI == "" {
			add(errs.T("an alert has a code, what it says, what can be done and by whom"), "code")
		}
		var texts []errs.Text
		one.when, texts = env.Compile(one.When)
		for _, t := range texts {
			add(t, "when")
		}
	}
	return &Rules{f.Sample, f.Alerts}, faults.Refuse("tệp cảnh báo vốn")
}
