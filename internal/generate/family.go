package generate

import (
	"giamngheo/internal/date"
	"giamngheo/internal/household"
)

// maxPeople is the most members a household may have over both reviews.
const maxPeople = 12

// maxSize is the most members at one review.
const maxSize = 9

// person is what stays the same of a person from review to review.
type person struct {
	birth   date.Date
	rel     household.Relationship
	sex     household.Sex
	group   group
	surname uint8
	other   household.Ethnicity // of a minority household where the groups are the country's; else 0
	in      [2]bool             // there at either review
	traits  uint64              // what the person is like: one number that every attribute is drawn from
	citizen int64               // counted within sex and birth year; negative where none is left
}

// trait returns the person's number of one attribute, in [0, 1), the same at every review.
func (p *person) trait(salt uint64) float64 { return unit(mix(p.traits ^ salt*0x9e3779b97f4a7c15)) }

func (p *person) age(on date.Date) int { return on.MonthsSince(p.birth) / 12 }

// home is one household with what stays the same from review to review.
type home struct {
	commune *commune
	number  int64 // within the commune, from 1
	cell    cell
	traits  uint64
	people  [maxPeople]person
	n       int
	other   household.Ethnicity // person.other of the head
	base    int                 // calendar year of the first review
}

func (h *home) trait(salt uint64) float64 { return unit(mix(h.traits ^ salt*0x9e3779b97f4a7c15)) }

// there reports whether the household is in the register of a review.
func (h *home) there(year int) bool {
	if year == 0 {
		return h.cell.from != absent
	}
	return h.cell.to != absent
}

// class returns the household's class at a review.
func (h *home) class(year int) class {
	if year == 0 {
		return h.cell.from
	}
	return h.cell.to
}

// size counts the members at a review.
func (h *home) size(year int) (n int) {
	for i := range h.people[:h.n] {
		if h.people[i].in[year] {
			n++
		}
	}
	return n
}

// grow builds household i of a commune: its family at the first review and what a year changes. Of a household that is
// new at the second review, that is the family it starts with.
func (h *home) grow(g *Register, c *commune, i int64) {
	*h = home{commune: c, number: i + 1, base: g.totals[0].Year}
	if i < c.old.n {
		h.cell = c.old.at(i)
	} else {
		h.cell = c.new.at(i - c.old.n)
	}
	h.traits = mix(g.seed ^ mix(c.name+uint64(i)))
	s := source(h.traits)
	h.other = g.minorityOf(h)
	h.settle(&s)
	if h.cell.from != absent && h.cell.to != absent {
		h.passYear(&s, g.totals[1].On)
	}
}

// settle fills the household with a family that lives together.
func (h *home) settle(s *source) {
	low := h.cell.from == poor || h.cell.from == nearPoor
	age := 24 + s.below(28) + s.below(29)
	if h.cell.from == absent {
		age = 22 + s.below(18)
	}
	sex := household.Male
	if s.chance(0.28) {
		sex = household.Female
	}
	h.add(s, household.Head, sex, h.base-age, surnameOf(s, h.cell.group))
	single := 0.08
	if age >= 60 {
		single = 0.16
	}
	if s.chance(single) {
		h.widow(age)
		return
	}
	if s.chance(map[bool]float64{false: 0.86, true: 0.74}[low]) {
		h.marry(s)
	} else {
		h.widow(age)
	}
	h.raise(s, low)
	h.takeIn(s, age)
}

// widow makes most of the old heads who live without a spouse women: they live longer, and marry older men.
func (h *home) widow(age int) {
	if age >= 60 && h.trait(12) < 0.8 {
		h.people[0].sex = household.Female
	}
}

// add adds a member born in a year, on some day of it; nil where the household is full.
func (h *home) add(s *source, rel household.Relationship, sex household.Sex, year int, surname uint8) *person {
	if h.n >= maxSize {
		return nil
	}
	r := s.next()
	months := uint64(12)
	if year >= h.base {
		months = 11 // born before the day of the review
	}
	month := 1 + int(r>>8%months)
	p := &h.people[h.n]
	*p = person{birth: date.Must(year, month, 1+int(r>>16)%date.DaysIn(year, month)), rel: rel, sex: sex,
		group: h.cell.group, other: h.other, surname: surname, in: [2]bool{true, true}, traits: mix(r)}
	h.n++
	return p
}

// someone is either sex.
func someone(s *source) household.Sex {
	if s.chance(0.515) {
		return household.Male
	}
	return household.Female
}

// marry gives the head a spouse of near age, most often of the same group.
func (h *home) marry(s *source) {
	head := &h.people[0]
	sex, younger := household.Female, s.between(-1, 6)
	if head.sex == household.Female {
		sex, younger = household.Male, s.between(-6, 1)
	}
	year := min(head.birth.Year()+younger, h.base-20)
	gr := h.cell.group
	if s.chance(0.06) {
		gr = kinh
	}
	if p := h.add(s, household.Spouse, sex, year, surnameOf(s, gr)); p != nil {
		p.group = gr
	}
}

// parents returns the birth years of the younger and the older of head and spouse.
func (h *home) parents() (younger, older int) {
	younger = h.people[0].birth.Year()
	older = younger
	if h.n > 1 && h.people[1].rel == household.Spouse {
		younger, older = max(younger, h.people[1].birth.Year()), min(older, h.people[1].birth.Year())
	}
	return younger, older
}

// familyName is the surname that children take: the father's.
func (h *home) familyName() uint8 {
	if h.n > 1 && h.people[1].rel == household.Spouse && h.people[1].sex == household.Male {
		return h.people[1].surname
	}
	return h.people[0].surname
}

// raise adds the children who live at home, and of grown ones their spouse and children.
func (h *home) raise(s *source, low bool) {
	younger, older := h.parents()
	children := [...]int{1, 1, 1, 2, 2, 2, 2, 2, 3, 4}[s.below(10)]
	if low && s.chance(0.3) {
		children++
	}
	year := younger + 20 + s.below(7)
	stayed := false
	for range children {
		if year > h.base || year > older+43 {
			return
		}
		age := h.base - year
		home := age < 19 || (age < 28 && s.chance(0.72)) || (age >= 28 && !stayed && s.chance(0.5))
		if home {
			h.addChild(s, year, age, &stayed)
		}
		year += 2 + s.below(5)
	}
}

func (h *home) addChild(s *source, year, age int, stayed *bool) {
	name := h.familyName()
	p := h.add(s, household.Child, someone(s), year, name)
	if p == nil || age < 23 || *stayed || !s.chance(0.6) {
		return
	}
	*stayed = true
	sex := household.Female
	if p.sex == household.Female {
		sex = household.Male
	}
	in := h.add(s, household.RelationshipOther, sex, min(year+s.between(-2, 3), h.base-19), surnameOf(s, h.cell.group))
	if in == nil {
		return
	}
	if in.sex == household.Male {
		name = in.surname
	}
	first := max(year, in.birth.Year()) + 20 + s.below(4)
	for range 1 + s.below(2) {
		if first <= h.base && first <= min(year, in.birth.Year())+43 {
			h.add(s, household.Grandchild, someone(s), first, name)
		}
		first += 2 + s.below(4)
	}
}

// takeIn adds old parents and other kin.
func (h *home) takeIn(s *source, age int) {
	head := &h.people[0]
	if age < 62 && s.chance(0.18) {
		year := head.birth.Year() - 20 - s.below(16)
		if h.base-year < 97 {
			sex := household.Female
			if s.chance(0.35) {
				sex = household.Male
			}
			name := head.surname
			if sex == household.Female {
				name = surnameOf(s, h.cell.group)
			}
			h.add(s, household.Parent, sex, year, name)
			if s.chance(0.3) {
				h.add(s, household.Parent, 3-sex, year+s.between(-3, 3), head.surname)
			}
		}
	}
	if age > 52 && h.n <= 2 && s.chance(0.25) { // grandchildren whose parents work in the city
		for range 1 + s.below(2) {
			h.add(s, household.Grandchild, someone(s), max(head.birth.Year()+40, h.base-2-s.below(13)), head.surname)
		}
	}
	if s.chance(0.03) {
		h.add(s, household.RelationshipOther, someone(s), h.base-20-s.below(50), head.surname)
	}
}

// passYear lets a year pass: deaths, departures, a birth, a relative who comes home.
func (h *home) passYear(s *source, to date.Date) {
	for i := 1; i < h.n; i++ {
		p := &h.people[i]
		p.in[1] = !s.chance(leaving(p, p.age(to)))
	}
	if baby := h.birthInYear(s); baby != nil {
		baby.in[0] = false
	}
	if s.chance(0.005) {
		if p := h.add(s, household.RelationshipOther, someone(s), h.base-20-s.below(45),
			h.people[0].surname); p != nil {
			p.in[0] = false
		}
	}
}

// leaving is the chance that a member is no longer there a year later.
func leaving(p *person, age int) float64 {
	switch {
	case p.rel == household.Child && age >= 20 && age < 30:
		return 0.025 // work or marriage elsewhere
	case age >= 75:
		return 0.06
	case age >= 60:
		return 0.015
	}
	return 0.001
}

// birthInYear adds a child born between the reviews to a head's couple of the age for it.
func (h *home) birthInYear(s *source) *person {
	if h.n < 2 || h.people[1].rel != household.Spouse || !h.people[1].in[1] {
		return nil
	}
	younger, older := h.parents()
	mother := h.people[0].birth.Year()
	if h.people[1].sex == household.Female {
		mother = h.people[1].birth.Year()
	}
	age := h.base + 1 - mother
	if age < 21 || age > 40 || h.base+1-younger < 20 || h.base+1-older > 44 || !s.chance(0.07) {
		return nil
	}
	return h.add(s, household.Child, someone(s), h.base+1, h.familyName())
}
