package vietnamese

import (
	"strings"

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

// Order puts people's names in the order of Vietnamese lists: by given name (the last word), then the whole name, with
// Vietnamese letters and tones in their own order. It is not safe for several goroutines.
type Order struct {
	collator *collate.Collator
	buf      collate.Buffer
}

// NewOrder returns an Order.
func NewOrder() *Order { return &Order{collator: collate.New(language.Vietnamese)} }

// Sort puts texts (hamlets, places) into the order of the Vietnamese alphabet.
func Sort(texts []string) { collate.New(language.Vietnamese).SortStrings(texts) }

// Key returns a text whose bytes sort as the name does.
func (o *Order) Key(name string) string {
	name = strings.TrimSpace(name)
	given := name[strings.LastIndexByte(name, ' ')+1:]
	o.buf.Reset()
	key := string(o.collator.KeyFromString(&o.buf, given)) + "\x00\x00"
	return key + string(o.collator.KeyFromString(&o.buf, name))
}
