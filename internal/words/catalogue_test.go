package words

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leonelquinteros/gotext"
)

// entry is a translation in a catalogue.
type entry struct {
	context, id, plural string
	texts               []string
}

func (e *entry) key() string {
	if e.context != "" {
		return e.context + "|" + e.id
	}
	return e.id
}

// parsed returns a catalogue's entries and how many forms its plural has.
func parsed(text string) (entries map[string]*entry, forms int, faults []string) {
	po := gotext.NewPo()
	po.Parse([]byte(text))
	domain := po.GetDomain()
	entries = map[string]*entry{}
	add := func(context string, all map[string]*gotext.Translation) {
		for id, tr := range all {
			if id == "" {
				continue
			}
			e := &entry{context: context, id: id, plural: tr.PluralID}
			for i := range len(tr.Trs) {
				e.texts = append(e.texts, tr.Trs[i])
			}
			entries[e.key()] = e
		}
	}
	add("", domain.GetTranslations())
	for context, all := range domain.GetCtxTranslations() {
		if context != "" {
			add(context, all)
		}
	}
	if n := strings.Count("\n"+text, "\nmsgid ") - 1; n != len(entries) {
		faults = append(faults, fmt.Sprintf("%d entries of which %d are different: a text stands twice", n,
			len(entries)))
	}
	if _, err := fmt.Sscanf(domain.PluralForms, "nplurals=%d", &forms); err != nil {
		faults = append(faults, "no Plural-Forms: "+domain.PluralForms)
	}
	return entries, forms, faults
}

// check compares a catalogue with the code: texts that it lacks or that nothing says, plurals and verbs that do not
// fit. whole asks for every translation; without it an empty one is a text that nobody has translated yet, but of
// those that pages say in Khmer beside the others.
func check(code *found, text string, whole bool) []string {
	entries, forms, faults := parsed(text)
	for id, m := range code.all {
		e := entries[id]
		if e == nil {
			faults = append(faults, fmt.Sprintf("missing: %q of %s", id, m.files[0]))
			continue
		}
		faults = append(faults, m.against(e, forms, whole)...)
	}
	for id := range entries {
		if code.all[id] == nil {
			faults = append(faults, fmt.Sprintf("unused: %q", id))
		}
	}
	slices.Sort(faults)
	return faults
}

func (m *message) against(e *entry, forms int, whole bool) (out []string) {
	_, plural := split(m.plural)
	switch {
	case e.plural != plural:
		return []string{fmt.Sprintf("%q: its plural is %q and not %q", m.id, plural, e.plural)}
	case plural != "" && len(e.texts) != forms:
		return []string{fmt.Sprintf("%q: %d forms and not %d", m.id, len(e.texts), forms)}
	case plural == "" && len(e.texts) != 1:
		return []string{fmt.Sprintf("%q: %d texts and not one", m.id, len(e.texts))}
	}
	for _, text := range e.texts {
		if text == "" {
			if whole || m.khmer {
				out = append(out, fmt.Sprintf("missing: %q has no translation", m.id))
			}
			continue
		}
		for _, f := range verbFaults(m, m.id, text, plural != "") {
			out = append(out, fmt.Sprintf("%q: %q: %s", m.id, text, f))
		}
	}
	return out
}

// write makes a catalogue of the code's texts with the translations of an old one: sorted, each with the files that
// say it.
func write(code *found, lang, old string) string {
	entries, forms, _ := parsed(old)
	all := make([]*message, 0, len(code.all))
	for _, m := range code.all {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b *message) int {
		ac, at := split(a.id)
		bc, bt := split(b.id)
		return cmp.Or(cmp.Compare(at, bt), cmp.Compare(ac, bc))
	})
	var b strings.Builder
	fmt.Fprintf(&b,
		"msgid \"\"\nmsgstr \"\"\n\"Language: %s\\n\"\n\"MIME-Version: 1.0\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"+
			"\"Content-Transfer-Encoding: 8bit\\n\"\n\"Plural-Forms: nplurals=1; plural=0;\\n\"\n", lang)
	for _, m := range all {
		e := entries[m.id]
		if e == nil && m.plural != "" {
			e = entries[m.plural] // it has just become a plural
		}
		m.write(&b, e, max(1, forms))
	}
	return b.String()
}

func (m *message) write(b *strings.Builder, e *entry, forms int) {
	context, id := split(m.id)
	_, plural := split(m.plural)
	slices.Sort(m.files)
	fmt.Fprintf(b, "\n#: %s\n", strings.Join(m.files, " "))
	if m.args != 0 && len(verbsOf(id)) > 0 {
		b.WriteString("#, go-format\n")
	}
	if context != "" {
		fmt.Fprintf(b, "msgctxt %s\n", quote(context))
	}
	fmt.Fprintf(b, "msgid %s\n", quote(id))
	text := func(i int) string {
		if e == nil || i >= len(e.texts) {
			return ""
		}
		return e.texts[i]
	}
	if plural == "" {
		fmt.Fprintf(b, "msgstr %s\n", quote(text(0)))
		return
	}
	fmt.Fprintf(b, "msgid_plural %s\n", quote(plural))
	for i := range forms {
		fmt.Fprintf(b, "msgstr[%d] %s\n", i, quote(text(i)))
	}
}

// quote writes a text as gettext does: letters stand as they are.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
}
