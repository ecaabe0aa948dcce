package programme

import (
	"maps"
	"slices"
	"strings"

	"giamngheo/internal/errs"
)

// details checks what the kind asks beside the common columns, as asked on the support's day.
func (x *checking) details() {
	asked := x.Kind.DetailsOn(x.Support.Day)
	for i := range asked {
		x.detail(&asked[i], strings.TrimSpace(x.Support.Details[asked[i].Code]))
	}
	for _, code := range slices.Sorted(maps.Keys(x.Support.Details)) {
		if x.Support.Details[code] != "" && find(asked, func(d *Detail) bool { return d.Code == code }) == nil {
			x.add(WrongDetail, "", "“"+x.Kind.Name.VI+"” ngày "+x.Support.Day.Vietnamese()+" không có chi tiết “"+code+"”; hãy bỏ", "“"+x.Kind.Name.EN+"” of "+x.Support.Day.String()+" has no detail “"+code+"”; leave it out")
		}
	}
}

func (x *checking) detail(d *Detail, v string) {
	if v == "" {
		if d.Required {
			x.add(MissingDetail, d.Cite, "thiếu “"+d.Title.VI+"”; hãy điền", "“"+d.Title.EN+"” is missing; fill it in")
		}
		return
	}
	if t := d.Wrong(v); t.VI != "" {
		x.add(WrongDetail, d.Cite, t.VI, t.EN)
		return
	}
	if d.Refuse != "" && v == d.Refuse {
		x.add(DoubleFunding, d.Cite, "“"+d.Title.VI+"”: "+d.value(v).VI+" – đã được nguồn khác chi trả thì không hỗ trợ nữa; hãy bỏ bản ghi này", "“"+d.Title.EN+"”: "+d.value(v).EN+" – what another source pays is not supported again; leave this record out")
	}
}

// Wrong says what is wrong with a value of a detail; empty where nothing is. An empty value is none.
func (d *Detail) Wrong(v string) errs.Text {
	ok, how := true, errs.Text{}
	switch d.Type {
	case "int":
		_, ok = whole(v)
		how = errs.Text{VI: "phải là số nguyên không âm", EN: "must be a whole number"}
	case "money":
		_, ok = whole(v)
		how = errs.Text{VI: "phải là số đồng nguyên, thí dụ 1500000 hoặc 1.500.000", EN: "must be whole đồng, for example 1500000 or 1.500.000"}
	case "date":
		_, ok = day(v)
		how = errs.Text{VI: "phải là ngày, thí dụ 31/12/2024", EN: "must be a day, for example 2024-12-31"}
	case "bool":
		ok = v == "yes" || v == "no"
		how = errs.Text{VI: "phải là yes hoặc no", EN: "must be yes or no"}
	case "choice":
		ok = find(d.Choices, func(c *Choice) bool { return c.Code == v }) != nil
		how = errs.Text{VI: "phải là một trong: ", EN: "must be one of: "}
		for i, c := range d.Choices {
			if i > 0 {
				how = errs.Text{VI: how.VI + ", ", EN: how.EN + ", "}
			}
			how = errs.Text{VI: how.VI + c.Code + " (" + c.Title.VI + ")", EN: how.EN + c.Code + " (" + c.Title.EN + ")"}
		}
	}
	if ok || v == "" {
		return errs.Text{}
	}
	return errs.Text{VI: "“" + d.Title.VI + "” " + how.VI + "; hãy sửa “" + v + "”", EN: "“" + d.Title.EN + "” " + how.EN + "; change “" + v + "”"}
}

// value is a value in the languages of the interface.
func (d *Detail) value(v string) errs.Text {
	if c := find(d.Choices, func(c *Choice) bool { return c.Code == v }); c != nil {
		return c.Title
	}
	switch {
	case d.Type == "bool" && v == "yes":
		return errs.Text{VI: "có", EN: "yes"}
	case d.Type == "bool":
		return errs.Text{VI: "không", EN: "no"}
	}
	return errs.Text{VI: v, EN: v}
}

// Show is a value as people read it: a day, an amount and a choice in their words.
func (d *Detail) Show(v string) errs.Text {
	switch n, ok := whole(v); {
	case ok && (d.Type == "money" || d.Type == "int"):
		return errs.Text{VI: number(n), EN: comma(n)}
	case d.Type == "date":
		if on, ok := day(v); ok {
			return errs.Text{VI: on.Vietnamese(), EN: on.String()}
		}
	}
	return d.value(v)
}
