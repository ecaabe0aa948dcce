package parts

import (
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/exports"
	"giamngheo/internal/app/papers"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/vietnamese"
	"giamngheo/internal/words"
)

// Number writes a whole number with the language's thousands.
func Number(lang string, v int64) string {
	return words.Number(v).In(lang)
}

// Decimal writes a number with so many decimals, after the language's point or comma.
func Decimal(lang string, v float64, places int) string {
	return words.Fixed(lang, v, places)
}

// Funcs are what templates call in a language; groups are the names of ethnic groups by their codes.
func Funcs(lang string, groups map[string]string) template.FuncMap {
	out := template.FuncMap{
		"t":    func(id string, args ...any) string { return words.In(lang, id, args...) },
		"tn":   func(n int, one, many string, args ...any) string { return words.Plural(lang, n, one, many, args...) },
		"km":   func(id string) string { return words.In(words.KM, id) },
		"text": func(t errs.Text) string { return t.In(lang) },
		"n": func(v any) string {
			switch v := v.(type) {
			case int:
				return Number(lang, int64(v))
			case int64:
				return Number(lang, v)
			case float64:
				return Number(lang, int64(v))
			case household.Dong:
				return Number(lang, int64(v))
			}
			return fmt.Sprint(v)
		},
		"dec":   func(v float64, places int) string { return Decimal(lang, v, places) },
		"rate":  func(part, whole int64) string { return Rate(lang, part, whole) },
		"share": Share,
		"pct":   func(v float64) string { return Decimal(lang, 100*v, 2) + "%" },
		"day": func(d date.Date) string {
			if lang == "en" {
				return d.String()
			}
			return d.Vietnamese()
		},
		"time": func(t time.Time) string {
			if t.IsZero() || t.Unix() <= 0 {
				return ""
			}
			return t.In(time.FixedZone("+07", 7*3600)).Format("02/01/2006 15:04")
		},
		"class": func(c poverty.Class) string { return ClassTitle(lang, c) },
		"role":  func(r access.Role) string { return r.Title().In(lang) },
		"bit":   func(mask uint16, i int) bool { return mask>>i&1 == 1 },
		"bits":  func(mask uint16) int { r := poverty.Result{Deprived: mask}; n, _ := r.Count(); return n },
		"add":   func(a, b int) int { return a + b },
		"sub":   func(a, b int64) int64 { return a - b },
		"mask":  household.Mask,
		"field": func(column string) string { return FieldTitle(lang, column) },
		"value": func(column, text string) string { return Value(lang, groups, column, text) },
		"asof":  func(period string) string { return periodText(lang, period) },
		"confidence": func(c string) string {
			if t, ok := confidences[c]; ok {
				return t.In(lang)
			}
			return c
		},
		"json":     func(v any) (string, error) { b, err := json.Marshal(v); return string(b), err },
		"upper":    strings.ToUpper,
		"sentence": vietnamese.UpperFirst,
		"stage":    func(st review.Stage) string { return st.Title().In(lang) },
		"outcome":  func(o review.Outcome) string { return papers.OutcomeTitle(o).In(lang) },
		"seqcols": func() []string {
			return []string{"full_name", "sex", "birth_date", "ethnicity", "citizen_id", "relationship"}
		},
		"seq": func(n int) []int {
			out := make([]int, n)
			for i := range out {
				out[i] = i
			}
			return out
		},
		"classes":      func() []poverty.Class { return ShownClasses },
		"recognisable": func() []poverty.Class { return []poverty.Class{poverty.Poor, poverty.NearPoor, poverty.None} },
	}
	maps.Copy(out, fieldFuncs)
	return out
}

// confidences are the words for how sure a published figure is.
var confidences = map[string]errs.Text{"high": errs.T("confidence|high"), "medium": errs.T("confidence|medium"),
	"low": errs.T("confidence|low")}

// periodText is when a published figure is of: a year, a month or a day, without a remark in parentheses.
func periodText(lang, period string) string {
	period, _, _ = strings.Cut(period, " (")
	parts := strings.Split(period, "-")
	if lang == words.EN || len(parts) < 2 || len(parts) > 3 || len(parts[0]) != len("2024") ||
		len(parts[1]) != len("01") {
		return period
	}
	slices.Reverse(parts)
	return strings.Join(parts, "/")
}

// ShownClasses are the classes in the order in which pages show them. Not to be changed.
var ShownClasses = []poverty.Class{poverty.Poor, poverty.NearPoor, poverty.AverageLivingStandard, poverty.None,
	poverty.Undetermined}

// ClassTitles are the words of pages for the classes. Not to be changed.
var ClassTitles = map[poverty.Class]errs.Text{
	poverty.Poor: errs.T("classWords|Poor"), poverty.NearPoor: errs.T("classWords|Near-poor"),
	poverty.AverageLivingStandard: errs.T("classTitles|Average living standard"),
	poverty.None:                  errs.T("None of these"), poverty.Undetermined: errs.T("Undetermined"),
}

// ClassTitle is the word of pages for a class.
func ClassTitle(lang string, c poverty.Class) string { return ClassTitles[c].In(lang) }

func columnOf(name string) (household.Column, bool) {
	for _, list := range [][]household.Column{household.HouseholdColumns, household.MemberColumns} {
		for _, c := range list {
			if c.Name == name {
				return c, true
			}
		}
	}
	return household.Column{}, false
}

// FieldTitle is what pages call a column of the exchange format.
func FieldTitle(lang, column string) string { return household.ColumnTitle(column).In(lang) }

// Value is ValueText with the names of ethnic groups by their codes.
func Value(lang string, groups map[string]string, column, text string) string {
	if name := groups[text]; column == "ethnicity" && name != "" {
		return name
	}
	return ValueText(lang, column, text)
}

// ValueText is a column's text as a person reads it.
func ValueText(lang, column, text string) string {
	c, ok := columnOf(column)
	switch {
	case text == "" || !ok || text == "•••":
		return text
	case c.Kind == household.YesNo:
		return map[string]errs.Text{"yes": errs.T("yes"), "no": errs.T("no")}[text].In(lang)
	case c.Kind == household.Choice && lang != "en":
		return exports.Word(c.Enum, text)
	case c.Kind == household.Choice:
		return strings.ReplaceAll(text, "_", " ")
	case c.Kind == household.Choices:
		var out []string
		for one := range strings.SplitSeq(text, ";") {
			if lang != "en" {
				one = exports.Word(c.Enum, one)
			}
			out = append(out, strings.ReplaceAll(one, "_", " "))
		}
		return strings.Join(out, "; ")
	case c.Kind == household.Amount:
		if v, err := strconv.ParseInt(text, 10, 64); err == nil {
			return Number(lang, v)
		}
	case c.Kind == household.Decimal && lang != "en":
		return strings.Replace(text, ".", ",", 1)
	case c.Kind == household.Day && lang != "en":
		if d, err := date.Parse(text); err == nil {
			return d.Vietnamese()
		}
	}
	return text
}

// Rate is a part of a whole in percent, as people read it; “–” of nothing.
func Rate(lang string, part, whole int64) string {
	if whole == 0 {
		return "–"
	}
	return Decimal(lang, Share(part, whole), 2) + "%"
}

// Share is a part of a whole in percent, 0 of nothing.
func Share(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}
