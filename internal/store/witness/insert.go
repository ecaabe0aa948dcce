package witness

import (
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Insertion is a statement that adds rows of which it gives every column by a parameter of its own: what the rows hold
// is known from its arguments, and need not come back from the database.
type Insertion struct {
	table string
	names []string // the table's columns, in its order
	rows  [][]int  // of each row, which argument each of the columns takes
}

// tuple is what one row of an insertion is made of.
var (
	inserts = regexp.MustCompile(`^\s*INSERT INTO\s+[a-z_]+\s*\(([^)]*)\)\s*VALUES\s*(\((?:[$0-9, ()\s]*)\))\s*$`)
	tuple   = regexp.MustCompile(`\(([^()]*)\)`)
)

// Insertion reads a statement as one that gives every column of its table; nil where it does not.
func (s *Statement) Insertion(names []string) *Insertion {
	m := inserts.FindStringSubmatch(strings.TrimSuffix(s.Returning, returning))
	if m == nil {
		return nil
	}
	columns := apiece.Split(strings.TrimSpace(m[1]), -1)
	if len(columns) != len(names) {
		return nil
	}
	in := &Insertion{table: s.Table, names: names}
	for _, row := range tuple.FindAllStringSubmatch(m[2], -1) {
		values := apiece.Split(strings.TrimSpace(row[1]), -1)
		at := make([]int, len(names))
		for i, name := range names {
			c := slices.Index(columns, name)
			if c < 0 || len(values) != len(columns) {
				return nil
			}
			n, err := strconv.Atoi(strings.TrimPrefix(values[c], "$"))
			if err != nil || !strings.HasPrefix(values[c], "$") {
				return nil
			}
			at[i] = n - 1
		}
		in.rows = append(in.rows, at)
	}
	return in
}

// Given are rows that an insertion is about to add.
type Given []written

// Rows are the rows of an insertion with its arguments; nil where an argument is none that both engines give back as
// it was given.
func (in *Insertion) Rows(args []any) Given {
	if in == nil {
		return nil
	}
	values, given := make([]any, len(in.names)), make(Given, 0, len(in.rows))
	var buf []byte
	for _, at := range in.rows {
		for i, n := range at {
			if n >= len(args) {
				return nil
			}
			if values[i] = asRead(args[n]); values[i] == unreadable {
				return nil
			}
		}
		key, err := keyOf(in.table, in.names, values)
		if err != nil {
			return nil
		}
		buf = encode(buf[:0], in.names, values)
		given = append(given, written{keyText(key), touched{is: sha256.Sum256(buf), isThere: true}})
	}
	return given
}

// unreadable stands for an argument that may come back as something else.
var unreadable = new(struct{ byte })

// asRead is an argument as a row gives it back. What is a fraction, a truth or a time is not taken: the engines differ.
func asRead(arg any) any {
	switch v := arg.(type) {
	case nil, int64, string, []byte:
		return v
	case int:
		return int64(v)
	}
	v, err := driver.DefaultParameterConverter.ConvertValue(arg)
	if err != nil {
		return unreadable
	}
	switch v.(type) {
	case nil, int64, string, []byte:
		return v
	}
	return unreadable
}

// Added is After of an insertion whose rows the database gave back.
func (c *Change) Added(s *Statement, rows *sql.Rows) (int64, error) {
	var given Given
	n, _, err := scan(s.Table, rows, func(key string, d digest) {
		given = append(given, written{key, touched{is: d, isThere: true}})
	})
	if err == nil {
		c.Inserted(s, given)
	}
	return n, err
}

// Inserted takes in the rows that an insertion added.
func (c *Change) Inserted(s *Statement, given Given) {
	if c.rows[s.Table] == nil { // the database takes no key twice
		if c.added == nil {
			c.added = map[string][]written{}
		}
		c.added[s.Table] = append(c.added[s.Table], given...)
		return
	}
	for _, w := range given {
		t := c.at(s.Table, w.key)
		t.is, t.isThere = w.is, true
	}
}
