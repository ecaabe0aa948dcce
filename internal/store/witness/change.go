package witness

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/vault"
)

// Rows is a transaction as the witness needs it. Exec here tells the witness of nothing.
type Rows interface {
	Vault() *vault.Vault
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	Plain(ctx context.Context, query string, args ...any) error
}

// digest is what a row holds, names and values, as a hash.
type digest [sha256.Size]byte

// place names a row: its table and the text of its key.
type place struct{ table, key string }

// touched is a row that a transaction wrote.
type touched struct {
	was, is   digest
	hadBefore bool // was is known
	isThere   bool // false: it was deleted
}

// Change is what one write did to witnessed rows, and which entry of the record of deeds it left.
type Change struct {
	rows   map[place]*touched
	Entry  int64 // the last entry written by this transaction, 0: none
	Noted  bool  // an entry was written
	sums   map[string]delta
	faults []Fault
}

// delta is what a change adds to a table's sum and number of rows.
type delta struct {
	rows int64
	sum  sum
}

// sum is a sum of hashes, by which a set of rows is known whatever their order.
type sum [4]uint64

func (s *sum) add(o sum) {
	var carry uint64
	for i := range s {
		s[i], carry = bits.Add64(s[i], o[i], carry)
	}
}

func (s *sum) take(o sum) {
	var borrow uint64
	for i := range s {
		s[i], borrow = bits.Sub64(s[i], o[i], borrow)
	}
}

// Empty reports whether there is nothing that the head must know of.
func (c *Change) Empty() bool { return len(c.sums) == 0 && len(c.faults) == 0 && !c.Noted }

// Join adds what another write of the same transaction on the disk did.
func (c *Change) Join(o *Change) {
	c.Noted = c.Noted || o.Noted
	c.faults = append(c.faults, o.faults...)
	if c.sums == nil {
		c.sums = map[string]delta{}
	}
	for table, d := range o.sums {
		all := c.sums[table]
		all.rows += d.rows
		all.sum.add(d.sum)
		c.sums[table] = all
	}
}

// Before takes in the rows that a statement is about to change, as they are.
func (c *Change) Before(s *Statement, rows *sql.Rows) error {
	_, _, err := scan(s.Table, rows, func(at place, d digest) {
		if c.rows[at] == nil {
			c.at(at).was, c.rows[at].hadBefore = d, true
		}
	})
	return err
}

// After takes in the rows that a statement returned and says how many.
func (c *Change) After(s *Statement, rows *sql.Rows) (int64, error) {
	n, _, err := scan(s.Table, rows, func(at place, d digest) {
		if s.deletes && c.rows[at] == nil { // what is taken away comes back as it was
			c.at(at).was, c.rows[at].hadBefore = d, true
		}
		t := c.at(at)
		t.is, t.isThere = d, !s.deletes
	})
	return n, err
}

func (c *Change) at(p place) *touched {
	if c.rows == nil {
		c.rows = map[place]*touched{}
	}
	if c.rows[p] == nil {
		c.rows[p] = &touched{}
	}
	return c.rows[p]
}

// scan reads rows of a table and closes them; it says how many, and the key of the last.
func scan(table string, rows *sql.Rows, each func(place, digest)) (n int64, last []any, err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	names, err := rows.Columns()
	if err != nil {
		return 0, nil, err
	}
	values, at := make([]any, len(names)), make([]any, len(names))
	for i := range at {
		at[i] = &values[i]
	}
	var buf []byte
	for rows.Next() {
		if err := rows.Scan(at...); err != nil {
			return n, last, err
		}
		if last, err = keyOf(table, names, values); err != nil {
			return n, last, err
		}
		buf = encode(buf[:0], names, values)
		each(place{table, keyText(last)}, sha256.Sum256(buf))
		n++
	}
	return n, last, rows.Err()
}

// keyOf is a row's key.
func keyOf(table string, names []string, values []any) (key []any, err error) {
	for _, column := range keys[table] {
		i := slices.Index(names, column)
		if i < 0 {
			return nil, fmt.Errorf("witness: table %s has no column %s", table, column)
		}
		if b, ok := values[i].([]byte); ok {
			values[i] = string(b)
		}
		key = append(key, values[i])
	}
	return key, nil
}

// apart keeps a slash in one part of a key from ending it.
var apart = strings.NewReplacer("%", "%25", "/", "%2F")

// keyText is a key as the table of signatures has it.
func keyText(key []any) string {
	parts := make([]string, len(key))
	for i, part := range key {
		if n, ok := part.(int64); ok {
			parts[i] = strconv.FormatInt(n, 10)
			continue
		}
		parts[i] = apart.Replace(fmt.Sprint(part))
	}
	return strings.Join(parts, "/")
}

// encode writes a row so that no two rows come out alike: each column's name and value with their lengths. A text and
// its bytes are one: the engines differ there.
func encode(buf []byte, names []string, values []any) []byte {
	part := func(kind byte, b []byte) {
		buf = append(buf, kind)
		buf = binary.BigEndian.AppendUint64(buf, uint64(len(b)))
		buf = append(buf, b...)
	}
	for i, v := range values {
		part('n', []byte(names[i]))
		switch v := v.(type) {
		case nil:
			part('0', nil)
		case []byte:
			part('t', v)
		case string:
			part('t', []byte(v))
		case int64:
			part('v', strconv.AppendInt(nil, v, 10))
		default:
			part('v', fmt.Append(nil, v))
		}
	}
	return buf
}

// sealed is what stands in the table of signatures.
type sealed struct {
	entry     int64
	signature []byte
}

// purposes of signatures.
const (
	forRow  = "row"
	forSum  = "sum"
	forHead = "head"
)

func signed(at place, entry int64, d digest) []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(entry))
	b = append(b, d[:]...)
	return append(b, at.table+"\x00"+at.key...)
}

// element is what a row adds to its table's sum: nobody without the key can tell it, so that no rows can be chosen that
// come to the same sum.
func element(v *vault.Vault, at place, s sealed) (out sum) {
	key := vault.KeyOf(s.signature)
	b := v.SignBy(key, forSum, append(slices.Clone(s.signature), at.table+"\x00"+at.key...))
	if len(b) != 1+8*len(out) {
		return out
	}
	for i := range out {
		out[i] = binary.BigEndian.Uint64(b[1+8*i:])
	}
	return out
}

// piece is how many signatures are read or written by one statement where there are many.
const piece = 50

// Flush signs what a write did, within its transaction. Call it once, when all of it is written.
func (c *Change) Flush(ctx context.Context, r Rows) error {
	if len(c.rows) == 0 {
		return nil
	}
	byTable := map[string][]string{}
	for at := range c.rows {
		byTable[at.table] = append(byTable[at.table], at.key)
	}
	c.sums = map[string]delta{}
	for table, all := range byTable {
		slices.Sort(all)
		had, err := signatures(ctx, r, table, all)
		if err != nil {
			return err
		}
		var d delta
		var keep, gone []string
		now := map[string]sealed{}
		for _, key := range all {
			at := place{table, key}
			c.weigh(r.Vault(), at, had, now, &d)
			if c.rows[at].isThere {
				keep = append(keep, key)
			} else if _, ok := had[key]; ok && !c.rows[at].isThere {
				gone = append(gone, key)
			}
		}
		c.sums[table] = d
		if err := errors.Join(put(ctx, r, table, keep, now), drop(ctx, r, table, gone)); err != nil {
			return err
		}
	}
	c.rows = nil
	return nil
}

// weigh finds a row's new signature and what the change adds to its table's sum; a row that was not what its signature
// says is a fault that the head keeps: what changed it was not the program.
func (c *Change) weigh(v *vault.Vault, at place, had, now map[string]sealed, d *delta) {
	t := c.rows[at]
	if t.hadBefore && !t.isThere && t.is == (digest{}) {
		t.is, t.isThere = t.was, true // looked at and not changed
	}
	old, was := had[at.key]
	if t.hadBefore && (!was || !v.Signed(old.signature, forRow, signed(at, old.entry, t.was))) {
		c.faults = append(c.faults, Fault{Table: at.table, Key: at.key, Entry: old.entry, Kind: Overwritten})
	}
	if was {
		d.rows--
		d.sum.take(element(v, at, old))
	}
	if t.isThere {
		s := sealed{c.Entry, v.Sign(forRow, signed(at, c.Entry, t.is))}
		now[at.key] = s
		d.rows++
		d.sum.add(element(v, at, s))
	}
}

// signatures reads the signatures of rows of one table.
func signatures(ctx context.Context, r Rows, table string, all []string) (map[string]sealed, error) {
	out := make(map[string]sealed, len(all))
	for part := range slices.Chunk(all, piece) {
		query := "SELECT row_key, entry, signature FROM row_seal WHERE tab = $1 AND row_key = $2"
		args := []any{table}
		if len(part) > 1 {
			query = "SELECT row_key, entry, signature FROM row_seal WHERE tab = $1 AND row_key IN (" + marks(2, piece) + ")"
			part = slices.Concat(part, slices.Repeat(part[:1], piece-len(part)))
		}
		for _, key := range part {
			args = append(args, key)
		}
		rows, err := r.Query(ctx, query, args...)
		if err != nil {
			return nil, err
		}
		if err := eachSealed(rows, func(key string, s sealed) { out[key] = s }); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func eachSealed(rows *sql.Rows, each func(string, sealed)) (err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var key string
		var s sealed
		if err := rows.Scan(&key, &s.entry, &s.signature); err != nil {
			return err
		}
		each(key, s)
	}
	return rows.Err()
}

// marks are n parameters from a number on.
func marks(from, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("$%d", from+i)
	}
	return strings.Join(out, ", ")
}

// put writes the signatures of rows of one table.
func put(ctx context.Context, r Rows, table string, all []string, now map[string]sealed) error {
	for part := range slices.Chunk(all, piece) {
		var values []string
		var args []any
		for i, key := range part {
			values = append(values, "("+marks(4*i+1, 4)+")")
			args = append(args, table, key, now[key].entry, now[key].signature)
		}
		if len(part) > 1 && len(part) < piece { // one text for one row and one for many: each is prepared once
			if err := putEach(ctx, r, table, part, now); err != nil {
				return err
			}
			continue
		}
		if err := r.Plain(ctx, "INSERT INTO row_seal (tab, row_key, entry, signature) VALUES "+strings.Join(values, ", ")+
			" ON CONFLICT (tab, row_key) DO UPDATE SET entry = excluded.entry, signature = excluded.signature",
			args...); err != nil {
			return err
		}
	}
	return nil
}

func putEach(ctx context.Context, r Rows, table string, all []string, now map[string]sealed) error {
	for _, key := range all {
		if err := put(ctx, r, table, []string{key}, now); err != nil {
			return err
		}
	}
	return nil
}

func drop(ctx context.Context, r Rows, table string, all []string) error {
	for _, key := range all {
		if err := r.Plain(ctx, "DELETE FROM row_seal WHERE tab = $1 AND row_key = $2", table, key); err != nil {
			return err
		}
	}
	return nil
}
