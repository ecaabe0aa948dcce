package register

import (
	"net/http"
	"net/url"
	"strconv"

	"giamngheo/internal/app/exports"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
)

// exportHouseholds gives a list as a workbook: in the exchange format, or as a table of the columns that are ticked.
// The usual columns are ticked again where that is asked for.
func (s *handlers) exportHouseholds(w http.ResponseWriter, r *http.Request) error {
	in, err := s.listInput(r)
	if err != nil {
		return err
	}
	form := exports.Input{List: in, Open: r.Form.Get("open_numbers") != "", Reason: r.Form.Get("reason")}
	name := "danh-sach-ho.xlsx"
	switch r.Form.Get("as") {
	case "usual":
		if err := s.desks.Exports.Usual(r.Context(), page.Actor(r)); err != nil {
			return err
		}
		list := url.URL{Path: "/households", RawQuery: filters(r.PostForm).Encode(), Fragment: "columns"}
		http.Redirect(w, r, list.String(), http.StatusSeeOther)
		return nil
	case "table":
		form.Columns, name = r.PostForm["column"], "bang-ho.xlsx"
		if len(form.Columns) == 0 {
			return errs.New(errs.Invalid, "no column is ticked: tick at least one")
		}
	}
	write, job, err := s.desks.Exports.Export(r.Context(), page.Actor(r), form)
	if err != nil {
		return err
	}
	if job != nil {
		http.Redirect(w, r, "/jobs/"+strconv.FormatInt(job.ID, 10), http.StatusSeeOther)
		return nil
	}
	page.Attachment(w, name)
	return write(w)
}

// filters are those of a list in a form that was sent.
func filters(form url.Values) url.Values {
	out := url.Values{}
	for name, all := range form {
		switch name {
		case "once", "column", "as", "open_numbers", "reason":
			continue
		}
		for _, one := range all {
			if one != "" {
				out.Add(name, one)
			}
		}
	}
	return out
}
