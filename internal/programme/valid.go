package programme

import (
	"giamngheo/internal/errs"
	"regexp"
	"slices"
)

var (
	kindCode = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	nodeCode = regexp.MustCompile(`^[A-Z][A-Z0-9-]*$`)
)

// check refuses what cannot be used; every entry is told to its line.
func (r *reader) check() {
	seen := map[string]bool{}
	for i := range r.c.Programmes {
		r.programme(&r.c.Programmes[i], seen)
	}
	for i := range r.c.Kinds {
		r.kind(&r.c.Kinds[i], seen)
	}
	for _, f := range r.c.Funds {
		r.once(seen, "fund", f.Code, source{file: "programme"})
	}
	for _, a := range r.c.Activities {
		r.once(seen, "activity", a.Code, source{file: "programme"})
	}
	for i := range r.c.Columns {
		col := &r.c.Columns[i]
		r.need(col.Cite != "" && col.Name.VI != "" && col.Name.EN != "", col.at, nil,
			errs.T("a column needs name (vi, en) and cite"))
	}
	r.refusals(seen)
}

func (r *reader) need(ok bool, at source, path []any, text errs.Text) {
	if !ok {
		r.add(at, path, text)
	}
}

// once refuses a code that stands twice.
func (r *reader) once(seen map[string]bool, what, code string, at source) {
	key := what + "\x00" + code
	r.need(!seen[key], at, []any{"code"}, errs.T("code “%s” stands twice", code))
	seen[key] = true
}

func (r *reader) programme(p *Programme, seen map[string]bool) {
	r.once(seen, "programme", p.Code, p.at)
	r.need(p.Code != "" && p.Name.VI != "" && p.Name.EN != "", p.at, nil,
		errs.T("a programme needs code and name (vi, en)"))
	r.need(!p.From.IsZero() && p.To >= p.From, p.at, []any{"from"},
		errs.T("a programme needs from and to, the first before the last"))
	r.need(p.Cite != "", p.at, nil, errs.T("a programme needs its cite"))
	r.need(p.SpendUntil.IsZero() || p.SpendUntil > p.To && p.SpendCite != "", p.at, []any{"spend_until"},
		errs.T("spend_until must follow to and have its spend_cite"))
	above := map[string]bool{"": true}
	for i := range p.Nodes {
		n := &p.Nodes[i]
		r.once(seen, "node", n.Code, n.at)
		r.node(n, above)
		above[n.Code] = true
	}
	for i := range p.Priorities {
		q := &p.Priorities[i]
		r.once(seen, "priority "+p.Code, q.Code, q.at)
		r.need(q.Code != "" && q.Title.VI != "" && q.Title.EN != "" && q.Who != "" && q.Cite != "", q.at, nil,
			errs.T("a priority needs code, title (vi, en), who, cite"))
	}
}

func (r *reader) node(n *Node, above map[string]bool) {
	r.need(nodeCode.MatchString(n.Code), n.at, []any{"code"},
		errs.T("a node's code has capitals, digits and hyphens: “%s”", n.Code))
	r.need(above[n.Parent], n.at, []any{"parent"}, errs.T("“parent: %s” does not stand above it in the programme",
		n.Parent))
	r.need(slices.Contains([]string{"project", "sub_project", "component", "content"}, n.Kind), n.at, []any{"kind"},
		errs.T("kind must be project, sub_project, component or content"))
	r.need(n.Label.VI != "" && n.Label.EN != "" && n.Name.VI != "" && n.Name.EN != "" && n.Cite != "", n.at, nil,
		errs.T("label, name (vi, en) and cite are needed"))
	r.need(slices.Contains([]string{"", "household", "person", "place"}, n.Unit) && (n.Who == "") == (n.Unit == ""),
		n.at, []any{"unit"}, errs.T("who goes with unit: household, person or place"))
	r.need(!n.Sample || n.Open.VI != "" && n.Open.EN != "", n.at, []any{"sample"},
		errs.T("a SAMPLE says in open (vi, en) what is not known"))
	for province, open := range n.OpenIn {
		r.need(len(province) == 2 && open.VI != "" && open.EN != "", n.at, []any{"open_in", province},
			errs.T("open_in needs the two digits of a province, and vi and en"))
	}
	for key, bodies := range map[string][]Body{"leads": n.Leads, "with": n.With} {
		for i, b := range bodies {
			r.need(b.Name.VI != "" && b.Name.EN != "" && slices.Contains([]string{"high", "medium", "low"},
				b.Confidence) && (b.To.IsZero() || b.To >= b.From),
				n.at, []any{key, i},
				errs.T("a body needs name (vi, en), confidence (high, medium, low) and days in order"))
		}
	}
	for i := 1; i < len(n.Leads); i++ {
		before := n.Leads[i-1]
		r.need(!before.To.IsZero() && before.To < n.Leads[i].From, n.at, []any{"leads", i},
			errs.T("overlaps the lead before"))
	}
}

func (r *reader) kind(k *Kind, seen map[string]bool) {
	r.once(seen, "kind", k.Code, k.at)
	r.need(kindCode.MatchString(k.Code) && !slices.Contains(FactNames(), k.Code), k.at, []any{"code"},
		errs.T("a kind's code has lower-case letters, digits, underscores and is no group's name: “%s”", k.Code))
	r.need(k.Name.VI != "" && k.Name.EN != "" && k.Unit.VI != "" && k.Unit.EN != "", k.at, nil,
		errs.T("name and unit (vi, en) are needed"))
	r.need(slices.Contains([]string{"person", "household", "group", "officers", "public"}, k.To), k.at, []any{"to"},
		errs.T("to must be person, household, group, officers or public"))
	r.need(k.Node != "" || k.Policy.VI != "" && k.Policy.EN != "" && len(k.Later) == 0, k.at, []any{"node"},
		errs.T("without a node, say which policy gives it"))
	for i, code := range append([]string{k.Node}, k.Later...) {
		at := []any{"node"}
		if i > 0 {
			at = []any{"later", i - 1}
		}
		r.need(code == "" || r.c.Node(code) != nil, k.at, at, errs.T("there is no project or sub-project “%s”", code))
	}
	if k.OfRegister() {
		r.need(k.Who != "" && k.WhoText.VI != "" && k.WhoText.EN != "" && k.WhoCite != "", k.at, []any{"who"},
			errs.T("who, who_text (vi, en), who_cite are needed"))
	}
	r.need(slices.Contains([]string{"", "year", "ever"}, k.Once) && (k.Once == "" || k.OnceCite != ""), k.at,
		[]any{"once"}, errs.T("once is empty, or year or ever with once_cite"))
	r.need(slices.Contains([]string{"", "content", "kind"}, k.Same) && k.Most >= 0, k.at, []any{"same"},
		errs.T("same must be content or kind; most not below zero"))
	r.need(k.Activity == "" || r.c.ActivityKind(k.Activity) != nil, k.at, []any{"activity"},
		errs.T("there is no kind of activity “%s”", k.Activity))
	for i, f := range k.Sources {
		r.need(r.c.Fund(f) != nil && k.SourceCite != "", k.at, []any{"sources", i},
			errs.T("there is no fund “%s”, or source_cite is missing", f))
	}
	r.details(k)
	for i := range k.Norms {
		r.norm(k, i)
	}
}

func (r *reader) details(k *Kind) {
	seen := map[string]bool{}
	for i, d := range k.Details {
		at := []any{"details", i}
		r.need(kindCode.MatchString(d.Code) && !seen[d.Code], k.at, at,
			errs.T("detail “%s” has a wrong code or stands twice", d.Code))
		seen[d.Code] = true
		r.need(d.Title.VI != "" && d.Title.EN != "", k.at, at, errs.T("detail “%s” needs title (vi, en)", d.Code))
		r.need(slices.Contains([]string{"text", "int", "money", "date", "bool", "choice"}, d.Type) &&
			(d.Type == "choice") == (len(d.Choices) > 0),
			k.at, at, errs.T("the type of “%s” must be text, int, money, date, bool or choice (with choices)", d.Code))
		r.need(!d.Part || d.Type == "money", k.at, at, errs.T("a part of the amount must be of type money"))
		r.need(d.Refuse == "" || d.Cite != "", k.at, at, errs.T("refuse needs its cite"))
	}
}

func (r *reader) norm(k *Kind, i int) {
	n, at := &k.Norms[i], []any{"norms", i}
	r.need(n.Title.VI != "" && n.Title.EN != "" && n.Parameter != "" && n.Cite != "", k.at, at,
		errs.T("a norm needs title (vi, en), parameter, cite"))
	r.need(slices.Contains([]string{"quantity", "support", "percent_of_cost"}, n.Per), k.at, append(at, "per"),
		errs.T("per must be quantity, support or percent_of_cost"))
	r.need(n.Per != "percent_of_cost" || n.Times != "", k.at, at,
		errs.T("percent_of_cost needs times: the detail with the whole cost"))
	r.need(n.Programme == "" || r.c.Programme(n.Programme) != nil, k.at, append(at, "programme"),
		errs.T("there is no programme “%s”", n.Programme))
	for _, code := range []string{n.Of, n.Times, n.Distance, n.Cost} {
		d := find(k.Details, func(d *Detail) bool { return d.Code == code })
		r.need(code == "" || d != nil && (d.Type == "money" || d.Type == "int"), k.at, at,
			errs.T("“%s” is no int or money detail of this kind", code))
	}
}

// refusals refuses a reason that the program does not give, and one that is missing: its article would be lost.
func (r *reader) refusals(seen map[string]bool) {
	for i := range r.c.Refusals {
		x := &r.c.Refusals[i]
		r.once(seen, "refusal", x.Code, x.at)
		r.need(slices.Contains(refusalCodes(), x.Code), x.at, []any{"code"},
			errs.T("there is no reason to refuse “%s”", x.Code))
		r.need(x.Title.VI != "" && x.Title.EN != "" && len(x.Cites) > 0, x.at, nil,
			errs.T("title (vi, en) and cites are needed"))
	}
	for _, code := range refusalCodes() {
		r.need(r.c.Refusal(code) != nil, source{file: "programme"}, nil, errs.T("refusals lack “%s”", code))
	}
}
