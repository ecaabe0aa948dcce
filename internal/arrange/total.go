package arrange

import (
	"slices"
	"strings"

	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// totals are the first words of rows that add others up, folded. Not to be changed.
var totals = []string{"tong cong", "tong so", "tong", "cong", "cong chung", "total", "toan xa", "toan huyen"}

// Total reports whether a row adds others up. A row with names and answers is somebody's, whatever one of its cells
// says.
func Total(row *sheet.Row) bool {
	is, words := false, 0
	for i := range row.Cells {
		c := &row.Cells[i]
		if c.Kind != sheet.Text {
			continue
		}
		if key := vietnamese.Fold(string(c.Value)); strings.ContainsAny(key, letters) {
			if slices.ContainsFunc(totals, func(w string) bool {
				return key == w || len(w) > 5 && strings.HasPrefix(key, w+" ")
			}) {
				is = true
				continue
			}
			words++
		}
	}
	return is && words <= 1
}

const letters = "abcdefghijklmnopqrstuvwxyz"

// sections are the first words of rows that only head the rows below them, folded: a hamlet's list, a part of a list.
// The first ones name a hamlet. Not to be changed.
var (
	hamletWords  = []string{"ap", "khom", "thon", "to dan pho", "ban", "khu pho"}
	sectionWords = append([]string{"xa", "phuong", "thi tran", "danh sach", "nhom", "ho ngheo", "ho can ngheo", "phan",
		"muc", "khu vuc"}, hamletWords...)
)

// numerals number sections, folded.
var numerals = []string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "a", "b", "c", "d"}

// section returns the text of a row that heads those below it and, where it names a hamlet, the hamlet.
func section(texts []string) (hamlet string, is bool) {
	if len(texts) == 2 && slices.Contains(numerals, vietnamese.Fold(texts[0])) {
		texts = texts[1:]
	}
	if len(texts) != 1 {
		return "", false
	}
	text := texts[0]
	if first, rest, ok := strings.Cut(text, " "); ok && strings.HasSuffix(first, ".") &&
		slices.Contains(numerals, vietnamese.Fold(first)) {
		text = strings.TrimSpace(rest)
	}
	key := vietnamese.Fold(text)
	begins := func(w string) bool { return strings.HasPrefix(key, w+" ") }
	if slices.ContainsFunc(hamletWords, begins) {
		if i := strings.IndexAny(text, "(:"); i > 0 { // Ấp Chợ: 12 hộ
			text = strings.TrimSpace(text[:i])
		}
		return text, true
	}
	return "", slices.ContainsFunc(sectionWords, begins)
}

// closings are the first words of what stands below a list: who made and signed it, when, remarks. Not to be changed.
var closings = []string{"nguoi lap", "lap bieu", "tm ubnd", "tm uy ban", "t m ubnd", "kt chu tich", "chu tich",
	"pho chu tich",
	"ky ten", "ky va ghi ro ho ten", "ghi chu", "ke toan", "xac nhan", "can bo", "truong ap", "truong ban", "cong chuc"}

// mostSigned is how many texts a row of signatures has at most.
const mostSigned = 3

// closing reports whether a row stands below a list.
func closing(texts []string) bool {
	return len(texts) <= mostSigned && slices.ContainsFunc(texts, func(text string) bool {
		key := vietnamese.Fold(text)
		begins := func(w string) bool { return key == w || strings.HasPrefix(key, w+" ") }
		return slices.ContainsFunc(closings, begins) ||
			strings.Contains(key, "ngay ") && strings.Contains(key, " thang ") && strings.Contains(key, " nam ")
	})
}

// Numbering reports whether a row only numbers the columns, as printed forms do below their headings: (1) (2) (3) or
// A B 1 2 3.
func Numbering(row *sheet.Row) bool {
	last, n := 0, 0
	for i := range row.Cells {
		text := strings.Trim(strings.TrimSpace(string(row.Cells[i].Value)), "()[]")
		switch {
		case text == "" || len(text) == 1 && text[0] >= 'A' && text[0] <= 'Z' && n == 0:
			continue
		case len(text) > 3 || !digits(text):
			return false
		}
		k := 0
		for _, c := range []byte(text) {
			k = k*10 + int(c-'0')
		}
		if n > 0 && k != last+1 {
			return false
		}
		last, n = k, n+1
	}
	return n >= 3
}
