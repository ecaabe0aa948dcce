package cells

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// A file of cells is text: a line that says what it is, with its head as JSON; the columns; a line a cell, what is not
// told empty; and a line with the key and the signature (Ed25519) of all bytes before it.
const (
	first     = "giamngheo-cells 1 "
	signature = "ed25519 "
)

// MostBytes bounds a file, MostCells how many cells it has and mostLine how long a line of one is.
const (
	MostBytes = 16 << 20
	MostCells = 40_000
	mostLine  = 4096
)

// headLine names the columns of a cell.
func headLine() string { return "unit,area,class," + strings.Join(columns, ",") }

// Write writes a sheet as a file, signed with a province's key.
func (s *Sheet) Write(key ed25519.PrivateKey) ([]byte, error) {
	head, err := json.Marshal(&s.Head)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s%s\n%s\n", first, head, headLine())
	for i := range s.Cells {
		c := &s.Cells[i]
		fmt.Fprintf(&b, "%s,%s,%s", c.Unit, c.Area, c.Class)
		for _, v := range c.Values() {
			b.WriteByte(',')
			if v.Told() {
				b.WriteString(strconv.FormatInt(int64(v), 10))
			}
		}
		b.WriteByte('\n')
	}
	public, _ := key.Public().(ed25519.PublicKey)
	fmt.Fprintf(&b, "%s%x %x\n", signature, []byte(public), ed25519.Sign(key, b.Bytes()))
	return b.Bytes(), nil
}

// Fault is a line of a file that is refused, with the reason.
type Fault struct {
	Line int
	Why  errs.Text
}

// Read is a file as it was read: what was accepted and what was rejected are all lines that came.
type Read struct {
	Sheet    *Sheet
	Key      ed25519.PublicKey // that signed it
	Accepted int
	Rejected []Fault
}

// ReadFile reads a file and checks its signature, by the key that it names: whose key that is the caller knows. Errors
// (errs.Invalid): no such file, damaged, or too large; figures that do not make their whole. Single cells that cannot
// be are rejected, and the sheet is then not whole.
func ReadFile(data []byte) (*Read, error) {
	if len(data) > MostBytes {
		return nil, errs.New(errs.Invalid, "the file has more than %d MB: no file of figures", MostBytes>>20)
	}
	signed, key, err := split(data)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSuffix(string(signed), "\n"), "\n")
	rest, ok := strings.CutPrefix(lines[0], first)
	if !ok || len(lines) < 2 {
		return nil, notOurs()
	}
	if lines[1] != headLine() {
		return nil, errs.New(errs.Invalid, "the file is of another version of the program: bring both to the same version")
	}
	if len(lines)-2 > MostCells {
		return nil, errs.New(errs.Invalid, "the file has more than %d lines: no file of figures", MostCells)
	}
	r := &Read{Sheet: &Sheet{}, Key: key}
	if err := readHead(rest, &r.Sheet.Head); err != nil {
		return nil, err
	}
	for i, line := range lines[2:] {
		cell, why := r.Sheet.readCell(line)
		if why.EN != "" {
			r.Rejected = append(r.Rejected, Fault{i + 3, why})
			continue
		}
		r.Accepted++
		r.Sheet.Cells = append(r.Sheet.Cells, cell)
	}
	if len(r.Rejected) > 0 {
		return r, nil
	}
	return r, r.Sheet.Check()
}

func notOurs() error {
	return errs.New(errs.Invalid, "this is no file of figures for the nation, or it was cut off: have the province write it again")
}

// split takes a file into what is signed and its last line, which it checks.
func split(data []byte) (signed []byte, key ed25519.PublicKey, err error) {
	if !bytes.HasPrefix(data, []byte(first)) || !bytes.HasSuffix(data, []byte("\n")) {
		return nil, nil, notOurs()
	}
	at := bytes.LastIndexByte(data[:len(data)-1], '\n') + 1
	last, ok := strings.CutPrefix(strings.TrimSuffix(string(data[at:]), "\n"), signature)
	if !ok || len(last) > 2*(ed25519.PublicKeySize+ed25519.SignatureSize)+1 {
		return nil, nil, notOurs()
	}
	k, sig, _ := strings.Cut(last, " ")
	key, errKey := hex.DecodeString(k)
	sum, errSum := hex.DecodeString(sig)
	if errKey != nil || errSum != nil || len(key) != ed25519.PublicKeySize || len(sum) != ed25519.SignatureSize {
		return nil, nil, notOurs()
	}
	if !ed25519.Verify(key, data[:at], sum) {
		return nil, nil, errs.New(errs.Invalid, "the file was changed after it was signed: have the province send it again")
	}
	return data[:at], key, nil
}

var (
	provinceCode = regexp.MustCompile(`^[0-9]{2}$`)
	unitCode     = regexp.MustCompile(`^[0-9]{5}(\+[0-9]{5})*$`)
)

// readHead reads the head strictly.
func readHead(text string, h *Head) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if len(text) > mostLine*2 || d.Decode(h) != nil || d.More() {
		return notOurs()
	}
	return h.check()
}

// check says why a head cannot be.
func (h *Head) check() error {
	const years = 9999
	switch {
	case !provinceCode.MatchString(h.Province) || len(h.Name) > 200 || len(h.Standard) > 100,
		h.Review < 2000 || h.Review > years || h.Prior < 0 || h.Prior >= h.Review,
		h.Stage != Final && h.Stage != Running, h.On.IsZero() || h.Made.IsZero(),
		len(h.Indicators) > MostIndicators || h.Threshold < 2 || h.Cutoff < 0:
		return errs.New(errs.Invalid, "the file’s first line cannot be: province, review, day or standard are wrong")
	}
	return nil
}

// readCell reads a line of a cell, or says why it cannot be.
func (s *Sheet) readCell(line string) (c Cell, why errs.Text) {
	fields := strings.Split(line, ",")
	if len(line) > mostLine || len(fields) != 3+len(columns) {
		return c, errs.T("not as many columns as the head says")
	}
	c.Unit, c.Class = fields[0], Class(fields[2])
	if c.Unit != s.Province && !unitCode.MatchString(c.Unit) {
		return c, errs.T("no code of a unit")
	}
	areas := []string{place.AreaUnknown.String(), place.Rural.String(), place.Urban.String()}
	at := slices.Index(areas, fields[1])
	if at < 0 || !slices.Contains(Classes(), c.Class) {
		return c, errs.T("no class or area that there is")
	}
	c.Area = place.Area(at)
	for i, to := range c.counts() {
		text := fields[3+i]
		if *to = Hidden; text == "" {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 || tooLarge(Count(n)) != nil || !s.belongs(c.Class, i) {
			return c, errs.T("“%s” is no count of %s", short(text), columns[i])
		}
		*to = Count(n)
	}
	return c, s.sound(&c)
}

// short is the beginning of a text that somebody sent.
func short(s string) string {
	const most = 20
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// Sound says why a sheet that came over a line cannot be: a head, a cell or a sum that none has. Errors: errs.Invalid.
func (s *Sheet) Sound() error {
	if err := s.check(); err != nil {
		return err
	}
	for i := range s.Cells {
		c := &s.Cells[i]
		why := s.sound(c)
		if c.Unit != s.Province && !unitCode.MatchString(c.Unit) || !slices.Contains(Classes(), c.Class) ||
			c.Area > place.Urban {
			why = errs.T("no code of a unit")
		}
		for j, v := range c.Values() {
			if tooLarge(v) != nil || v.Told() && !s.belongs(c.Class, j) {
				why = errs.T("“%s” is no count of %s", fmt.Sprint(int64(v)), columns[j])
			}
		}
		if why.EN != "" {
			return errs.Of(errs.Invalid, why)
		}
	}
	return s.Check()
}

// sound says why a cell's counts cannot be: a part that is more than its whole.
func (s *Sheet) sound(c *Cell) (why errs.Text) {
	if !c.Households.Told() || !c.People.Told() {
		return errs.T("the households and people of a unit are always told")
	}
	for i, part := range append([]Count{c.Minority, c.Stays, c.Came, c.Gained}, c.Deprived[:]...) {
		if part > c.Households {
			return errs.T("part %d is more than all %d households", i+1, int64(c.Households))
		}
	}
	if c.Open.Told() && c.Stays > c.Open {
		return errs.T("part %d is more than all %d households", 2, int64(c.Open))
	}
	if c.MPIPoor > c.Measured || c.Measured > c.People || c.MinorityPeople > c.People ||
		c.M0.Told() && c.MPIPoor.Told() && int64(c.M0) > int64(c.MPIPoor)*int64(max(len(s.Indicators), 1)) {
		return errs.T("more people are poor than there are")
	}
	return errs.Text{}
}
