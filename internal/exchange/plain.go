package exchange

import (
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// Plain turns what a person typed or pasted into a column's text in the exchange format's identifiers, reading words,
// numbers and dates as files are read. An empty text of the second result means that it was understood.
func (c *Codes) Plain(column household.Column, text string) (string, errs.Text) {
	if text = strings.TrimSpace(text); text == "" {
		return "", errs.Text{}
	}
	plain, bad := c.plain(column, text)
	if bad != nil {
		return "", *bad
	}
	return plain, errs.Text{}
}

func (c *Codes) plain(column household.Column, text string) (string, *errs.Text) {
	b := []byte(text)
	switch column.Kind {
	case household.Amount:
		v, bad := parseAmount(b)
		return strconv.FormatInt(int64(v), 10), bad
	case household.Decimal:
		v, bad := parseDecimal(b)
		return strconv.FormatFloat(v, 'f', -1, 64), bad
	case household.YesNo:
		v, bad := parseYesNo(b)
		return v.String(), bad
	case household.Choice:
		i, bad := newVocabulary(column.Enum).find(b)
		return column.Enum.Names[i], bad
	case household.Choices:
		return c.plainList(column, text)
	case household.Day:
		v, bad := parseBirth(&sheet.Cell{Kind: sheet.Text, Value: b}, false)
		return v.String(), bad
	case household.Ethnic:
		return c.plainEthnic(text)
	case household.Citizen:
		return strings.ReplaceAll(text, " ", ""), nil
	}
	return text, nil
}

func (c *Codes) plainList(column household.Column, text string) (string, *errs.Text) {
	v := newVocabulary(column.Enum)
	var out []string
	for one := range strings.SplitSeq(text, ";") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		i, bad := v.find([]byte(one))
		if bad != nil {
			return "", bad
		}
		out = append(out, column.Enum.Names[i])
	}
	return strings.Join(out, ";"), nil
}

func (c *Codes) plainEthnic(text string) (string, *errs.Text) {
	folded := vietnamese.Fold(text)
	for _, key := range []string{text, folded, strings.ReplaceAll(folded, " ", "")} {
		if n, ok := c.ethnic[key]; ok {
			return n.String(), nil
		}
	}
	return "", wrong(errs.T("no such ethnic group: write its two-digit code or its name"))
}

// Ethnic is one ethnic group of the list.
type Ethnic struct {
	Code household.Ethnicity
	Name string
}
