package poverty

import (
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/law"
	"giamngheo/internal/rule/parse"
	"giamngheo/internal/rule/tree"
)

// checked is the book of all expressions that the golden cases need, as it goes to a program without a parser.
func checked(t *testing.T) []byte {
	t.Helper()
	var book tree.Book
	lib, err := law.Load(os.DirFS("../../law"), book.Record(parse.New))
	if err != nil {
		t.Fatal(err)
	}
	if faults := RunCases(lib); len(faults) > 0 {
		t.Fatal(faults)
	}
	b, err := json.Marshal(&book)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestCasesWithoutParser: the law decides every golden case by its checked expressions alone, whose text and back is
// the same.
func TestCasesWithoutParser(t *testing.T) {
	text := checked(t)
	var book tree.Book
	if err := json.Unmarshal(text, &book); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(&book)
	if d := cmp.Diff(string(text), string(again)); d != "" || err != nil {
		t.Error(d, err)
	}
	t.Logf("%d bytes of checked expressions", len(text))
	lib, err := law.Load(os.DirFS("../../law"), book.Parse)
	if err != nil {
		t.Fatal(err)
	}
	if faults := RunCases(lib); len(faults) > 0 || len(lib.Cases) == 0 {
		t.Error(len(lib.Cases), faults)
	}
}

// TestUncheckedLawIsRefused: a law whose expressions were not checked before is at fault where they stand, not
// silently undecided.
func TestUncheckedLawIsRefused(t *testing.T) {
	var empty tree.Book
	_, err := law.Load(os.DirFS("../../law"), empty.Parse)
	var faults law.Faults
	if !errors.As(err, &faults) || len(faults) == 0 {
		t.Error(err)
	}
}
