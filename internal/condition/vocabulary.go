package condition

import (
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/programme"
)

// Over is what a condition is asked of.
type Over string

// What conditions are asked of.
const (
	Household Over = "household"
	Person    Over = "person"
	Support   Over = "support"
	Activity  Over = "activity"
)

// Kind is what a field holds.
type Kind string

// The kinds of fields. A Group is of flags – classes, kinds of support, states –, any of which may be so.
const (
	YesNo  Kind = "yes_no"
	Words  Kind = "words"
	Number Kind = "number"
	Group  Kind = "group"
)

// Compares are the comparisons that a kind of field has, the usual one first.
func (k Kind) Compares() []Compare {
	switch k {
	case YesNo:
		return []Compare{Yes, No}
	case Number:
		return []Compare{AtLeast, AtMost, Above, Below, Equal, Unequal}
	case Words, Group:
	}
	return []Compare{Is, Not}
}

// Title is what people call a comparison.
func (c Compare) Title() errs.Text {
	return map[Compare]errs.Text{Yes: errs.T("Compare|yes"), No: errs.T("Compare|no"),
		Is: errs.T("Compare|is one of"), Not: errs.T("Compare|is none of"),
		AtLeast: errs.T("Compare|at least"), AtMost: errs.T("Compare|at most"),
		Above: errs.T("Compare|more than"), Below: errs.T("Compare|less than"), Equal: errs.T("Compare|exactly"),
		Unequal: errs.T("Compare|other than")}[c]
}

// Word is one word of a field's vocabulary: as rules have it and as people call it.
type Word struct {
	Name  string
	Title errs.Text
}

// Field is something that a condition may ask for. Member: of a member of the household, or of the person.
type Field struct {
	Name   string
	Title  errs.Text
	Kind   Kind
	Words  []Word
	Member bool
}

// rule is the field's name in a rule.
func (f *Field) rule() string {
	if f.Member {
		return "m." + f.Name
	}
	return f.Name
}

// Word returns a word by its name in rules; nil where there is none.
func (f *Field) Word(name string) *Word {
	if i := slices.IndexFunc(f.Words, func(w Word) bool { return w.Name == name }); i >= 0 {
		return &f.Words[i]
	}
	return nil
}

// Vocabulary is all that a condition over something may ask for.
type Vocabulary struct {
	Over   Over
	Fields []Field
}

// Field returns a field by its name; nil where there is none.
func (v *Vocabulary) Field(name string) *Field {
	if i := slices.IndexFunc(v.Fields, func(f Field) bool { return f.Name == name }); i >= 0 {
		return &v.Fields[i]
	}
	return nil
}

// Names are what a vocabulary is made of beside the register's columns.
type Names struct {
	Definitions []Word // the law's, of a person, that are yes or no
	Ethnic      []Word // the groups, by code
	Kinds       []Word // of support
	Activities  []Word // kinds of activity
	States      []Word // of an activity
}

// The names of groups, which are none in rules.
const (
	ClassGroup = "group"
	KindGroup  = "kind"
	StateGroup = "state"
)

// New makes the vocabulary of conditions over something.
func New(over Over, names *Names) *Vocabulary {
	v := &Vocabulary{Over: over}
	switch over {
	case Activity:
		v.group(KindGroup, errs.T("Kind of activity"), names.Activities)
		v.group(StateGroup, errs.T("condition|State"), names.States)
		return v
	case Support:
		v.group(KindGroup, errs.T("Kind of support"), names.Kinds)
		v.group(ClassGroup, errs.T("Household’s group"), facts(true))
		return v
	case Household, Person:
	}
	v.group(ClassGroup, errs.T("Household’s group"), facts(over == Person))
	for i := range household.HouseholdColumns {
		v.column(&household.HouseholdColumns[i], false, names)
	}
	v.Fields = append(v.Fields, Field{Name: "size", Title: errs.T("Members of the household"), Kind: Number},
		Field{Name: "age", Title: errs.T("condition|Age"), Kind: Number, Member: true})
	for i := range household.MemberColumns {
		v.column(&household.MemberColumns[i], true, names)
	}
	for _, d := range names.Definitions {
		v.Fields = append(v.Fields, Field{Name: d.Name, Title: d.Title, Kind: YesNo, Member: true})
	}
	return v
}

func (v *Vocabulary) group(name string, title errs.Text, words []Word) {
	v.Fields = append(v.Fields, Field{Name: name, Title: title, Kind: Group, Words: words})
}

// facts are the groups of programme.FactNames; those of a person only where one is meant.
func facts(person bool) (out []Word) {
	titles := programme.FactTitles()
	for i, name := range programme.FactNames() {
		if programme.Facts(1)<<i < programme.Child || person {
			out = append(out, Word{name, titles[i]})
		}
	}
	return out
}

// column adds a column of the register, where rules may read it and choices can say it.
func (v *Vocabulary) column(c *household.Column, member bool, names *Names) {
	f := Field{Name: c.Name, Title: household.ColumnTitle(c.Name), Member: member}
	switch c.Kind {
	case household.YesNo:
		f.Kind = YesNo
	case household.Choice:
		f.Kind, f.Words = Words, wordsOf(c.Enum)
	case household.Ethnic:
		f.Kind, f.Words = Words, names.Ethnic
	case household.Amount, household.Decimal:
		f.Kind = Number
	default:
		return
	}
	v.Fields = append(v.Fields, f)
}

// wordsOf are the words of a closed vocabulary.
func wordsOf(e *household.Enum) (out []Word) {
	for i, name := range e.Names {
		if i > 0 {
			out = append(out, Word{name, errs.Text{VI: e.Titles[i][0], EN: name}})
		}
	}
	return out
}
