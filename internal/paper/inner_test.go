package paper_test

import (
	"bytes"
	"strings"
	"testing"

	"giamngheo/internal/paper"
)

// TestInner: a list within a repeated block is the entry's own: each household has its own members, none has another's.
func TestInner(t *testing.T) {
	p, err := paper.Parse(docx(t, `<w:p><w:r><w:t>{{#ho}}</w:t></w:r></w:p><w:p><w:r><w:t>[{{ho.ten}}</w:t></w:r></w:p>`+
		`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Thành viên</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>`+
		`{{tv.ten}} của {{ho.ten}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>{{/ho}}</w:t></w:r></w:p>`))
	if err != nil {
		t.Fatal(err)
	}
	d := paper.Data{Lists: map[string]paper.List{"ho": {{"ten": "An"}, {"ten": "Bình"}, {"ten": "Chi"}}},
		Inner: map[string][]map[string]paper.List{"ho": {{"tv": {{"ten": "a1"}, {"ten": "{{a2}}"}}}, {"tv": nil},
			{"tv": {{"ten": "c1"}}}}}}
	var b bytes.Buffer
	if err := p.Fill(&b, d); err != nil {
		t.Fatal(err)
	}
	body := read(t, b.Bytes())["word/document.xml"]
	for _, want := range []string{"a1 của An", "{ {a2}} của An", "c1 của Chi"} {
		if strings.Count(body, want) != 1 {
			t.Errorf("%q in %s", want, body)
		}
	}
	if strings.Contains(body, "của Bình") || strings.Count(body, "Thành viên") != 3 {
		t.Error(body)
	}
}
