package page

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/programme"
	"giamngheo/internal/reading"
)

// AsError finds the program's own error, with its kind and text for people, in an error.
func AsError(err error, e **errs.Error) bool { return errors.As(err, e) }

// Keep is the value of a field that the person has not opened: what is stored stays. Templates say it as "__keep__".
const Keep = "__keep__"

// PathID is the id in an address.
func PathID(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id <= 0 {
		return 0, NotThere()
	}
	return id, nil
}

// FormID is the number of something in a field of a form; 0 where it is empty. Errors (errs.Invalid): no number.
func FormID(r *http.Request, name string) (int64, error) {
	text := r.FormValue(name)
	if text == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 0 {
		return 0, errs.New(errs.Invalid, "“%s” is not a number", name)
	}
	return id, nil
}

// FormDay reads a day as people write it; zero where the field is empty.
func FormDay(r *http.Request, name string) (date.Date, error) {
	text := strings.TrimSpace(r.FormValue(name))
	if text == "" {
		return 0, nil
	}
	d, ok := reading.Day(text)
	if !ok {
		return 0, errs.New(errs.Invalid, "“%s” is no date; write 2024-12-31", text)
	}
	if d.Year() < 1900 {
		return 0, errs.New(errs.Invalid, "a day before 1900: check it")
	}
	return d, nil
}

// FormAmount reads a whole number of đồng or of anything else as people write it: 1500000, 1.500.000; 0 where the
// field is empty.
func (s *Shell) FormAmount(r *http.Request, name string) (int64, error) {
	text := strings.TrimSpace(r.FormValue(name))
	if text == "" {
		return 0, nil
	}
	plain, why := s.desks.Office.Codes().Plain(household.Column{Name: name, Kind: household.Amount}, text)
	if why.VI != "" {
		return 0, errs.New(errs.Invalid, "“%s”: %s", text, why)
	}
	n, err := strconv.ParseInt(plain, 10, 64)
	if err != nil {
		return 0, errs.New(errs.Invalid, "“%s” is no whole number; write 1500000", text)
	}
	return n, nil
}

// PathYear is the year in an address. Errors (errs.NotFound): none between 2000 and 2100.
func PathYear(r *http.Request) (int, error) {
	y, err := strconv.Atoi(r.PathValue("year"))
	if err != nil || y < 2000 || y > 2100 {
		return 0, NotThere()
	}
	return y, nil
}

// NotThere is the error of an address at which there is nothing (errs.NotFound).
func NotThere() error {
	return errs.New(errs.NotFound, "there is no such page, or it is not yours to see")
}

// NumberOrNone is a number in a field of a form, which is empty for 0.
func NumberOrNone(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// NodeOption is a node of the tree in a choice.
type NodeOption struct {
	Code  string
	Title errs.Text
}

// NodeOptions are the nodes of all programmes in their order; leaves only where they alone can be chosen.
func NodeOptions(c *programme.Catalogue, leaves bool) (out []NodeOption) {
	for i := range c.Programmes {
		for j := range c.Programmes[i].Nodes {
			n := &c.Programmes[i].Nodes[j]
			if leaves && len(c.Children(n.Programme(), n.Code)) > 0 {
				continue
			}
			title := errs.T("%s. %s", n.Label, n.Name)
			if up := c.Node(n.Parent); up != nil {
				title = errs.T("%s, %s", up.Label, title)
			}
			out = append(out, NodeOption{n.Code, title})
		}
	}
	return out
}
