package cli_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// windows are the packages of the public pages, each with all that it may import of this program: the pages know no office, no
// other desk and no rows, and the window through which their desk looks knows the tables of what is public alone.
var windows = map[string][]string{
	"web/public": {"app/public", "date", "errs", "notice", "place", "publication", "store/notices", "store/public", "web/page", "web/site"},
	"web/site":   {"store/supports", "app/public", "date", "errs", "place", "publication", "web/answer", "web/page", "words"},
	"app/public": {"date", "errs", "library", "notice", "office", "place", "publication", "store/public", "store/publications",
		"store/supports"},
	"store/public": {"date", "errs", "notice", "publication", "store", "store/notices", "store/publications", "store/supports"},
}

// TestWindows: what serves the public pages cannot reach what is not public: it imports nothing that could.
func TestWindows(t *testing.T) {
	for pkg, may := range windows {
		out, err := exec.Command("go", "list", "-f", `{{join .Imports " "}}`, "giamngheo/internal/"+pkg).Output()
		if err != nil {
			t.Fatal(err)
		}
		for imp := range strings.FieldsSeq(string(out)) {
			below, own := strings.CutPrefix(imp, "giamngheo/internal/")
			if own && !slices.Contains(may, below) {
				t.Errorf("%s imports %s: what serves the public pages sees publications and nothing else", pkg, below)
			}
		}
	}
}
