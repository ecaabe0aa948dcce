package reading

import (
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/sheet"
)

// Plain turns what a person typed or pasted into a column's text in the exchange format's identifiers, reading words,
// numbers and dates as files are read. An empty text of the second result means that it was understood.
func (c *Codes) Plain(column household.Column, text string) (string, errs.Text) {
	plain, _, why := c.Read(column, text, 0)
	return plain, why
}

// Read is Plain with the doubt with which the text was understood, nil where there is none, on the day of a review (0:
// not known).
func (c *Codes) Read(column household.Column, text string, on date.Date) (string, *doubt.Doubt, errs.Text) {
	if text = strings.TrimSpace(text); text == "" {
		return "", nil, errs.Text{}
	}
	plain, d, bad := c.plain(column, text, on)
	if bad != nil {
		return "", nil, *bad
	}
	if d != nil {
		d.Column = column.Name
	}
	return plain, d, errs.Text{}
}

func (c *Codes) plain(column household.Column, text string, on date.Date) (string, *doubt.Doubt, *errs.Text) {
	b := []byte(text)
	cell := &sheet.Cell{Kind: sheet.Text, Value: b}
	switch column.Kind {
	case household.Amount:
		v, d, bad := c.number(column).Amount(cell, b)
		return strconv.FormatInt(v, 10), d, bad
	case household.Decimal:
		v, d, bad := c.number(column).Cell(cell, b)
		return strconv.FormatFloat(v, 'f', -1, 64), d, bad
	case household.YesNo:
		v, bad := c.Answer(b)
		return v.String(), nil, bad
	case household.Choice:
		i, bad := NewVocabulary(column.Enum).Find(b)
		return column.Enum.Names[i], nil, bad
	case household.Choices:
		list, bad := c.plainList(column, text)
		return list, nil, bad
	case household.Day:
		births := Births{Column: column.Name, On: on}
		v, d, bad := births.Read(cell, b, false)
		return v.String(), d, bad
	case household.Ethnic:
		n, d, bad := c.Group(text, c.Home)
		return n.String(), d, bad
	case household.Citizen:
		return strings.ReplaceAll(Tidy(Narrow(text)), " ", ""), nil, nil
	}
	var texts Texts
	tidied, bad := texts.Read(b)
	if tidied != nil {
		text = string(tidied)
	}
	return text, nil, bad
}

// number is a column of numbers of which nothing else is known.
func (c *Codes) number(column household.Column) *Column {
	n := &Column{Name: column.Name, Whole: column.Kind == household.Amount}
	if bound, ok := c.Bounds.Column(column.Name); ok {
		n.Bound = &bound
	}
	return n
}

func (c *Codes) plainList(column household.Column, text string) (string, *errs.Text) {
	v := NewVocabulary(column.Enum)
	var out []string
	for one := range strings.SplitSeq(text, ";") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		i, bad := v.Find([]byte(one))
		if bad != nil {
			return "", bad
		}
		out = append(out, column.Enum.Names[i])
	}
	return strings.Join(out, ";"), nil
}

// Ethnic is one ethnic group of the list.
type Ethnic struct {
	Code household.Ethnicity
	Name string
}
