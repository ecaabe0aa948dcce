package witness

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"giamngheo/internal/audit"
	"giamngheo/internal/vault"
)

// Head is what the office signs of its database: how much was ever written, the sum of every witnessed table and the
// end of every chain of the record of deeds. A copy kept elsewhere proves later that nothing was put back or cut off.
type Head struct {
	Clock  int64          `json:"clock"`  // how often the head was written: it never goes back
	Schema int64          `json:"schema"` // of the tables whose rows are signed
	Tables map[string]Sum `json:"tables"`
	Ends   map[string]End `json:"ends"` // by province
	Faults []Fault        `json:"faults,omitempty"`
}

// Sum is the number of a table's rows and the sum of their signatures' hashes.
type Sum struct {
	Rows int64  `json:"rows"`
	Sum  string `json:"sum"`
}

// End is the last entry of a province's chain; Keyed is the first entry whose hash is made with the office's key.
type End struct {
	Seq   int64  `json:"seq"`
	Hash  string `json:"hash"`
	Keyed int64  `json:"keyed"`
}

// mostFaults is how many faults a head keeps: the first ones.
const mostFaults = 100

// Forget takes the head away that the migrations have begun, before a whole database is copied in.
const Forget = `DELETE FROM seal_head`

// Begun reports whether the table of the head was made and nothing signed yet.
func Begun(ctx context.Context, r Reader) (begun bool, err error) {
	rows, err := r.Query(ctx, `SELECT name FROM seal_head WHERE name = $1`, "begun")
	return begun, each(rows, err, func() error {
		begun = true
		return nil
	})
}

// errNoHead says that a database has no head.
var errNoHead = errors.New("witness: there is no head")

// errForged says that a head is not signed by the office's key.
var errForged = errors.New("witness: the head is not signed by this office's key")

// readHead reads the head. Errors: errNoHead; errForged, with what it says.
func readHead(ctx context.Context, r Reader, lock bool) (h Head, err error) {
	query := "SELECT body, signature FROM seal_head WHERE name = $1"
	if lock { // nobody else writes it before this transaction has
		query = "UPDATE seal_head SET name = $1 WHERE name = $1 RETURNING body, signature"
	}
	rows, err := r.Query(ctx, query, "head")
	if err != nil {
		return h, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return h, errors.Join(errNoHead, rows.Err())
	}
	var body string
	var signature []byte
	if err := rows.Scan(&body, &signature); err != nil {
		return h, err
	}
	if err := json.Unmarshal([]byte(body), &h); err != nil {
		return Head{}, errors.Join(errForged, err)
	}
	if !r.Vault().Signed(signature, forHead, []byte(body)) {
		return h, errForged
	}
	return h, nil
}

func writeHead(ctx context.Context, r Rows, h *Head) error {
	h.Clock++
	body, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return r.Plain(ctx, `INSERT INTO seal_head (name, body, signature) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET body = excluded.body, signature = excluded.signature`, "head", string(body),
		r.Vault().Sign(forHead, body))
}

// Seal brings the head to what a transaction on the disk did; ends are the ends of the chains as they are now.
func (c *Change) Seal(ctx context.Context, r Rows) error {
	if c.Empty() {
		return nil
	}
	h, err := readHead(ctx, r, true)
	switch {
	case errors.Is(err, errNoHead):
		h.fault(Fault{Kind: HeadMissing})
	case errors.Is(err, errForged):
		h.fault(Fault{Kind: HeadForged})
	case err != nil:
		return err
	}
	for table, d := range c.sums {
		if err := h.move(table, d); err != nil {
			return err
		}
	}
	for _, f := range c.faults {
		h.fault(f)
	}
	if c.Noted {
		ends, err := Heads(ctx, r)
		if err != nil {
			return err
		}
		h.end(ends, 1)
	}
	return writeHead(ctx, r, &h)
}

// end sets the ends of the chains. Of one that was not known before, the entries are hashed with the key from a number
// on; 0: from the next one on.
func (h *Head) end(ends map[string]audit.Chain, from int64) {
	if h.Ends == nil {
		h.Ends = map[string]End{}
	}
	for province, c := range ends {
		e := End{Seq: c.Last, Hash: hex.EncodeToString(c.Head[:]), Keyed: h.Ends[province].Keyed}
		if e.Keyed == 0 {
			e.Keyed = from
		}
		if e.Keyed == 0 {
			e.Keyed = c.Last + 1
		}
		h.Ends[province] = e
	}
}

func (h *Head) fault(f Fault) {
	if len(h.Faults) < mostFaults && !slices.Contains(h.Faults, f) {
		h.Faults = append(h.Faults, f)
	}
}

func (h *Head) move(table string, d delta) error {
	if h.Tables == nil {
		h.Tables = map[string]Sum{}
	}
	s := h.Tables[table]
	now, err := sumOf(s.Sum)
	if err != nil {
		return err
	}
	now.add(d.sum)
	s.Rows += d.rows
	s.Sum = now.String()
	h.Tables[table] = s
	return nil
}

// String is a sum in hexadecimal digits.
func (s sum) String() string { return fmt.Sprintf("%016x%016x%016x%016x", s[0], s[1], s[2], s[3]) }

func sumOf(text string) (s sum, err error) {
	if text == "" {
		return s, nil
	}
	_, err = fmt.Sscanf(text, "%016x%016x%016x%016x", &s[0], &s[1], &s[2], &s[3])
	return s, err
}

// Line is a head as it is kept elsewhere: a line of a file, signed.
type Line struct {
	At        time.Time `json:"at"`
	Head      Head      `json:"head"`
	Signature string    `json:"signature"`
}

// WriteLine is the head of a database as a signed line with its end. Errors: there is none, or it is not the office's.
func WriteLine(ctx context.Context, r Reader, at time.Time) ([]byte, error) {
	h, err := readHead(ctx, r, false)
	if err != nil {
		return nil, err
	}
	l := Line{At: at.UTC().Truncate(time.Second), Head: h}
	body, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	l.Signature = hex.EncodeToString(r.Vault().Sign(forHead, body))
	out, err := json.Marshal(l)
	return append(out, '\n'), err
}

// ReadLine reads a line that WriteLine wrote. Errors: it is none, or not signed by this office's key.
func ReadLine(v *vault.Vault, line []byte) (l Line, err error) {
	if err := json.Unmarshal(bytes.TrimSpace(line), &l); err != nil {
		return l, err
	}
	signature, err := hex.DecodeString(l.Signature)
	if err != nil {
		return l, err
	}
	unsigned := l
	unsigned.Signature = ""
	body, err := json.Marshal(unsigned)
	if err == nil && !v.Signed(signature, forHead, body) {
		err = errForged
	}
	return l, err
}

// KeyedFrom says from which entry on a province's entries are hashed with the office's key. Where there is no head to
// say so none needs to be: what is wrong then is found elsewhere.
func KeyedFrom(ctx context.Context, r Reader) (func(province string) int64, error) {
	h, err := readHead(ctx, r, false)
	if errors.Is(err, errForged) || errors.Is(err, errNoHead) {
		err = nil
	}
	return func(province string) int64 {
		if e, ok := h.Ends[province]; ok {
			return e.Keyed
		}
		return 1
	}, err
}

// SchemaOf is the schema whose rows are signed. Errors: there is no head of this office.
func SchemaOf(ctx context.Context, r Reader) (int64, error) {
	h, err := readHead(ctx, r, false)
	return h.Schema, err
}

// NoHead reports whether an error says that there is no head.
func NoHead(err error) bool { return errors.Is(err, errNoHead) }
