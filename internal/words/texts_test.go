package words

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the catalogues anew from the code: make words")

// TestTexts: every text of the code and the pages stands in every catalogue, in Vietnamese translated; no catalogue
// has a text that nothing says; verbs and plurals fit.
func TestTexts(t *testing.T) {
	code, err := extract(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range code.faults {
		t.Error(f)
	}
	if len(code.all) < 1000 {
		t.Errorf("only %d texts were found", len(code.all))
	}
	for _, lang := range []string{VI, KM} {
		name := "po/" + lang + ".po"
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			text = []byte(write(code, lang, string(text)))
			if err := os.WriteFile(name, text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range check(code, string(text), lang == VI) {
			t.Errorf("%s: %s", name, f)
		}
	}
}
