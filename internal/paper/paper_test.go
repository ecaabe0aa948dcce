package paper_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/errs"
	"giamngheo/internal/paper"
)

// read returns the parts of a document, each of which must be well-formed XML.
func read(t *testing.T, docx []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range r.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(data)
		if strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels") {
			d := xml.NewDecoder(bytes.NewReader(data))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s is not well-formed: %v", f.Name, err)
				}
			}
		}
	}
	return out
}

// docx makes a document with a body.
func docx(t *testing.T, body string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range map[string]string{"word/document.xml": `<w:document xmlns:w="w" xmlns:r="r"><w:body>` +
		body + `</w:body></w:document>`,
		"word/_rels/document.xml.rels": `<Relationships><Relationship Id="rId9" Type="image" Target="media/qr.png"/></Relationships>`, "word/footer1.xml": `<w:ftr xmlns:w="w"><w:p><w:r><w:t>{{xa}}</w:t></w:r></w:p></w:ftr>`} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func fill(t *testing.T, template []byte, d paper.Data) map[string]string {
	t.Helper()
	p, err := paper.Parse(template)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := p.Fill(&out, d); err != nil {
		t.Fatal(err)
	}
	return read(t, out.Bytes())
}

// TestFill: fields that Word has split over runs, values that XML would choke on, rows and blocks that are repeated,
// pictures.
func TestFill(t *testing.T) {
	run := func(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }
	body := `<w:p>` + run("Kính gửi {") + run("{x") + run("a}") + run("}, {{noi}} và {{thieu}}") + `</w:p>` +
		`<w:tbl><w:tr><w:tc><w:p>` + run("STT") + `</w:p></w:tc></w:tr><w:tr w:x="1"><w:tc><w:p>` +
		run("{{ho.stt}}. {{ho.ten}}") + `</w:p></w:tc></w:tr></w:tbl>` +
		`<w:p>` + run("{{#gcn}}") + `</w:p><w:p>` + run("Số {{gcn.so}} của {{xa}}") +
		`</w:p><w:p><w:r><pic r:embed="rId9"/></w:r></w:p><w:p w:y="2">` + run("{{/gcn}}") + `</w:p>`
	parts := fill(t, docx(t, body), paper.Data{Fields: map[string]string{"xa": `Xã "Đại Ân" & <2>`,
		"noi": "dòng 1\ndòng 2\x00"},
		Lists: map[string][]map[string]string{"ho": {{"stt": "1", "ten": "Đặng Thị Ước"},
			{"stt": "2", "ten": "{{xa}}"}}, "gcn": {{"so": "001"}, {"so": "002"}}},
		Pictures: map[string][][]byte{"gcn": {[]byte("png1"), []byte("png2")}}})
	got := parts["word/document.xml"]
	for _, want := range []string{`Xã &quot;Đại Ân&quot; &amp; &lt;2&gt;`,
		`dòng 1</w:t><w:br/><w:t xml:space="preserve">dòng 2`, "…………", "1. Đặng Thị Ước", "Số 001 của Xã", "2. { {xa}}",
		"Số 002 của", `r:embed="rIdQr1"`, `r:embed="rIdQr2"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %s", want, got)
		}
	}
	if strings.Contains(got, "{{#") || strings.Contains(got, "{{/") || strings.Contains(got, `"rId9"`) {
		t.Errorf("marks are left: %s", got)
	}
	if parts["word/media/qr-2.png"] != "png2" || !strings.Contains(parts["word/_rels/document.xml.rels"],
		`Target="media/qr-2.png"`) {
		t.Error("the pictures")
	}
	if !strings.Contains(parts["word/footer1.xml"], "Đại Ân") {
		t.Error("the footer is not filled")
	}
	if strings.Count(got, "STT") != 1 {
		t.Error("the head row is repeated")
	}
}

// TestParse: what is no template is refused and says why.
func TestParse(t *testing.T) {
	for name, data := range map[string][]byte{"text": []byte("không phải Word"), "empty": nil,
		"no document": func() []byte {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			_ = z.Close()
			return b.Bytes()
		}(), "open block": docx(t, `<w:p><w:r><w:t>{{#ho}}</w:t></w:r></w:p>`)} {
		if _, err := paper.Parse(data); errs.KindOf(err) != errs.Invalid || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	p, err := paper.Parse(docx(t, `<w:p><w:r><w:t>{{b}} {{ho.ten}} {{a}} {{#ho}}{{/ho}}</w:t></w:r></w:p>`))
	if err != nil || !slices.Equal(p.Fields(), []string{"a", "b", "ho.ten", "xa"}) {
		t.Errorf("%v %v", p.Fields(), err)
	}
}

// TestShipped: every template that is shipped can be read, filled, and is well-formed afterwards.
func TestShipped(t *testing.T) {
	files, err := filepath.Glob("../../data/paper/*.docx")
	if err != nil || len(files) != 12 {
		t.Fatalf("%d templates, %v", len(files), err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		entry := map[string]string{"stt": "1", "chu_ho": "Lâm Thị <Mới>"}
		parts := fill(t, data, paper.Data{Fields: map[string]string{"xa": "Xã A"},
			Lists: map[string][]map[string]string{"ho": {entry, entry}, "tv": {entry}, "ap": {entry}, "gcn": {entry},
				"tc": {entry}}})
		if strings.Contains(parts["word/document.xml"], "{{") {
			t.Errorf("%s: a field is left", f)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("PK\x03\x04"), "{{a}}")
	f.Fuzz(func(t *testing.T, data []byte, body string) {
		for _, d := range [][]byte{data, docx(t, `<w:p><w:r><w:t>`+body+`</w:t></w:r></w:p>`)} {
			p, err := paper.Parse(d)
			if err != nil {
				continue
			}
			if err := p.Fill(io.Discard,
				paper.Data{Lists: map[string][]map[string]string{"a": {{"b": "c"}, {"b": "d"}}}}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
