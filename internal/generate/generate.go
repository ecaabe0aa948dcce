// Package generate makes a synthetic register of households of any size: real communes, invented people, calibrated to
// the official totals of a review. A household is a pure function of the seed, the number of households and its place
// in the register, so that the register streams in bounded memory, comes out the same on any machine, and the register
// of the second year is the first one grown by a year. It must not know rules compiled from law, storage or the clock;
// every row it writes says that it is synthetic.
package generate

import (
	"io/fs"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/generate/tally"
	"giamngheo/internal/place"
)

// Label stands in the last column of every row.
const Label = "DỮ LIỆU GIẢ LẬP"

// Official is the province whose official totals are shipped.
const Official = tally.Official

// Totals are the totals of one review.
type Totals = tally.Totals

// class is a household's class at a review.
type class = tally.Class

const (
	none     = tally.None
	nearPoor = tally.NearPoor
	poor     = tally.Poor
	absent   = tally.Absent
)

// MaxHouseholds is the largest register: more than all households of the country.
const MaxHouseholds = 40_000_000

// Config says what register to make.
type Config struct {
	Data       fs.FS // the folder data/
	Places     *place.Registry
	Province   place.Code // "": the one whose official totals are shipped
	Households int64      // in the register, 1 to MaxHouseholds
	Seed       uint64
	// of the review, one of those of the totals; 0 = the year with exactly this total, else the latest
	Year    int
	Pair    [2]int    // the two years that the register grows between, Year one of them; zero: Year and a neighbour
	Units   date.Date // whose communes they are; zero: those of the review's day
	Unknown float64   // share of the households of no class with some answer left blank, 0 to 1
}

// Register is a synthetic register, ready to be written. It holds its plan only, never the households, and may be used
// by several goroutines at once.
type Register struct {
	seed     uint64
	year     int // 0 the first review, 1 the second
	totals   [2]Totals
	scaled   [2]Totals
	province place.Unit
	communes []commune
	minority minorityGroups
	slots    int64 // of the households of both years
	quota    int64 // citizen numbers a block may give out for one sex and birth year
	unknown  float64
}

// New plans a register. Errors (errs.Invalid): a number of households or a year that cannot be made.
func New(cfg Config) (_ *Register, err error) {
	if cfg.Households < 1 || cfg.Households > MaxHouseholds {
		return nil, errs.New(errs.Invalid, "cannot make %d households: ask for 1 to 40,000,000", cfg.Households)
	}
	if cfg.Unknown < 0 || cfg.Unknown > 1 {
		return nil, errs.New(errs.Invalid, "the share of unknown answers must be 0 to 1")
	}
	if cfg.Province == "" {
		cfg.Province = Official
	}
	// Before its totals are sought: what ended says what it became.
	if day, ok := date.Of(cfg.Year, 12, 14); ok && cfg.Units.IsZero() {
		if _, err := provinceOn(cfg.Places, cfg.Province, day); err != nil {
			return nil, err
		}
	}
	g := &Register{seed: mix(cfg.Seed ^ 0x6d6e67), unknown: cfg.Unknown}
	if g.totals, g.year, err = tally.Two(cfg.Data, cfg.Province, cfg.Pair, cfg.Year, cfg.Households); err != nil {
		return nil, err
	}
	if cfg.Units.IsZero() {
		cfg.Units = g.On()
	}
	if g.province, err = provinceOn(cfg.Places, cfg.Province, cfg.Units); err != nil {
		return nil, err
	}
	g.scaled = tally.ScaleBoth(g.totals, g.year, cfg.Households)
	if err := g.allot(cfg.Data, cfg.Places, cfg.Units); err != nil {
		return nil, err
	}
	g.quota = citizenNumbers / max(1, (g.slots+blockSize-1)/blockSize)
	return g, nil
}

// provinceOn is a province on a day. Errors: errs.Invalid.
func provinceOn(places *place.Registry, code place.Code, on date.Date) (place.Unit, error) {
	u, why := place.ProvinceOn(places, code, on)
	if why.EN != "" {
		return u, errs.New(errs.Invalid, "“%s” is no province on %s: %s", code, on, why)
	}
	return u, nil
}

// Totals returns what the register's households add up to.
func (g *Register) Totals() Totals { return g.scaled[g.year] }

// Official returns the totals that the register is calibrated to: official ones, or assumed ones that say so.
func (g *Register) Official() Totals { return g.totals[g.year] }

// Province returns the province whose register it is, as it was then.
func (g *Register) Province() place.Unit { return g.province }

// On returns the day of the review.
func (g *Register) On() date.Date { return g.totals[g.year].On }

// commune is the plan of one commune: how many of its households are in each cell.
type commune struct {
	code     [2]place.Code // at either review
	area     place.Area
	khmer    bool // many of its hamlets have Khmer names
	hamlets  *hamletNames
	first    int64 // the slot of its first household
	old, new stretch
	name     uint64
}

func (c *commune) size() int64 { return c.old.n + c.new.n }

// stretch is a run of households of a commune, dealt out to cells by a permutation.
type stretch struct {
	n, step, start int64
	cells          []cell
}

// cell is a kind of household: its ethnic group and its class at both reviews; upTo counts the households of the
// stretch up to and with this cell.
type cell struct {
	group    group
	from, to class
	upTo     int64
}

// at returns the cell of household i of the stretch.
func (s *stretch) at(i int64) cell {
	p := int64((uint64(i)*uint64(s.step) + uint64(s.start)) % uint64(s.n))
	for _, c := range s.cells {
		if p < c.upTo {
			return c
		}
	}
	panic("generate: a stretch whose cells do not add up")
}
