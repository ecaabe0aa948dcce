package vietnamese

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// LowerFirst is a text with its first letter small, to stand within a sentence.
func LowerFirst(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// UpperFirst is a text with its first letter large, to begin a sentence.
func UpperFirst(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// collators know the order of the Vietnamese alphabet, with numbers by their value (Khóm 2 before Khóm 10). One serves
// one goroutine at a time.
var collators = sync.Pool{New: func() any { return newCollator() }}

func newCollator() *collate.Collator { return collate.New(language.Vietnamese, collate.Numeric) }

// Compare is the one order of hamlets, places and other texts: Vietnamese letters and tones in their own order, numbers
// by their value; by bytes only where all that is alike. It is safe for several goroutines.
func Compare(a, b string) int {
	if a == b {
		return 0
	}
	c := collators.Get().(*collate.Collator)
	defer collators.Put(c)
	return cmp.Or(c.CompareString(a, b), strings.Compare(a, b))
}

// CompareNames is the order of people in Vietnamese lists: by given name (the last word), then by the whole name.
func CompareNames(a, b string) int { return cmp.Or(Compare(given(a), given(b)), Compare(a, b)) }

// Sort puts texts into the order of Compare.
func Sort(texts []string) { slices.SortFunc(texts, Compare) }

// given is the last word of a name.
func given(name string) string {
	name = strings.TrimSpace(name)
	return name[strings.LastIndexByte(name, ' ')+1:]
}

// Order gives keys whose bytes sort as Compare and CompareNames do, for what is put in order often. It is not safe for
// several goroutines.
type Order struct {
	collator *collate.Collator
	buf      collate.Buffer
}

// NewOrder returns an Order.
func NewOrder() *Order { return &Order{collator: newCollator()} }

// Key returns a text whose bytes sort as the name does.
func (o *Order) Key(name string) string {
	name = strings.TrimSpace(name)
	return o.TextKey(given(name)) + "\x00\x00" + o.TextKey(name)
}

// TextKey returns a text whose bytes sort as the text does.
func (o *Order) TextKey(text string) string {
	o.buf.Reset()
	return string(o.collator.KeyFromString(&o.buf, text))
}
