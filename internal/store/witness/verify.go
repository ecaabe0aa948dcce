package witness

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"giamngheo/internal/audit"
	"giamngheo/internal/errs"
	"giamngheo/internal/vault"
)

// Reader reads rows, all of them on one state of the database where they are to be compared.
type Reader interface {
	Vault() *vault.Vault
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Kind is what is wrong with a row, or with all.
type Kind string

// The kinds.
const (
	Changed     Kind = "changed"     // a row is not what was written
	Missing     Kind = "missing"     // a row that was written is not there
	Added       Kind = "added"       // a row that nobody wrote through the program
	Overwritten Kind = "overwritten" // a row that had been changed when the program wrote it next
	Unequal     Kind = "unequal"     // rows and signatures were both taken away, or put back
	HeadMissing Kind = "no head"     // the head was not there
	HeadForged  Kind = "forged head" // the head is not the office's
	Broken      Kind = "broken"      // an entry of the record is not what was written, or entries before it are missing
	Cut         Kind = "cut"         // the record does not end where the head says
	PutBack     Kind = "put back"    // the database is older than a head kept elsewhere
	Replaced    Kind = "replaced"    // an entry is not the one of a head kept elsewhere
	ForgedLine  Kind = "forged line" // a line of a file of heads is not the office's
)

// Fault is one thing that Verify found.
type Fault struct {
	Table string `json:"table,omitempty"`
	Key   string `json:"key,omitempty"`
	Entry int64  `json:"entry,omitempty"` // of the record of deeds, under which the row was written last
	Kind  Kind   `json:"kind"`
}

// Text says for people what is wrong.
func (f Fault) Text() errs.Text {
	switch f.Kind {
	case Changed:
		return errs.T("row %s of table %s is not what was written under entry %s of the record", f.Key, f.Table, f.entry())
	case Missing:
		return errs.T("row %s of table %s, written under entry %s of the record, is missing", f.Key, f.Table, f.entry())
	case Added:
		return errs.T("row %s of table %s was not written by the program", f.Key, f.Table)
	case Overwritten:
		return errs.T("row %s of table %s had been changed outside the program before it was written again", f.Key, f.Table)
	case Unequal:
		return errs.T("table %s has lost rows, or older ones were put back", f.Table)
	case HeadMissing:
		return errs.T("the signed head of the database is missing")
	case HeadForged:
		return errs.T("the signed head of the database was not signed with this office's key")
	case Broken:
		return errs.T("entry %s of the record of %s is not what was written, or entries before it are missing", f.entry(), f.Key)
	case Cut:
		return errs.T("the record of %s does not end where the signed head says", f.Key)
	case PutBack:
		return errs.T("the database is older than on %s: an earlier one was put back, or the newest work was cut off", f.Key)
	case Replaced:
		return errs.T("entry %s of the record is not the one that was signed on %s", f.entry(), f.Key)
	case ForgedLine:
		return errs.T("line %s of the file of heads is not signed with this office's key", f.entry())
	}
	return errs.T("%s", string(f.Kind))
}

func (f Fault) entry() string { return fmt.Sprint(f.Entry) }

// Verify compares every witnessed row with its signature, all signatures with the head, and the head with the ends of
// the chains, which were walked before; has are the tables that there are, where an earlier program made the database.
// Read on one state of the database.
func Verify(ctx context.Context, r Reader, has map[string]int64, ends map[string]audit.Chain) (rows int64, faults []Fault,
	err error) {
	h, err := readHead(ctx, r, false)
	switch {
	case errors.Is(err, errNoHead):
		return 0, []Fault{{Kind: HeadMissing}}, nil
	case errors.Is(err, errForged):
		return 0, []Fault{{Kind: HeadForged}}, nil
	case err != nil:
		return 0, nil, err
	}
	faults = slices.Concat(h.Faults, cut(h.Ends, ends))
	for _, table := range slices.Sorted(maps.Keys(keys)) {
		if has[table] == 0 && h.Tables[table].Rows == 0 {
			continue
		}
		n, found, err := verifyTable(ctx, r, table, h.Tables[table])
		if err != nil {
			return rows, faults, err
		}
		rows += n
		faults = append(faults, found...)
	}
	return rows, faults, nil
}

// cut compares the ends of the chains with those of the head.
func cut(signed map[string]End, ends map[string]audit.Chain) (faults []Fault) {
	for _, province := range slices.Sorted(maps.Keys(signed)) {
		if e := ends[province]; signed[province].Seq != e.Last || signed[province].Hash != hex.EncodeToString(e.Head[:]) {
			faults = append(faults, Fault{Kind: Cut, Key: province})
		}
	}
	for _, province := range slices.Sorted(maps.Keys(ends)) {
		if _, ok := signed[province]; !ok {
			faults = append(faults, Fault{Kind: Cut, Key: province})
		}
	}
	return faults
}

// verifyTable compares the rows of one table with their signatures, and these with the table's sum.
func verifyTable(ctx context.Context, r Reader, table string, want Sum) (n int64, faults []Fault, err error) {
	left := map[string]sealed{}
	var total delta
	rows, err := r.Query(ctx, "SELECT row_key, entry, signature FROM row_seal WHERE tab = $1", table)
	if err != nil {
		return 0, nil, err
	}
	if err := eachSealed(rows, func(key string, s sealed) {
		left[key] = s
		total.rows++
		total.sum.add(element(r.Vault(), place{table, key}, s))
	}); err != nil {
		return 0, nil, err
	}
	if err := everyRow(ctx, r, table, nothing, func(key string, d digest) {
		n++
		s, ok := left[key]
		delete(left, key)
		switch {
		case !ok:
			faults = append(faults, Fault{Table: table, Key: key, Kind: Added})
		case !r.Vault().Signed(s.signature, forRow, signed(place{table, key}, s.entry, d)):
			faults = append(faults, Fault{Table: table, Key: key, Entry: s.entry, Kind: Changed})
		}
	}); err != nil {
		return n, faults, err
	}
	for _, key := range slices.Sorted(maps.Keys(left)) {
		faults = append(faults, Fault{Table: table, Key: key, Entry: left[key].entry, Kind: Missing})
	}
	if had, err := sumOf(want.Sum); err != nil || had != total.sum || want.Rows != total.rows {
		faults = append(faults, Fault{Table: table, Kind: Unequal})
	}
	return n, faults, nil
}

// page is how many rows are read at once where a whole table is.
const page = 500

// everyRow reads all rows of a table, page by page in the order of their keys, and calls paged after each page.
func everyRow(ctx context.Context, r Reader, table string, paged func() error, each func(key string, d digest)) error {
	columns := strings.Join(keys[table], ", ")
	first := "SELECT * FROM " + table + " ORDER BY " + columns + fmt.Sprintf(" LIMIT %d", page)
	next := "SELECT * FROM " + table + " WHERE (" + columns + ") > (" + marks(1, len(keys[table])) + ") ORDER BY " +
		columns + fmt.Sprintf(" LIMIT %d", page)
	query, args := first, []any(nil)
	for {
		rows, err := r.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		n, last, err := scan(table, rows, each)
		if err == nil {
			err = paged()
		}
		if err != nil || n < page {
			return err
		}
		query, args = next, last
	}
}

func nothing() error { return nil }

// Adopt signs every row as it is and begins the head: when a database comes from a program that had no witness (first),
// its tables were changed by a migration, or its keys are new. What was found before is kept. Errors: of the database.
func Adopt(ctx context.Context, r Rows, schema int64, first bool, before []Fault) error {
	h, err := readHead(ctx, r, false)
	missing := errors.Is(err, errNoHead)
	if err != nil && !missing && !errors.Is(err, errForged) {
		return err
	}
	ends, err := Heads(ctx, r)
	if err != nil {
		return err
	}
	h.Schema, h.Tables = schema, map[string]Sum{}
	for _, f := range before {
		h.fault(f)
	}
	if err := r.Plain(ctx, "DELETE FROM row_seal"); err != nil {
		return err
	}
	for _, table := range slices.Sorted(maps.Keys(keys)) {
		if err := adoptTable(ctx, r, table, &h); err != nil {
			return err
		}
	}
	if missing && !first {
		h.fault(Fault{Kind: HeadMissing})
	}
	if err := r.Plain(ctx, "DELETE FROM seal_head WHERE name = $1", "begun"); err != nil {
		return err
	}
	h.end(ends, 0)
	return writeHead(ctx, r, &h)
}

func adoptTable(ctx context.Context, r Rows, table string, h *Head) error {
	var c Change
	return everyRow(ctx, r, table, func() error {
		if err := c.Flush(ctx, r); err != nil {
			return err
		}
		d := c.sums[table]
		if c = (Change{}); d.rows == 0 {
			return nil
		}
		return h.move(table, d)
	}, func(key string, d digest) {
		t := c.at(table, key)
		t.is, t.isThere = d, true
	})
}
