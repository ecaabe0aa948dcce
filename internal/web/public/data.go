package public

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"giamngheo/internal/app/public"
	"giamngheo/internal/publication"
	"giamngheo/internal/web/page"
)

// file is a publication as a file: 3.json as it was frozen, 3-class.csv a table of it.
func (h *handlers) file(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("name")
	if name == "dcat.jsonld" {
		return h.catalogue(w, r)
	}
	id, kind, _ := strings.Cut(name, ".")
	id, part, _ := strings.Cut(id, "-")
	k, one, err := h.published(r, id)
	if err != nil {
		return err
	}
	c := k.Contents[one.ID]
	switch {
	case c == nil: // withdrawn
	case kind == "json" && part == "":
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		text, err := json.Marshal(struct {
			Notice string          `json:"notice"`
			Hash   string          `json:"sha256"` // of the publication, as it stands here
			Of     json.RawMessage `json:"publication"`
		}{sourceOf(k), one.Hash, one.Content})
		if err != nil {
			return err
		}
		_, _ = w.Write(text) // to memory, or the person is gone
		return nil
	case kind == "csv":
		rows := records(k, c, part)
		if rows == nil {
			break
		}
		var b bytes.Buffer
		b.WriteString("\uFEFF") // spreadsheets read it as UTF-8
		out := csv.NewWriter(&b)
		if err := out.WriteAll(rows); err != nil {
			return err
		}
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		_, _ = w.Write(b.Bytes()) // to memory, or the person is gone
		return nil
	}
	return page.NotThere()
}

// records are a part of a publication as rows, the source line last; nil where there is none of that name.
func records(k *public.Known, c *publication.Content, part string) (out [][]string) {
	var body [][]string
	switch t := c.Table(part); {
	case t != nil:
		head := []string{"code", "name", "in"}
		for _, col := range t.Columns {
			head = append(head, col.Code)
		}
		body = append(body, append(head, t.Of))
		for i := range t.Rows {
			r := &t.Rows[i]
			in := ""
			if r.In >= 0 {
				in = t.Rows[r.In].Code
			}
			row := []string{r.Code, r.Name, in}
			for _, cell := range r.Counts() {
				text := "…"
				if !cell.Hidden {
					text = strconv.FormatInt(cell.Value, 10)
				}
				row = append(row, text)
			}
			body = append(body, row)
		}
	case part == "money" && c.Money != nil:
		body = append(body, []string{"kind", "code", "name", "in", "granted", "disbursed"})
		body = append(body, sums("project", c.Money.Projects)...)
		body = append(body, sums("place", c.Money.Places)...)
		body = append(body, sums("whole", []publication.Sum{c.Money.Whole})...)
	default:
		return nil
	}
	return append(body, []string{"# " + sourceOf(k), "as_of=" + c.AsOf.String()})
}

func sums(kind string, all []publication.Sum) (out [][]string) {
	for _, s := range all {
		out = append(out, []string{kind, s.Code, s.Title.VI, s.In, strconv.FormatInt(s.Granted, 10),
			strconv.FormatInt(s.Disbursed, 10)})
	}
	return out
}

// sourceOf is the line by which what is published again is to be marked.
func sourceOf(k *public.Known) string {
	if k.Site.Office == "" {
		return "Ghi rõ nguồn khi phát hành lại"
	}
	return "Ghi rõ nguồn “" + k.Site.Office + "” khi phát hành lại thông tin từ trang này"
}

// catalogue describes the open data as a DCAT catalogue (JSON-LD, with the words of schema.org beside).
func (h *handlers) catalogue(w http.ResponseWriter, r *http.Request) error {
	k, err := h.site.Known(r)
	if err != nil {
		return err
	}
	type object = map[string]any
	var sets []object
	for i := range k.All {
		one := &k.All[i]
		c := k.Contents[one.ID]
		if c == nil {
			continue
		}
		base := "/cong-khai/du-lieu/" + strconv.FormatInt(one.ID, 10)
		files := []object{{"@type": []string{"dcat:Distribution", "schema:DataDownload"},
			"dcat:downloadURL": base + ".json",
			"dcat:mediaType":   "application/json", "spdx:checksum": "sha256:" + one.Hash}}
		parts := []string{}
		for _, t := range c.Tables {
			parts = append(parts, t.Code)
		}
		if c.Money != nil {
			parts = append(parts, "money")
		}
		for _, part := range parts {
			files = append(files, object{"@type": []string{"dcat:Distribution", "schema:DataDownload"},
				"dcat:downloadURL": base + "-" + part + ".csv", "dcat:mediaType": "text/csv"})
		}
		title := one.Series.Title()
		sets = append(sets, object{"@type": []string{"dcat:Dataset", "schema:Dataset"}, "dct:identifier": one.ID,
			"dct:title":    []object{{"@language": "vi", "@value": title.VI}, {"@language": "en", "@value": title.EN}},
			"dct:temporal": one.Period, "dct:issued": one.From.String(), "dct:modified": c.AsOf.String(),
			"dct:source": c.Sources, "dct:license": sourceOf(k), "dct:publisher": k.Site.Office,
			"dct:spatial": c.Name, "dct:conformsTo": "/cong-khai/du-lieu", "dcat:distribution": files})
	}
	text, err := json.MarshalIndent(object{
		"@context": object{"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
			"schema": "https://schema.org/", "spdx": "http://spdx.org/rdf/terms#"},
		"@type": "dcat:Catalog", "dct:title": "Giảm nghèo bền vững, " + k.Province.FullName, "dct:language": "vi",
		"dcat:dataset": sets}, "", " ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/ld+json; charset=utf-8")
	_, _ = w.Write(text) // to memory, or the person is gone
	return nil
}
