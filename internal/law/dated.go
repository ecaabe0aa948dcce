package law

import (
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/rule"
)

// day reads a date of a file; an empty one is no date, a wrong one a fault.
func (l *fields) day(f *file, at []any, s string) date.Date {
	if s == "" {
		return 0
	}
	d, err := date.Parse(s)
	if err != nil {
		l.faultAt(f, at, errs.T("“%s” is not a day written YYYY-MM-DD", s))
	}
	return d
}

// period reads a required first and an optional last day.
func (l *fields) period(f *file, at []any, from, to string) Period {
	at = slices.Clone(at)
	if from == "" {
		l.faultAt(f, at, errs.T("missing first day “from”"))
	}
	p := Period{l.day(f, append(at, "from"), from), l.day(f, append(at, "to"), to)}
	if !p.To.IsZero() && p.To < p.From {
		l.faultAt(f, append(at, "to"), errs.T("the last day lies before the first"))
	}
	return p
}

// consecutive fills open ends within a list of periods and refuses overlaps and gaps; spans are in file order.
func (l *fields) consecutive(f *file, at []any, spans []*Period) {
	for i := 1; i < len(spans); i++ {
		before, here := spans[i-1], spans[i]
		place := append(slices.Clone(at), i)
		if before.From.IsZero() || here.From.IsZero() {
			continue // its own fault is recorded
		}
		if before.To.IsZero() && before.From < here.From {
			before.To = here.From.AddDays(-1)
		}
		switch next := before.To; {
		case here.From <= before.From || here.From <= next:
			l.faultAt(f, place, errs.T("overlaps the value before (to %s)", next.String()))
		case here.From != next.AddDays(1):
			l.faultAt(f, place, errs.T("gap: the value before ends on %s, this one begins on %s", next.String(),
				here.From.String()))
		}
	}
}

// covers refuses a parameter of a standard that has no value for some of the standard's days.
func (l *fields) covers(p Parameter, s Standard) {
	if len(p.Values) == 0 || s.From.IsZero() {
		return
	}
	first, last := p.Values[0], p.Values[len(p.Values)-1]
	if first.From > s.From || (!last.To.IsZero() && (s.To.IsZero() || last.To < s.To)) {
		l.add(p.Source, errs.T("“%s” has no value for some days of standard “%s” (%s – %s)", p.Name, s.Code,
			s.From.String(), s.To.String()))
	}
}

var ruleTypes = map[string]rule.Type{
	"bool": rule.Bool, "int": rule.Int, "double": rule.Double, "string": rule.String, "list": rule.StringList,
}

func (l *fields) parameters(f *file) {
	for i, p := range f.Parameters {
		at := []any{"parameters", i}
		l.named(f, at, "name", p.Name)
		l.title(f, at, p.Title)
		if p.Unit == "" {
			l.faultAt(f, at, errs.T("missing “unit”"))
		}
		typ, ok := ruleTypes[p.Type]
		if !ok {
			l.faultAt(f, append(at, "type"), errs.T("“type” must be bool, int, double, string or list"))
			continue
		}
		if p.By != "" && p.By != "area" {
			l.faultAt(f, append(at, "by"), errs.T("“by” can only be area"))
		}
		l.lib.Parameters = append(l.lib.Parameters, Parameter{
			Name: p.Name, Title: p.Title, Unit: p.Unit, Type: typ, ByArea: p.By == "area", Standard: f.Standard,
			Values: l.values(f, append(at, "values"), p.Values, typ, p.By == "area"), Source: f.source(at...)})
	}
}

// values reads the dated values of a parameter or term.
func (l *fields) values(f *file, at []any, raw []fileValue, typ rule.Type, byArea bool) []Value {
	if len(raw) == 0 {
		l.faultAt(f, at, errs.T("no value in “values”"))
	}
	out := make([]Value, len(raw))
	spans := make([]*Period, len(raw))
	for i, v := range raw {
		here := append(slices.Clone(at), i)
		l.cite(f, here, v.Cite)
		l.confidence(f, here, v.Confidence, false)
		out[i] = Value{Period: l.period(f, here, v.From, v.To), Value: l.value(f, here, &v.Value, typ, byArea),
			Cite: v.Cite, Confidence: v.Confidence, Note: v.Note}
		spans[i] = &out[i].Period
	}
	l.consecutive(f, at, spans)
	return out
}

// value decodes one value to the parameter's type; null closes it.
func (l *fields) value(f *file, at []any, n *yaml.Node, typ rule.Type, byArea bool) any {
	here := append(slices.Clone(at), "value")
	if n.Kind == 0 {
		l.faultAt(f, at, errs.T("missing “value” (write null where it ends)"))
		return nil
	}
	if n.Tag == "!!null" {
		return nil
	}
	if !byArea {
		return l.scalar(f, here, n, typ)
	}
	if n.Kind != yaml.MappingNode || len(n.Content) != 4 || YAMLChild(n, "rural") == nil ||
		YAMLChild(n, "urban") == nil {
		l.faultAt(f, here, errs.T("a value by area needs exactly the keys rural and urban"))
		return nil
	}
	return AreaValue{l.scalar(f, append(here, "rural"), YAMLChild(n, "rural"), typ),
		l.scalar(f, append(here, "urban"), YAMLChild(n, "urban"), typ)}
}

func (l *fields) scalar(f *file, at []any, n *yaml.Node, typ rule.Type) any {
	wrong := func() any {
		l.faultAt(f, at, errs.T("wrong type: “%s” is not %s", n.Value, typ))
		return nil
	}
	switch typ {
	case rule.Int:
		return decodeAs[int64](n, "!!int", wrong)
	case rule.Double:
		if n.Tag == "!!int" {
			return decodeAs[float64](n, "!!int", wrong)
		}
		return decodeAs[float64](n, "!!float", wrong)
	case rule.Bool:
		return decodeAs[bool](n, "!!bool", wrong)
	case rule.String:
		return decodeAs[string](n, "!!str", wrong)
	}
	return decodeAs[[]string](n, "!!seq", wrong)
}

func decodeAs[T any](n *yaml.Node, tag string, wrong func() any) any {
	var v T
	if n.Tag != tag || n.Decode(&v) != nil {
		return wrong()
	}
	return v
}

// cite refuses an entry without its citation.
func (l *fields) cite(f *file, at []any, s string) {
	if s == "" {
		l.faultAt(f, at, errs.T("missing citation “cite” (article, clause, point)"))
	}
}

// title refuses an entry without its name in both languages.
func (l *fields) title(f *file, at []any, t errs.Text) {
	if t.VI == "" || t.EN == "" {
		l.faultAt(f, at, errs.T("missing “title” (vi and en)"))
	}
}

var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// named refuses a name that rules could not write.
func (l *fields) named(f *file, at []any, key, name string) {
	if !identifier.MatchString(name) {
		l.faultAt(f, append(slices.Clone(at), key),
			errs.T("“%s” must be lower-case letters, digits and underscores: “%s”", key, name))
	}
}

// confidence refuses a word that says nothing of how sure a value is.
func (l *fields) confidence(f *file, at []any, c string, required bool) {
	if (c == "" && !required) || c == "high" || c == "medium" || c == "low" {
		return
	}
	l.faultAt(f, append(slices.Clone(at), "confidence"), errs.T("“confidence” must be high, medium or low"))
}

// ownsStandard refuses an indicator or class outside any standard.
func (l *fields) ownsStandard(f *file, at []any) {
	if f.Standard == "" {
		l.faultAt(f, at, errs.T("the file must name its “standard”: indicators and classes belong to one"))
	}
}
