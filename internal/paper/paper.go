// Package paper fills the office's Word templates: a field is written {{name}} anywhere in the text, a table row with
// fields {{list.name}} is repeated for each entry of the list, and so is what stands between the paragraphs {{#list}}
// and {{/list}}. A picture named qr.png is replaced, in a repeated block by a picture of each entry. Word splits what
// a person types over several runs; the filler joins what belongs together. It knows no paper, no law and no storage.
package paper

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"giamngheo/internal/errs"
)

// Data is what a template is filled with. Pictures of an entry are under the list's name and the entry's number, and so
// are the lists that only the entry's own block has: of members in the block of a household.
type Data struct {
	Fields   map[string]string
	Lists    map[string]List
	Inner    map[string][]map[string]List // by list, of each entry
	Pictures map[string][][]byte          // by list: PNG of each entry
}

// List are entries, each with its fields.
type List = []map[string]string

const (
	document  = "word/document.xml"
	relations = "word/_rels/document.xml.rels"
	picture   = "media/qr.png"
	// mostUnpacked bounds what a template may unpack to.
	mostUnpacked = 32 << 20
)

var field = regexp.MustCompile(`\{\{([#/]?)([a-z0-9_]+)(?:\.([a-z0-9_]+))?\}\}`)

// Template is a .docx template, ready to be filled. It is safe for use by several goroutines.
type Template struct {
	files    []part
	body     string
	relation string // id of the picture's relationship, "" where there is none
}

type part struct {
	name string
	data []byte
}

// Parse reads a template. Errors (errs.Invalid): no Word document, one that unpacks to too much, a block without its
// end.
func Parse(docx []byte) (*Template, error) {
	bad := func(text errs.Text) error {
		return errs.New(errs.Invalid, "the template cannot be used: %s", text)
	}
	r, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		return nil, bad(errs.T("no Word file (.docx)"))
	}
	t := &Template{}
	total := int64(0)
	for _, f := range r.File {
		rc, err := f.Open()
		if err != nil {
			return nil, bad(errs.T("the file is damaged"))
		}
		data, err := io.ReadAll(io.LimitReader(rc, mostUnpacked+1-total))
		_ = rc.Close()
		if err != nil {
			return nil, bad(errs.T("the file is damaged"))
		}
		if total += int64(len(data)); total > mostUnpacked || len(r.File) > 500 {
			return nil, bad(errs.T("the file is too large"))
		}
		switch {
		case f.Name == document:
			t.body = joinRuns(string(data))
		case strings.HasPrefix(f.Name, "word/header") || strings.HasPrefix(f.Name, "word/footer"):
			t.files = append(t.files, part{f.Name, []byte(joinRuns(string(data)))})
		default:
			t.files = append(t.files, part{f.Name, data})
		}
	}
	if t.body == "" {
		return nil, bad(errs.T("there is no Word text in it"))
	}
	for _, p := range t.files {
		if p.name == relations {
			if m := regexp.MustCompile(`<Relationship [^>]*Target="` + picture +
				`"[^>]*>`).FindString(string(p.data)); m != "" {
				if id := regexp.MustCompile(`Id="([^"]+)"`).FindStringSubmatch(m); id != nil {
					t.relation = id[1]
				}
			}
		}
	}
	for _, m := range field.FindAllStringSubmatch(t.body, -1) {
		if m[1] == "#" && !strings.Contains(t.body, "{{/"+m[2]+"}}") {
			return nil, bad(errs.T("block {{#%[1]s}} lacks {{/%[1]s}}", m[2]))
		}
	}
	return t, nil
}

// Fields returns the names that a template uses, sorted: "name" and "list.name".
func (t *Template) Fields() []string {
	var out []string
	all := t.body
	for _, p := range t.files {
		if strings.HasPrefix(p.name, "word/header") || strings.HasPrefix(p.name, "word/footer") {
			all += string(p.data)
		}
	}
	for _, m := range field.FindAllStringSubmatch(all, -1) {
		name := m[2]
		if m[3] != "" {
			name += "." + m[3]
		} else if m[1] != "" {
			continue
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Fill writes the filled document.
func (t *Template) Fill(w io.Writer, d Data) error {
	f := &filler{t: t, d: &d}
	body := f.blocks(t.body)
	body = rows(body, f.d.Lists)
	body = fill(body, d.Fields, "")
	z := zip.NewWriter(w)
	for _, p := range t.files {
		data := p.data
		switch {
		case p.name == relations:
			data = bytes.Replace(data, []byte("</Relationships>"), []byte(f.relations.String()+"</Relationships>"), 1)
		case strings.HasPrefix(p.name, "word/header"), strings.HasPrefix(p.name, "word/footer"):
			data = []byte(fill(string(data), d.Fields, ""))
		}
		if err := put(z, p.name, data); err != nil {
			return err
		}
	}
	for i, png := range f.pictures {
		if err := put(z, fmt.Sprintf("word/media/qr-%d.png", i+1), png); err != nil {
			return err
		}
	}
	if err := put(z, document, []byte(body)); err != nil {
		return err
	}
	return z.Close()
}

func put(z *zip.Writer, name string, data []byte) error {
	w, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// filler is the state of filling one document.
type filler struct {
	t         *Template
	d         *Data
	pictures  [][]byte
	relations strings.Builder
}

// blocks repeats what stands between the paragraphs of {{#list}} and {{/list}}.
func (f *filler) blocks(body string) string {
	for name, list := range f.d.Lists {
		for {
			from, to, inner, ok := block(body, name)
			if !ok {
				break
			}
			var b strings.Builder
			for i, entry := range list {
				one := f.pictured(inner, name, i)
				if of := f.d.Inner[name]; i < len(of) {
					one = rows(one, of[i])
				}
				b.WriteString(fill(one, entry, name))
			}
			body = body[:from] + b.String() + body[to:]
		}
	}
	return body
}

// block finds a block: from the paragraph of its begin to that of its end, and what stands between them.
func block(body, name string) (from, to int, inner string, ok bool) {
	begin, end := strings.Index(body, "{{#"+name+"}}"), strings.Index(body, "{{/"+name+"}}")
	if begin < 0 || end < begin {
		return 0, 0, "", false
	}
	from, innerFrom := paragraphAround(body, begin)
	innerTo, to := paragraphAround(body, end)
	if innerTo < innerFrom {
		return 0, 0, "", false
	}
	return from, to, body[innerFrom:innerTo], true
}

// paragraphAround returns where the paragraph around a place begins and ends.
func paragraphAround(body string, at int) (from, to int) {
	from = max(strings.LastIndex(body[:at], "<w:p>"), strings.LastIndex(body[:at], "<w:p "))
	to = at + strings.Index(body[at:], "</w:p>") + len("</w:p>")
	return max(from, 0), to
}

// pictured gives a repeated block its own picture.
func (f *filler) pictured(inner, name string, i int) string {
	pictures := f.d.Pictures[name]
	if f.t.relation == "" || i >= len(pictures) || !strings.Contains(inner, `"`+f.t.relation+`"`) {
		return inner
	}
	f.pictures = append(f.pictures, pictures[i])
	n := len(f.pictures)
	id := fmt.Sprintf("rIdQr%d", n)
	fmt.Fprintf(&f.relations,
		`<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/qr-%d.png"/>`, id, n)
	inner = strings.ReplaceAll(inner, `r:embed="`+f.t.relation+`"`, `r:embed="`+id+`"`)
	return regexp.MustCompile(`<wp:docPr id="\d+"`).ReplaceAllString(inner, fmt.Sprintf(`<wp:docPr id="%d"`, 1000+n))
}

// rows repeats table rows that hold fields of a list.
func rows(body string, lists map[string]List) string {
	var b strings.Builder
	for {
		from := strings.Index(body, "<w:tr>")
		if other := strings.Index(body, "<w:tr "); from < 0 || other >= 0 && other < from {
			from = other
		}
		if from < 0 {
			break
		}
		length := strings.Index(body[from:], "</w:tr>")
		if length < 0 {
			break
		}
		to := from + length + len("</w:tr>")
		row := body[from:to]
		b.WriteString(body[:from])
		if list, ok := listOf(row, lists); ok {
			for _, entry := range lists[list] {
				b.WriteString(fill(row, entry, list))
			}
		} else {
			b.WriteString(row)
		}
		body = body[to:]
	}
	b.WriteString(body)
	return b.String()
}

// listOf is the list whose fields a row holds.
func listOf(row string, lists map[string]List) (string, bool) {
	for _, m := range field.FindAllStringSubmatch(row, -1) {
		if _, ok := lists[m[2]]; ok && m[3] != "" {
			return m[2], true
		}
	}
	return "", false
}

// fill replaces fields: those of a list where it is named, else the plain ones. A field without a value becomes a row
// of dots, to be filled in by hand.
func fill(body string, values map[string]string, list string) string {
	return field.ReplaceAllStringFunc(body, func(s string) string {
		m := field.FindStringSubmatch(s)
		name := m[2]
		if list != "" {
			if m[2] != list || m[3] == "" {
				return s // of the document: filled in later
			}
			name = m[3]
		} else if m[3] != "" || m[1] != "" {
			return "" // a list that is not there
		}
		v, ok := values[name]
		if !ok || v == "" {
			return "…………"
		}
		return escape(v)
	})
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape makes a value XML text; line ends become Word's own, and what XML cannot hold is dropped.
func escape(v string) string {
	v = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(v, "\uFFFD"))
	v = strings.ReplaceAll(v, "{{", "{ {") // what people typed is never a field
	return strings.ReplaceAll(escaper.Replace(v), "\n", `</w:t><w:br/><w:t xml:space="preserve">`)
}
