package reading

import (
	"io/fs"
	"strconv"
	"strings"

	"giamngheo/internal/datafile"
	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/vietnamese"
)

// Codes are the code lists that a register's values are read with.
type Codes struct {
	Citizen household.CitizenRules
	Groups  []Ethnic      // in the order of the list
	Bounds  *doubt.Bounds // what values are likely
	// the province whose words and communes are meant where nothing else says; "" where none is
	Home   place.Code
	ethnic map[string]ethnicWord // by folded name
	local  map[string]ethnicWord // by province and folded name
	marks  map[string]household.Answer
}

// ethnicWord is what a word for an ethnic group means: the groups that bear it, and whether that is doubtful.
type ethnicWord struct {
	is     household.Ethnicity
	others []household.Ethnicity // groups that bear the word too
	doubt  bool
}

// ReadCodes reads the code lists of the folder codes/ and the bounds of what is likely.
func ReadCodes(data fs.FS) (_ *Codes, err error) {
	defer errs.Wrap(&err, "reading.ReadCodes")
	c := &Codes{Citizen: household.CitizenRules{Provinces: map[string]bool{}}, ethnic: map[string]ethnicWord{},
		local: map[string]ethnicWord{},
		marks: map[string]household.Answer{}}
	if c.Bounds, err = doubt.ReadBounds(data); err != nil {
		return nil, err
	}
	if err := c.readCitizen(data); err != nil {
		return nil, err
	}
	if err := c.AddMarks(data, "codes/marks.csv"); err != nil {
		return nil, err
	}
	return c, c.readEthnic(data)
}

func (c *Codes) readCitizen(data fs.FS) error {
	err := datafile.Each(data, "codes/cccd_province_codes.csv", func(row datafile.Row) error {
		c.Citizen.Provinces[row("cccd_code")] = true
		return nil
	})
	if err != nil {
		return err
	}
	return datafile.Each(data, "codes/cccd_gender_century.csv", func(row datafile.Row) error {
		digit, err1 := strconv.Atoi(row("digit"))
		from, err2 := strconv.Atoi(row("birth_year_from"))
		to, err3 := strconv.Atoi(row("birth_year_to"))
		sex := map[string]household.Sex{"Nam": household.Male, "Nữ": household.Female}[row("sex")]
		c.Citizen.Centuries[digit%10] = household.Century{Sex: sex, From: from, To: to}
		return firstError(err1, err2, err3)
	})
}

// Coded is the group of a two-digit code.
func (c *Codes) Coded(code []byte) (household.Ethnicity, bool) {
	if len(code) != 2 || code[0] > '9' {
		return 0, false
	}
	w, ok := c.ethnic[string(code)]
	return w.is, ok
}

// AddMarks adds the words and signs for yes and no of a table with the columns mark and answer (yes, no); what it says
// holds over what was known before. Errors: another answer.
func (c *Codes) AddMarks(data fs.FS, name string) error {
	return datafile.Each(data, name, func(row datafile.Row) error {
		a, ok := map[string]household.Answer{"yes": household.Yes, "no": household.No,
			"": household.Unknown}[row("answer")]
		mark := strings.TrimSpace(row("mark"))
		if !ok || mark == "" {
			return errs.New(errs.Invalid, "the table of marks: “%s” must mean yes or no", mark)
		}
		c.marks[mark] = a
		if folded := vietnamese.Fold(mark); folded != "" {
			c.marks[folded] = a
		}
		return nil
	})
}

// readEthnic reads the groups with their other names, then what else a word means in a province.
func (c *Codes) readEthnic(data fs.FS) error {
	names := map[string]bool{}
	err := datafile.Each(data, "codes/ethnic_groups.csv", func(row datafile.Row) error {
		n, err := strconv.Atoi(row("code"))
		name := row("name")
		c.Groups = append(c.Groups, Ethnic{household.Ethnicity(n), name})
		for _, one := range []string{row("code"), strconv.Itoa(n), name,
			strings.ReplaceAll(vietnamese.Fold(name), " ", "")} {
			key := vietnamese.Fold(one)
			c.ethnic[key], names[key] = ethnicWord{is: household.Ethnicity(n)}, true
		}
		for one := range strings.SplitSeq(row("other_names"), ",") {
			if key := vietnamese.Fold(one); key != "" && !names[key] {
				w := c.ethnic[key]
				if w.is == 0 {
					w.is = household.Ethnicity(n)
				} else if w.is != household.Ethnicity(n) {
					w.others = append(w.others, household.Ethnicity(n))
				}
				c.ethnic[key] = w
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return datafile.Each(data, "codes/ethnic_words.csv", func(row datafile.Row) error {
		n, err := strconv.Atoi(row("code"))
		w := ethnicWord{is: household.Ethnicity(n), doubt: row("doubt") == "yes"}
		if row("province") == "" {
			c.ethnic[vietnamese.Fold(row("word"))] = w
		} else {
			c.local[row("province")+" "+vietnamese.Fold(row("word"))] = w
		}
		return err
	})
}

// Collective reports whether a text means many groups.
func Collective(text string) bool { return collective[vietnamese.Fold(text)] }

// collective are words that mean many groups, folded.
var collective = map[string]bool{"dtts": true, "dan toc thieu so": true, "dan toc": true, "thieu so": true,
	"khac": true, "dan toc khac": true}

// Group finds the ethnic group that a text means in a province. A word of several groups is refused with them.
func (c *Codes) Group(text string, province place.Code) (household.Ethnicity, *doubt.Doubt, *errs.Text) {
	key := vietnamese.Fold(text)
	w, ok := c.local[string(province)+" "+key]
	if !ok {
		w, ok = c.ethnic[key]
	}
	if !ok {
		w, ok = c.ethnic[strings.ReplaceAll(key, " ", "")]
	}
	switch {
	case Collective(text):
		return 0, nil, wrong(errs.T("“%s” means many groups: write the group's own name, as Khmer (05) or Hoa (04)",
			text))
	case !ok:
		return 0, nil, wrong(errs.T("no such ethnic group: write its two-digit code or its name"))
	case len(w.others) > 0:
		names := []string{c.nameOf(w.is)}
		for _, o := range w.others {
			names = append(names, c.nameOf(o))
		}
		return 0, nil, wrong(errs.T("“%s” is a name of several groups (%s): write the one", text,
			strings.Join(names, ", ")))
	case w.doubt:
		return w.is, &doubt.Doubt{Read: c.nameOf(w.is), Else: c.otherGroup(key, w.is),
			Reason: errs.T("“%s” was read as %s", text, c.nameOf(w.is))}, nil
	}
	return w.is, nil, nil
}

// otherGroup is the group that a word names elsewhere.
func (c *Codes) otherGroup(key string, is household.Ethnicity) string {
	if w := c.ethnic[key]; w.is != is {
		return c.nameOf(w.is)
	}
	return ""
}

func (c *Codes) nameOf(n household.Ethnicity) string {
	for _, g := range c.Groups {
		if g.Code == n {
			return g.Name
		}
	}
	return ""
}

// Answer reads yes or no.
func (c *Codes) Answer(b []byte) (household.Answer, *errs.Text) {
	switch string(b) { // the usual, before the map
	case "yes":
		return household.Yes, nil
	case "no":
		return household.No, nil
	}
	a, ok := c.marks[string(b)]
	for _, text := range [...]string{string(b), Narrow(string(b))} {
		if !ok {
			a, ok = c.marks[vietnamese.Fold(text)]
		}
	}
	if !ok {
		return 0, wrong(errs.T("must be yes or no (x, –, 1, 0 will do)"))
	}
	return a, nil
}

// Doubts are what is unlikely in a household on the day of a review, whichever way it came in.
func (c *Codes) Doubts(h *household.Household, on date.Date) []doubt.Doubt { return c.Bounds.Of(h, on) }

func firstError(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}
