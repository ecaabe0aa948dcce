package programme

import (
	"maps"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/words"
)

// details checks what the kind asks beside the common columns, as asked on the support's day.
func (x *checking) details() {
	asked := x.Kind.DetailsOn(x.Support.Day)
	for i := range asked {
		x.detail(&asked[i], strings.TrimSpace(x.Support.Details[asked[i].Code]))
	}
	for _, code := range slices.Sorted(maps.Keys(x.Support.Details)) {
		if x.Support.Details[code] != "" && find(asked, func(d *Detail) bool { return d.Code == code }) == nil {
			x.add(WrongDetail, "", errs.T("“%s” of %s has no detail “%s”; leave it out", x.Kind.Name, x.Support.Day,
				code))
		}
	}
}

func (x *checking) detail(d *Detail, v string) {
	if v == "" {
		if d.Required {
			x.add(MissingDetail, d.Cite, errs.T("“%s” is missing; fill it in", d.Title))
		}
		return
	}
	if t := d.Wrong(v); t.VI != "" {
		x.add(WrongDetail, d.Cite, t)
		return
	}
	if d.Refuse != "" && v == d.Refuse {
		x.add(DoubleFunding, d.Cite,
			errs.T("“%s”: %s – what another source pays is not supported again; leave this record out", d.Title,
				d.value(v)))
	}
}

// Wrong says what is wrong with a value of a detail; empty where nothing is. An empty value is none.
func (d *Detail) Wrong(v string) errs.Text {
	ok, how := true, errs.Text{}
	switch d.Type {
	case "int":
		_, ok = whole(v)
		how = errs.T("must be a whole number")
	case "money":
		_, ok = whole(v)
		how = errs.T("must be whole đồng, for example 1500000 or 1.500.000")
	case "date":
		_, ok = day(v)
		how = errs.T("must be a day, for example 2024-12-31")
	case "bool":
		ok = v == "yes" || v == "no"
		how = errs.T("must be yes or no")
	case "choice":
		ok = find(d.Choices, func(c *Choice) bool { return c.Code == v }) != nil
		how = errs.T("must be one of: ")
		for i, c := range d.Choices {
			if i > 0 {
				how = errs.T("%s, ", how)
			}
			how = errs.T("%s%s (%s)", how, c.Code, c.Title)
		}
	}
	if ok || v == "" {
		return errs.Text{}
	}
	return errs.T("“%s” %s; change “%s”", d.Title, how, v)
}

// value is a value in the languages of the interface.
func (d *Detail) value(v string) errs.Text {
	if c := find(d.Choices, func(c *Choice) bool { return c.Code == v }); c != nil {
		return c.Title
	}
	switch {
	case d.Type == "bool" && v == "yes":
		return errs.T("yes")
	case d.Type == "bool":
		return errs.T("no")
	}
	return errs.Text{VI: v, EN: v}
}

// Show is a value as people read it: a day, an amount and a choice in their words.
func (d *Detail) Show(v string) errs.Text {
	switch n, ok := whole(v); {
	case ok && (d.Type == "money" || d.Type == "int"):
		return errs.T("%s", words.Number(n))
	case d.Type == "date":
		if on, ok := day(v); ok {
			return errs.T("%s", on)
		}
	}
	return d.value(v)
}
