package households

import (
	"context"
	"fmt"
	"strings"

	"giamngheo/internal/store"
)

// rowsAtOnce is how many versions one statement adds: what a statement costs by itself is shared, and what its rows have
// in common is handed over once. Of more SQLite's driver has more work: it looks every parameter's name up in a list.
const rowsAtOnce = 4

// table is one of the two that hold versions: the columns that rows added together have in common, and their own.
type table struct {
	past      bool
	one, many string // the statements that add one row, and rowsAtOnce
}

const (
	commonColumns = "province, recorded_at, recorded_by"
	ownColumns    = "id, version, code, commune, state, valid_from, deed, class, sealed_record"
)

var (
	newest = makeTable("household", ownColumns, false)
	before = makeTable("household_version", ownColumns+", valid_to", true)
)

func makeTable(name, own string, past bool) table {
	return table{past, insertion(name, own, 1), insertion(name, own, rowsAtOnce)}
}

// insertion is the statement that adds so many rows.
func insertion(table, ownColumns string, rows int) string {
	common, own := strings.Count(commonColumns, ",")+1, strings.Count(ownColumns, ",")+1
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s, %s) VALUES ", table, commonColumns, ownColumns)
	for row := range rows {
		if row > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for i := range common + own {
			if i > 0 {
				b.WriteString(", ")
			}
			n := i + 1
			if i >= common {
				n += row * own
			}
			fmt.Fprintf(&b, "$%d", n)
		}
		b.WriteByte(')')
	}
	return b.String()
}

// args appends a row's values to those of the rows before it, which begin with what all have in common.
func (a *table) args(t store.Writer, to []any, v *Version) []any {
	if len(to) == 0 {
		to = append(to, v.Province, v.RecordedAt.UnixMicro(), v.RecordedBy)
	}
	to = append(to, v.ID, v.Version, string(v.Household.Code), string(v.Household.Commune), int(v.State),
		v.ValidFrom.String(), v.Deed, int(v.Class), record(t, v))
	if a.past {
		to = append(to, v.ValidTo.String())
	}
	return to
}

// goWith reports whether two versions have in common what rows added together must.
func (v *Version) goWith(o *Version) bool {
	return v.Province == o.Province && v.RecordedAt.Equal(o.RecordedAt) && v.RecordedBy == o.RecordedBy
}

// add adds versions, as many at once as go together.
func (a *table) add(ctx context.Context, t store.Writer, all []*Version) error {
	var args []any
	for len(all) > 0 {
		n, text := 1, a.many
		for n < len(all) && n < rowsAtOnce && all[n].goWith(all[0]) {
			n++
		}
		if n < rowsAtOnce { // no statement of its own for each number: what is left goes one by one
			n, text = 1, a.one
		}
		args = args[:0]
		for _, v := range all[:n] {
			args = a.args(t, args, v)
		}
		if _, err := t.Exec(ctx, text, args...); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

// CreateMany adds many households, whose codes are known to be free. Where a newest version is not the first, the history
// before it is added with PastMany.
func CreateMany(ctx context.Context, t store.Writer, all []*Version) error {
	for _, v := range all {
		if err := free(ctx, t, v.Province, v.ID, v.Household.Code); err != nil {
			return err
		}
	}
	return newest.add(ctx, t, all)
}

// PastMany adds versions that are already superseded: the history that comes with a register.
func PastMany(ctx context.Context, t store.Writer, all []*Version) error {
	return before.add(ctx, t, all)
}
