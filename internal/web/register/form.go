package register

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/household"
	"giamngheo/internal/web/page"
)

// householdForm is a household as its form has it: texts by field name, faults beside them.
type householdForm struct {
	Values map[string]string
	Nos    []int // the members' numbers, in order
	Next   int
	Faults map[string]string
	Doubts []doubt.Doubt // with which values were read
}

// memberField is the name of a member's field in the form.
func memberField(no int, column string) string { return fmt.Sprintf("m%d_%s", no, column) }

// formOf fills a form from a household. Confidential fields that are known are not sent to the browser.
func formOf(h *household.Household) *householdForm {
	f := &householdForm{Values: map[string]string{}, Faults: map[string]string{}, Next: h.NextNo()}
	for _, c := range household.HouseholdColumns {
		f.Values[c.Name] = shownText(c, h.Text(c.Name))
	}
	for i := range h.Members {
		m := &h.Members[i]
		f.Nos = append(f.Nos, m.No)
		for _, c := range household.MemberColumns[2:] {
			text := m.Text(c.Name)
			if text != "" && household.Confidential(c.Name) {
				text = page.Keep
				if c.Name == "citizen_id" {
					text = household.Mask(m.CitizenID)
				}
			}
			f.Values[memberField(m.No, c.Name)] = shownText(c, text)
		}
	}
	return f
}

func shownText(c household.Column, text string) string {
	if c.Kind == household.Day && text != "" {
		if d, err := date.Parse(text); err == nil {
			return d.Vietnamese()
		}
	}
	return text
}

var memberName = regexp.MustCompile(`^m(\d{1,4})_full_name$`)

// mostMembers is how many members a form may have.
const mostMembers = 60

// readForm reads a household's form over what is stored (nil for a new one). What cannot be read is a fault of its
// field.
func readForm(r *http.Request, was *household.Household,
	codes *exchange.Codes) (*household.Household, *householdForm, error) {
	if err := r.ParseForm(); err != nil {
		return nil, nil, errs.New(errs.Invalid, "the form cannot be read; reload and send it again")
	}
	f := &householdForm{Values: map[string]string{}, Faults: map[string]string{}}
	for name := range r.PostForm {
		f.Values[name] = strings.TrimSpace(norm.NFC.String(r.PostForm.Get(name)))
		if m := memberName.FindStringSubmatch(name); m != nil {
			no, _ := strconv.Atoi(m[1])
			if r.PostForm.Get(memberField(no, "remove")) == "" && no > 0 {
				f.Nos = append(f.Nos, no)
			}
		}
	}
	slices.Sort(f.Nos)
	if len(f.Nos) > mostMembers {
		return nil, nil, errs.New(errs.Invalid, "a household has at most 60 members")
	}
	h := &household.Household{}
	if was != nil {
		h = was.Clone()
		h.Members = nil
	}
	for _, c := range household.HouseholdColumns {
		if _, sent := r.PostForm[c.Name]; !sent {
			continue
		}
		text := f.Values[c.Name]
		if c.Kind == household.Choices {
			text = strings.Join(r.PostForm[c.Name], ";")
			f.Values[c.Name] = text
		}
		if problem := f.setField(codes, h.Set, 0, c, text); problem.VI != "" {
			f.Faults[c.Name] = page.Pick(page.Lang(r), problem)
		}
	}
	for _, no := range f.Nos {
		f.readMember(codes, h, was, no, page.Lang(r))
	}
	if was != nil {
		h.After(was)
	}
	f.Next = h.NextNo()
	return h, f, nil
}

func (f *householdForm) readMember(codes *exchange.Codes, h, was *household.Household, no int, lang string) {
	m := household.Member{No: no}
	var old *household.Member
	if was != nil {
		if old = was.Member(no); old != nil {
			m = *old
		}
	}
	for _, c := range household.MemberColumns[2:] {
		text, sent := f.Values[memberField(no, c.Name)]
		switch {
		case !sent, text == page.Keep:
			continue
		case c.Name == "citizen_id" && old != nil && text != "" && text == household.Mask(old.CitizenID):
			continue // as it was shown
		}
		if problem := f.setField(codes, m.Set, no, c, text); problem.VI != "" {
			f.Faults[memberField(no, c.Name)] = page.Pick(lang, problem)
		}
	}
	h.Members = append(h.Members, m)
}

// setField sets a column of the household (member 0) or of a member from what a person typed; the words and numbers are
// read as in files.
func (f *householdForm) setField(codes *exchange.Codes, set func(column, text string) error, member int,
	c household.Column, text string) errs.Text {
	if text != "" {
		plain, d, why := codes.Read(c, text, 0)
		if why.VI != "" {
			return why
		}
		if text = plain; d != nil {
			d.Member = member
			f.Doubts = append(f.Doubts, *d)
		}
	}
	if err := set(c.Name, text); err != nil {
		return errs.T("the value cannot be understood")
	}
	return errs.Text{}
}

// addFaults puts the use case's faults beside the form's fields.
func (f *householdForm) addFaults(h *household.Household, faults book.Faults, lang string) {
	for _, v := range faults {
		name := v.Column
		if v.Member >= 0 && v.Member < len(h.Members) {
			name = memberField(h.Members[v.Member].No, v.Column)
		}
		if f.Faults[name] == "" {
			f.Faults[name] = page.Pick(lang, v.Text)
		}
	}
}

// addDoubts puts questions beside the fields in which nothing else is wrong.
func (f *householdForm) addDoubts(doubts book.Doubts, lang string) {
	for _, d := range doubts {
		if name := doubtField(d); f.Faults[name] == "" {
			f.Faults[name] = page.Pick(lang, d.Reason)
		}
	}
}

// doubtField is the field of an unlikely value.
func doubtField(d doubt.Doubt) string {
	if d.Member == 0 {
		return d.Column
	}
	return memberField(d.Member, d.Column)
}

// Has reports whether a list of identifiers separated by ";" has one of them.
func (f *householdForm) Has(list, one string) bool {
	return slices.Contains(strings.Split(list, ";"), one)
}
