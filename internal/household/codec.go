package household

import (
	"encoding/binary"
	"errors"
	"math"

	"giamngheo/internal/date"
	"giamngheo/internal/place"
)

// The first byte of a record: it changes when the fields below do. One with a used number (h.Used) ends with it.
const (
	recordFormat = 1
	recordUsed   = 2
)

// errRecord says that bytes are no record of this program.
var errRecord = errors.New("household: a damaged record")

// AppendRecord appends the household's compact record to b: the form in which it is stored, about 60 bytes and 60 more
// a member. Decode reads it back without loss.
func (h *Household) AppendRecord(b []byte) []byte {
	format := byte(recordFormat)
	if h.Used > 0 {
		format = recordUsed
	}
	b = append(b, format)
	for _, s := range [...]string{string(h.Code), string(h.Commune), h.Hamlet, h.Address, h.Phone} {
		b = appendText(b, s)
	}
	b = append(b, byte(h.Area), byte(h.Wall), byte(h.Pillar), byte(h.Roof), byte(h.Water), byte(h.Toilet),
		byte(h.Internet),
		byte(h.InformationMeans), byte(h.Reasons), known(h.IncomePerHead.Known), known(h.B1Score.Known),
		known(h.FloorArea.Known))
	if h.IncomePerHead.Known {
		b = binary.AppendVarint(b, int64(h.IncomePerHead.Value))
	}
	for _, v := range [...]Maybe[float64]{h.B1Score, h.FloorArea} {
		if v.Known {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Value))
		}
	}
	b = binary.AppendUvarint(b, uint64(len(h.Members)))
	for i := range h.Members {
		b = h.Members[i].appendRecord(b)
	}
	if h.Used > 0 {
		b = binary.AppendUvarint(b, uint64(h.Used))
	}
	return b
}

func (m *Member) appendRecord(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(m.No))
	b = appendText(b, m.Name)
	b = appendText(b, m.CitizenID)
	b = binary.LittleEndian.AppendUint32(b, uint32(m.Birth.Earliest))
	b = binary.LittleEndian.AppendUint32(b, uint32(m.Birth.Latest))
	return append(b, byte(m.Relationship), byte(m.Sex), byte(m.Ethnicity), byte(m.AbleToWork), byte(m.WantsWork),
		byte(m.Work),
		byte(m.SocialAllowance), byte(m.Disability), byte(m.PersonOfMerit), byte(m.HealthInsurance), byte(m.Attending),
		byte(m.Qualification), byte(m.InTraining), byte(m.Stunted), byte(m.Underweight))
}

// Decode fills h from a record, reusing its slice of members. Errors: a damaged record, or one of a later program.
func (h *Household) Decode(b []byte) error {
	d := decoder{b: b}
	format := d.byte(recordUsed)
	if format != recordFormat && format != recordUsed {
		return errRecord
	}
	members := h.Members[:0]
	*h = Household{Code: ID(d.text()), Commune: place.Code(d.text()), Hamlet: d.text(), Address: d.text(),
		Phone: d.text()}
	h.Area, h.Wall, h.Pillar, h.Roof = place.Area(d.byte(2)), Material(d.byte(2)), Material(d.byte(2)),
		Material(d.byte(2))
	h.Water, h.Toilet, h.Internet, h.InformationMeans = Water(d.byte(7)), Toilet(d.byte(6)), Answer(d.byte(2)),
		Answer(d.byte(2))
	h.Reasons = Reasons(d.byte(255))
	h.IncomePerHead.Known, h.B1Score.Known, h.FloorArea.Known = d.byte(1) == 1, d.byte(1) == 1, d.byte(1) == 1
	if h.IncomePerHead.Known {
		h.IncomePerHead.Value = Dong(d.varint())
	}
	for _, v := range [...]*Maybe[float64]{&h.B1Score, &h.FloorArea} {
		if v.Known {
			v.Value = math.Float64frombits(d.uint64())
		}
	}
	n := d.uvarint()
	if n > uint64(len(d.b)) {
		return errRecord
	}
	if uint64(cap(members)) < n {
		members = make([]Member, 0, n)
	}
	h.Members = members[:n]
	for i := range h.Members {
		h.Members[i].decode(&d)
	}
	if format == recordUsed {
		if h.Used = int(d.uvarint() & 0xFFFFFF); h.Used == 0 {
			return errRecord
		}
	}
	if d.bad || len(d.b) > 0 {
		return errRecord
	}
	return nil
}

func (m *Member) decode(d *decoder) {
	*m = Member{No: int(d.uvarint() & 0xFFFFFF), Name: d.text(), CitizenID: d.text()}
	m.Birth.Earliest, m.Birth.Latest = date.Date(d.uint32()), date.Date(d.uint32())
	m.Relationship, m.Sex, m.Ethnicity = Relationship(d.byte(7)), Sex(d.byte(2)), Ethnicity(d.byte(99))
	m.AbleToWork, m.WantsWork, m.Work = Answer(d.byte(2)), Answer(d.byte(2)), Work(d.byte(4))
	m.SocialAllowance, m.Disability, m.PersonOfMerit, m.HealthInsurance = Answer(d.byte(2)), Answer(d.byte(2)),
		Answer(d.byte(2)), Answer(d.byte(2))
	m.Attending, m.Qualification = Attending(d.byte(7)), Qualification(d.byte(8))
	m.InTraining, m.Stunted, m.Underweight = Answer(d.byte(2)), Answer(d.byte(2)), Answer(d.byte(2))
}

func known(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// decoder takes values off the front of b; bad once anything was missing or beyond its vocabulary.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) take(n uint64) []byte {
	if uint64(len(d.b)) < n {
		d.bad, d.b = true, nil
		return nil
	}
	out := d.b[:n]
	d.b = d.b[n:]
	return out
}

func (d *decoder) byte(most byte) byte {
	b := d.take(1)
	if b == nil {
		return 0
	}
	if b[0] > most {
		d.bad = true
		return 0
	}
	return b[0]
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) uint32() uint32 {
	if b := d.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (d *decoder) uint64() uint64 {
	if b := d.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (d *decoder) text() string { return string(d.take(d.uvarint())) }
