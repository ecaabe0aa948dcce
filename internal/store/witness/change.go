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

// written is a row with what was done to it.
type written struct {
	key string
	touched
}

// Change is what one write did to witnessed rows, and which entry of the record of deeds it left.
type Change struct {
	rows   map[string]map[string]*touched // by table and key
	added  map[string][]written           // the rows of a table to which rows were added and nothing else was done
	Entry  int64                          // the last entry written by this transaction, 0: none
	Noted  bool                           // an entry was written
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
	_, _, err := scan(s.Table, rows, func(key string, d digest) {
		if t := c.at(s.Table, key); t.fresh() {
			t.was, t.hadBefore = d, true
		}
	})
	return err
}

// After takes in the rows that a statement returned and says how many.
func (c *Change) After(s *Statement, rows *sql.Rows) (int64, error) {
	n, _, err := scan(s.Table, rows, func(key string, d digest) {
		t := c.at(s.Table, key)
		if s.deletes && t.fresh() { // what is taken away comes back as it was
			t.was, t.hadBefore = d, true
		}
		t.is, t.isThere = d, !s.deletes
	})
	return n, err
}

// fresh reports whether nothing is known yet of what was done to a row.
func (t *touched) fresh() bool { return *t == touched{} }

// at is what was done to a row. Of a table to whose rows nothing is done but that they are added a list is kept, which
// is far less than a map where a whole register comes in; it is laid out here, once something else is done.
func (c *Change) at(table, key string) *touched {
	of := c.rows[table]
	if of == nil {
		if of = map[string]*touched{}; c.rows == nil {
			c.rows = map[string]map[string]*touched{}
		}
		c.rows[table] = of
		for i := range c.added[table] {
			w := &c.added[table][i]
			of[w.key] = &w.touched
		}
		delete(c.added, table)
	}
	t := of[key]
	if t == nil {
		t = &touched{}
		of[key] = t
	}
	return t
}

// scan reads rows of a table and closes them; it says how many, and the key of the last.
func scan(table string, rows *sql.Rows, each func(key string, d digest)) (n int64, last []any, err error) {
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
		each(keyText(last), sha256.Sum256(buf))
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
	for i, v := range values {
		buf = part(buf, 'n', names[i])
		switch v := v.(type) {
		case nil:
			buf = part(buf, '0', "")
		case []byte:
			buf = part(buf, 't', v)
		case string:
			buf = part(buf, 't', v)
		case int64:
			var digits [20]byte
			buf = part(buf, 'v', strconv.AppendInt(digits[:0], v, 10))
		default:
			buf = part(buf, 'v', fmt.Append(nil, v))
		}
	}
	return buf
}

func part[T string | []byte](buf []byte, kind byte, b T) []byte {
	buf = append(buf, kind)
	buf = binary.BigEndian.AppendUint64(buf, uint64(len(b)))
	return append(buf, b...)
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
	for table, rows := range c.rows {
		all := make([]written, 0, len(rows))
		for key, t := range rows {
			all = append(all, written{key, *t})
		}
		if err := c.sign(ctx, r, table, all); err != nil {
			return err
		}
	}
	for table, all := range c.added {
		if err := c.sign(ctx, r, table, all); err != nil {
			return err
		}
	}
	c.rows, c.added = nil, nil
	return nil
}

// sign signs rows of a table: one goroutine signs them while this one writes the signatures.
func (c *Change) sign(ctx context.Context, r Rows, table string, all []written) error {
	slices.SortFunc(all, func(x, y written) int { return strings.Compare(x.key, y.key) })
	had, err := signatures(ctx, r, table, all)
	if err != nil {
		return err
	}
	var d delta
	parts := make(chan weighed, 4)
	go func() {
		defer close(parts)
		for part := range slices.Chunk(all, weighedAtOnce) {
			var w weighed
			for i := range part {
				c.weigh(r.Vault(), table, &part[i], had, &w, &d)
			}
			parts <- w
		}
	}()
	var keep []signature
	for w := range parts {
		if err != nil {
			continue // what signs must come to its end
		}
		keep = append(keep, w.keep...)
		n := len(keep) / piece * piece
		err = errors.Join(c.put(ctx, r, table, keep[:n]), drop(ctx, r, table, w.gone))
		keep = append(keep[:0], keep[n:]...)
	}
	if err != nil {
		return err
	}
	if c.sums == nil {
		c.sums = map[string]delta{}
	}
	c.sums[table] = d
	return c.put(ctx, r, table, keep)
}

// weighedAtOnce is how many rows are signed before their signatures are handed on.
const weighedAtOnce = 20 * piece

// signature is a row's, to be written.
type signature struct {
	key string
	sealed
}

// weighed is what becomes of the signatures of rows.
type weighed struct {
	keep []signature
	gone []string
}

// weigh finds a row's new signature and what the change adds to its table's sum; a row that was not what its signature
// says is a fault that the head keeps: what changed it was not the program.
func (c *Change) weigh(v *vault.Vault, table string, t *written, had map[string]sealed, out *weighed, d *delta) {
	at := place{table, t.key}
	if t.hadBefore && !t.isThere && t.is == (digest{}) {
		t.is, t.isThere = t.was, true // looked at and not changed
	}
	old, was := had[t.key]
	if t.hadBefore && (!was || !v.Signed(old.signature, forRow, signed(at, old.entry, t.was))) {
		c.faults = append(c.faults, Fault{Table: table, Key: t.key, Entry: old.entry, Kind: Overwritten})
	}
	if was {
		d.rows--
		d.sum.take(element(v, at, old))
	}
	switch {
	case t.isThere:
		s := sealed{c.Entry, v.Sign(forRow, signed(at, c.Entry, t.is))}
		out.keep = append(out.keep, signature{t.key, s})
		d.rows++
		d.sum.add(element(v, at, s))
	case was:
		out.gone = append(out.gone, t.key)
	}
}

// signatures reads the signatures of rows of one table.
func signatures(ctx context.Context, r Rows, table string, all []written) (map[string]sealed, error) {
	out := map[string]sealed{}
	if len(all) > piece {
		if any, err := signedAny(ctx, r, table); err != nil || !any {
			return out, err
		}
	}
	for some := range slices.Chunk(all, piece) {
		part := make([]string, len(some))
		for i := range some {
			part[i] = some[i].key
		}
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

// signedAny reports whether a table has any signature: a register that comes into an empty one need not ask for each.
func signedAny(ctx context.Context, r Rows, table string) (any bool, err error) {
	rows, err := r.Query(ctx, "SELECT row_key, entry, signature FROM row_seal WHERE tab = $1 LIMIT 1", table)
	if err == nil {
		err = eachSealed(rows, func(string, sealed) { any = true })
	}
	return any, err
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

// put writes the signatures of rows of one table: one text for one row and one for many, each prepared once.
func (c *Change) put(ctx context.Context, r Rows, table string, all []signature) error {
	write := func(text string, some []signature) error {
		args := append(make([]any, 0, 2+2*len(some)), table, c.Entry)
		for _, s := range some {
			args = append(args, s.key, s.signature)
		}
		return r.Plain(ctx, text, args...)
	}
	for ; len(all) >= piece; all = all[piece:] {
		if err := write(putMany, all[:piece]); err != nil {
			return err
		}
	}
	for i := range all {
		if err := write(putOne, all[i:i+1]); err != nil {
			return err
		}
	}
	return nil
}

// The statements that write the signatures of one row, and of a piece of them. What they have in common is handed over
// once: SQLite's driver looks every parameter's name up in a list.
var putOne, putMany = putting(1), putting(piece)

func putting(rows int) string {
	values := make([]string, rows)
	for i := range values {
		values[i] = fmt.Sprintf("($1, $%d, $2, $%d)", 2*i+3, 2*i+4)
	}
	return "INSERT INTO row_seal (tab, row_key, entry, signature) VALUES " + strings.Join(values, ", ") +
		" ON CONFLICT (tab, row_key) DO UPDATE SET entry = excluded.entry, signature = excluded.signature"
}

func drop(ctx context.Context, r Rows, table string, all []string) error {
	for _, key := range all {
		if err := r.Plain(ctx, "DELETE FROM row_seal WHERE tab = $1 AND row_key = $2", table, key); err != nil {
			return err
		}
	}
	return nil
}
