package narrative

import (
	"regexp"
	"strings"

	"giamngheo/internal/errs"
)

// Fault is what keeps a text from being signed.
type Fault struct {
	Section   int // from 0; −1: what the report is about
	Paragraph int // from 0; −1: the heading
	What      errs.Text
}

// Check finds what keeps a text from being signed: a number that no figure stands behind, a figure that the round does
// not have or that is another one by now, a number from elsewhere without its source, a place left to be filled in.
func (t *Text) Check(b *Book) (out []Fault) {
	t.each(func(section, paragraph int, _ string, pieces []Piece) {
		add := func(what errs.Text) { out = append(out, Fault{section, paragraph, what}) }
		for i := range pieces {
			p := &pieces[i]
			switch {
			case p.Key != "":
				f := b.Fact(p.Key)
				if was, had := t.Figures[p.Key]; f == nil {
					add(errs.T("the round has no figure “%s”", string(p.Key)))
				} else if had && was != f.Value {
					add(errs.T("“%s” was %s and is %s by now: take the figures over", f.Row, f.written(was), f.Written()))
				}
			case p.Outside != "" || p.Source != "":
				if p.Outside == "" || len([]rune(p.Source)) < leastSource {
					add(errs.T("“%s” comes from elsewhere: name its number and its source",
						p.Outside))
				}
			}
		}
		for _, n := range loose(pieces) {
			add(errs.T("“%s” was typed: put the figure in its place, or say where it is from", n))
		}
		if open := opens(pieces); open {
			add(errs.T("a place is left to be filled in"))
		}
	})
	title := func(section int, text string) { // it has no figures
		for _, n := range Loose(text) {
			out = append(out, Fault{section, -1,
				errs.T("“%s” was typed: put the figure in its place, or say where it is from", n)})
		}
	}
	title(-1, t.About)
	for i := range t.Sections {
		title(i, t.Sections[i].Head)
	}
	return out
}

// leastSource is how many letters a source has at least.
const leastSource = 5

// mark stands where a figure stands, while words are looked through: no digit, and no word either.
const mark = "\x00"

// loose are the numbers typed into a paragraph.
func loose(pieces []Piece) []string {
	var s strings.Builder
	for i := range pieces {
		if s.WriteString(pieces[i].Words); pieces[i].Words == "" {
			s.WriteString(mark)
		}
	}
	return Loose(s.String())
}

// opens reports whether words have a row of dots.
func opens(pieces []Piece) bool {
	for i := range pieces {
		if dots.MatchString(pieces[i].Words) {
			return true
		}
	}
	return false
}

var (
	dots = regexp.MustCompile(`…\s*…|\.{4,}|^…$`)
	// number is a run of digits of any script, with what divides them and what stands before.
	number = regexp.MustCompile(`[\p{Nd}](?:[\p{Nd}.,/\-–]*[\p{Nd}])?%?`)
	// named are numbers that are no figures: days and periods, articles and parts of papers and of the programme,
	// numbers of documents, and the number of a paragraph at its beginning.
	named = regexp.MustCompile(`(?i)` + strings.Join([]string{
		`(?m:^)\s*\d+(?:\.\d+)*[.)]\s`,
		`\b\d{1,2}/\d{1,2}/\d{4}\b`,
		`\b\d{1,2}-\d{1,2}-\d{4}\b`,
		`(?:ngày|mùng)\s+\d{1,2}(?:/\d{1,2}(?:/\d{4})?)?(?:\s+tháng\s+\d{1,2})?(?:\s+năm\s+\d{4})?`,
		`tháng\s+\d{1,2}(?:/\d{4}|\s+năm\s+\d{4})?`,
		`(?:năm|giai\s+đoạn|nhiệm\s+kỳ|thời\s+kỳ)\s+(?:19|20)\d{2}(?:\s*[-–]\s*(?:19|20)\d{2})?\b`,
		`quý\s+(?:\d|[ivx]+)(?:/\d{4}|\s+năm\s+\d{4})?\b`,
		`\d{1,2}\s+tháng(?:\s+(?:đầu|cuối))?\s+năm(?:\s+\d{4})?\b`,
		`(?:điều|khoản|mục|chương|phụ\s+lục|biểu|dự\s+án|mục\s+tiêu|chỉ\s+tiêu|phường|khóm|ấp|thôn|tổ|quốc\s+lộ)` +
			`\s+(?:số\s+)?\d{1,3}(?:\.\d{1,2})*\b`,
		`mẫu\s+(?:số\s+\d{1,2}|0\d)\b`,
		`\b\d+/\d{4}/[a-zđ][a-zđ0-9\-]*`,
		`\b\d+/[a-zđ]{1,10}(?:-[a-zđ0-9]+)*`,
		`(?-i:[A-ZĐ]{1,6}\d{1,3}(?:-[A-ZĐ]{1,6}\d{1,3})*)\b`,
	}, "|"))
)

// Loose are the numbers in words that no figure stands behind: neither days, articles nor numbers of documents.
func Loose(words string) []string {
	return number.FindAllString(named.ReplaceAllLiteralString(words, mark), -1)
}
