package nation

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"giamngheo/internal/errs"
	"giamngheo/internal/nation"
	"giamngheo/internal/sheet"
)

// rowsOf are the rows of a set of data.
func (s *server) rowsOf(r *http.Request, set string) (rows []nation.Row, b *nation.Board, err error) {
	_, on := s.basisOf(r)
	b = s.desk.Board(on)
	switch set {
	case "provinces":
		return b.Rows, b, nil
	case "communes":
		return b.Communes(), b, nil
	}
	return nil, nil, notThere()
}

// service lists the sets of data.
func (s *server) service(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	type set struct {
		Name string `json:"name"`
		Kind string `json:"kind"`
		URL  string `json:"url"`
	}
	return json.NewEncoder(w).Encode(map[string]any{"@odata.context": "$metadata",
		"value": []set{{"provinces", "EntitySet", "provinces"}, {"communes", "EntitySet", "communes"}}})
}

// odata answers $filter, $orderby, $select, $top, $skip and $count, as JSON, or with $format=csv as a table.
func (s *server) odata(w http.ResponseWriter, r *http.Request) error {
	rows, b, err := s.rowsOf(r, r.PathValue("set"))
	if err != nil {
		return err
	}
	q, err := nation.ReadQuery(r.URL.Query(), nation.Fields(b.Indicators))
	if err != nil {
		return err
	}
	found, all := q.Ask(rows)
	if r.URL.Query().Get("$format") == "csv" {
		return writeCSV(w, q, found)
	}
	return writeJSON(w, r, q, found, all)
}

func writeCSV(w http.ResponseWriter, q *nation.Query, rows []nation.Row) error {
	var b bytes.Buffer
	b.WriteString("\uFEFF") // spreadsheets read it as UTF-8
	out := csv.NewWriter(&b)
	head := make([]string, len(q.Columns))
	for i := range q.Columns {
		head[i] = q.Columns[i].Code
	}
	records := [][]string{head}
	for i := range rows {
		line := make([]string, len(q.Columns))
		for c := range q.Columns {
			line[c] = q.Columns[c].Text(&rows[i])
		}
		records = append(records, line)
	}
	if err := out.WriteAll(records); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	_, _ = w.Write(b.Bytes()) // to memory, or the person is gone
	return nil
}

func writeJSON(w http.ResponseWriter, r *http.Request, q *nation.Query, rows []nation.Row, all int) error {
	value := make([]map[string]any, len(rows))
	for i := range rows {
		one := map[string]any{}
		for c := range q.Columns {
			text := q.Columns[c].Text(&rows[i])
			switch {
			case q.Columns[c].Word != nil:
				one[q.Columns[c].Code] = text
			case text == "":
				one[q.Columns[c].Code] = nil
			default:
				one[q.Columns[c].Code] = json.Number(text)
			}
		}
		value[i] = one
	}
	out := map[string]any{"@odata.context": "$metadata#" + r.PathValue("set"), "value": value}
	if q.Count {
		out["@odata.count"] = all
	}
	if next := q.Skip + len(rows); next < all && len(rows) > 0 {
		ask := r.URL.Query()
		ask.Set("$skip", strconv.Itoa(next))
		u := url.URL{Path: r.URL.Path, RawQuery: ask.Encode()}
		out["@odata.nextLink"] = u.String()
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(w).Encode(out)
}

// workbook is everything that provinces tell as a workbook: provinces, communes, and of when it is.
func (s *server) workbook(w http.ResponseWriter, r *http.Request) error {
	_, on := s.basisOf(r)
	b := s.desk.Board(on)
	var out bytes.Buffer
	book := sheet.NewWriter(&out)
	lang := langOf(r)
	for _, part := range []struct {
		name errs.Text
		rows []nation.Row
	}{{errs.T("nation|Provinces"), append([]nation.Row{wholeOf(b, lang)}, b.Rows...)}, {errs.T("nation|Communes"), b.Communes()}} {
		if err := book.Sheet(part.name.In(lang), sheet.Options{}); err != nil {
			return err
		}
		if err := writeSheet(r, book, b, part.rows, lang); err != nil {
			return err
		}
	}
	if err := book.Close(); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="so-lieu-ca-nuoc.xlsx"`)
	_, _ = w.Write(out.Bytes()) // the person is gone: nothing to be done
	return nil
}

func wholeOf(b *nation.Board, lang string) nation.Row {
	r := b.Whole
	r.Code, r.Name = "", errs.T("nation|The country: %d provinces that tell", len(b.Rows)).In(lang)
	return r
}

// writeSheet writes rows with all fields: rates as percent, what is not told empty.
func writeSheet(r *http.Request, book *sheet.Writer, b *nation.Board, rows []nation.Row, lang string) error {
	fields := nation.Fields(b.Indicators)
	if b.Whole.Synthetic {
		if err := book.Row([]sheet.Out{sheet.TextCell(errs.T("nation|SYNTHETIC: no real household stands behind these figures.").In(lang))}); err != nil {
			return err
		}
	}
	head := []sheet.Out{sheet.HeadCell(errs.T("nation|Code").In(lang)), sheet.HeadCell(errs.T("nation|Unit").In(lang)),
		sheet.HeadCell(errs.T("nation|Review").In(lang)), sheet.HeadCell(errs.T("nation|As of").In(lang))}
	for i := range fields {
		head = append(head, sheet.HeadCell(fields[i].Title.In(lang)))
	}
	if err := book.Row(head); err != nil {
		return err
	}
	for i := range rows {
		if err := r.Context().Err(); err != nil {
			return err
		}
		row := &rows[i]
		line := []sheet.Out{sheet.TextCell(row.Code), sheet.TextCell(row.Name), sheet.NumberCell(int64(row.Review)),
			sheet.DayCell(row.Last)}
		for f := range fields {
			line = append(line, cellOf(&fields[f], row))
		}
		if err := book.Row(line); err != nil {
			return err
		}
	}
	return nil
}

func cellOf(f *nation.Field, r *nation.Row) sheet.Out {
	v := f.Value(r)
	switch {
	case !v.Told:
		return sheet.TextCell("")
	case f.Rate:
		return sheet.RateCell(v.Part, v.Of)
	}
	return sheet.NumberCell(v.Part)
}
