package paper

import "strings"

// joinRuns puts fields that Word has split over several runs of a paragraph into the run in which they begin, with
// that run's look. Texts outside fields stay where they are.
func joinRuns(xml string) string {
	var b strings.Builder
	for {
		from := strings.Index(xml, "<w:p>")
		if other := strings.Index(xml, "<w:p "); from < 0 || other >= 0 && other < from {
			from = other
		}
		if from < 0 {
			break
		}
		length := strings.Index(xml[from:], "</w:p>")
		if length < 0 {
			break
		}
		to := from + length + len("</w:p>")
		b.WriteString(xml[:from])
		b.WriteString(joinParagraph(xml[from:to]))
		xml = xml[to:]
	}
	b.WriteString(xml)
	return b.String()
}

// piece is the text of one <w:t>: where it stands in the paragraph.
type piece struct{ from, to int }

// joinParagraph moves the end of every field that is open at the end of a text into that text.
func joinParagraph(p string) string {
	pieces := texts(p)
	words := make([]string, len(pieces))
	changed := false
	for i, t := range pieces {
		words[i] = p[t.from:t.to]
	}
	for i := range words {
		for next := i + 1; next < len(words) && open(words[i]); next++ {
			end := strings.Index(words[next], "}}")
			if end < 0 && strings.HasSuffix(words[i], "}") && strings.HasPrefix(words[next], "}") {
				words[i], words[next] = words[i]+"}", words[next][1:] // }} itself is split
				changed = true
				continue
			}
			changed = true
			if end < 0 {
				words[i], words[next] = words[i]+words[next], ""
				continue
			}
			words[i], words[next] = words[i]+words[next][:end+2], words[next][end+2:]
		}
	}
	if !changed {
		return p
	}
	var b strings.Builder
	at := 0
	for i, t := range pieces {
		b.WriteString(p[at:t.from])
		b.WriteString(words[i])
		at = t.to
	}
	b.WriteString(p[at:])
	return b.String()
}

// open reports whether a text ends within a field.
func open(s string) bool {
	at := strings.LastIndex(s, "{{")
	if at >= 0 {
		return !strings.Contains(s[at:], "}}")
	}
	return strings.HasSuffix(s, "{")
}

// texts finds the texts of a paragraph.
func texts(p string) (out []piece) {
	for at := 0; ; {
		i := strings.Index(p[at:], "<w:t")
		if i < 0 {
			return out
		}
		from := at + i + len("<w:t")
		if from >= len(p) || p[from] != '>' && p[from] != ' ' { // <w:tab/>, <w:tbl>
			at = from
			continue
		}
		end := strings.IndexByte(p[from:], '>')
		if end < 0 {
			return out
		}
		if p[from+end-1] == '/' {
			at = from + end
			continue
		}
		from += end + 1
		to := strings.Index(p[from:], "</w:t>")
		if to < 0 {
			return out
		}
		out = append(out, piece{from, from + to})
		at = from + to
	}
}
