package rule

import (
	"encoding/json"
	"errors"
	"testing"

	"giamngheo/internal/household"
	"giamngheo/internal/rule/tree"
)

// read is the books' way from one program to another.
func read(t *testing.T, b *tree.Book) *tree.Book {
	t.Helper()
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	var out tree.Book
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return &out
}

// TestBook: what was checked runs without the parser; what was not, or was checked in a language where a name is of
// another type, is refused.
func TestBook(t *testing.T) {
	var book tree.Book
	e, err := New(theLaw(), book.Record(ParserOfTests))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range theRules {
		compile(t, e, r)
	}
	if _, err := e.Compile("wall >", Household); err == nil {
		t.Error("recorded without a fault")
	}
	without, err := New(theLaw(), read(t, &book).Parse)
	if err != nil {
		t.Fatal(err)
	}
	var mine, theirs []*Program
	for _, r := range theRules {
		mine, theirs = append(mine, compile(t, e, r)), append(theirs, compile(t, without, r))
	}
	in := &Input{Slots: []Range{{}}}
	for _, h := range register(500) {
		in.H = &h
		d, u := masks(t, mine, in)
		if d2, u2 := masks(t, theirs, in); d != d2 || u != u2 {
			t.Fatalf("%012b %012b, by the book %012b %012b", d, u, d2, u2)
		}
	}
	var fs Faults
	for _, text := range []string{"wall >", "internet || internet"} {
		if _, err := without.Compile(text, Household); !errors.As(err, &fs) {
			t.Errorf("%s: %v", text, err)
		}
	}
	other := theLaw()
	other.Params[0] = Param{Name: "income_line", Type: Double, Value: 1.5}
	var df *DefinitionFault
	if _, err := New(other, read(t, &book).Parse); !errors.As(err, &df) || df.Name != "low_income" {
		t.Errorf("trees of another language were taken: %v", err)
	}
}

// FuzzTree: whatever tree a book holds, its programs are refused or run; they never panic.
func FuzzTree(f *testing.F) {
	var book tree.Book
	e, err := New(theLaw(), book.Record(ParserOfTests))
	if err != nil {
		f.Fatal(err)
	}
	for _, r := range theRules {
		compile(f, e, r)
	}
	all, err := json.Marshal(&book)
	if err != nil {
		f.Fatal(err)
	}
	var entries []struct{ Tree json.RawMessage }
	if err := json.Unmarshal(all, &entries); err != nil {
		f.Fatal(err)
	}
	for _, e := range entries {
		f.Add(string(e.Tree))
	}
	h := &household.Household{Members: []household.Member{{No: 1, Birth: household.BornIn(1980)}}}
	f.Fuzz(func(t *testing.T, text string) {
		var n *tree.Node
		if json.Unmarshal([]byte(text), &n) != nil || n.WellFormed() != nil {
			return
		}
		c := newCompiler(e, Household, false)
		run := c.bool(n)
		if len(c.faults) == 0 {
			run(&frame{h: h, slots: []Range{{1, 2}}})
		}
	})
}
