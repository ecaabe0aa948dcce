package witness

import (
	"testing"
	"time"
)

// TestInsertion: what an insertion adds is known from its arguments only where it gives every column, and by values
// that come back as they were given.
func TestInsertion(t *testing.T) {
	names := []string{"province", "id", "state", "note"}
	for _, c := range []struct {
		query string
		args  []any
		rows  int // 0: the database must say
	}{
		{"INSERT INTO support (id, province, state, note) VALUES ($1, $2, $3, $4)", []any{int64(1), "94", 2, []byte("a")}, 1},
		{"INSERT INTO support (province, id, state, note)\n\t\tVALUES ($1, $2, $3, $4), ($1, $5, $6, $7)",
			[]any{"94", 1, 2, nil, int64(2), 3, "b"}, 2},
		{"INSERT INTO support (province, id, state, note) VALUES ($1, $2, $3, $4)", []any{"94", 1, true, "a"}, 0},
		{"INSERT INTO support (province, id, state, note) VALUES ($1, $2, $3, $4)", []any{"94", 1, 1.5, "a"}, 0},
		{"INSERT INTO support (province, id, state, note) VALUES ($1, $2, $3, $4)", []any{"94", 1, time.Time{}, "a"}, 0},
		{"INSERT INTO support (province, id, state, note) VALUES ($1, $2, $3, $4)", []any{"94", 1, 2}, 0},
		{"INSERT INTO support (province, id, state) VALUES ($1, $2, $3)", []any{"94", 1, 2}, 0},
		{"INSERT INTO support (province, id, state, note) VALUES ($1, $2, 0, $3)", []any{"94", 1, "a"}, 0},
		{"INSERT INTO support (province, id, state, note) VALUES ($1, $2, $3, lower($4))", []any{"94", 1, 2, "a"}, 0},
		{"INSERT INTO support (province, id, state, note) VALUES ($1, $2, $3, $4) ON CONFLICT (province, id) DO NOTHING",
			[]any{"94", 1, 2, "a"}, 0},
		{"INSERT INTO support (province, id, state, note) SELECT $1, $2, $3, $4", []any{"94", 1, 2, "a"}, 0},
		{"UPDATE support SET note = $1 WHERE id = $2", []any{"a", 1}, 0},
	} {
		given := Of(c.query).Insertion(names).Rows(c.args)
		if len(given) != c.rows {
			t.Errorf("%s: %d rows are known, not %d", c.query, len(given), c.rows)
		}
		var buf []byte
		for i, r := range given {
			if want := []string{"94/1", "94/2"}[i]; r.key != want {
				t.Errorf("%s: row %d is %s", c.query, i, r.key)
			}
			buf = append(buf, r.is[:]...)
		}
		if len(given) == 2 && string(buf[:32]) == string(buf[32:]) {
			t.Errorf("%s: two rows look alike", c.query)
		}
	}
}
