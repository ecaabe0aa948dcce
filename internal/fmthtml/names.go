package main

import "strings"

func set(names string) map[string]bool {
	out := map[string]bool{}
	for _, n := range strings.Fields(names) {
		out[n] = true
	}
	return out
}

var (
	// voids have no content and no closing tag.
	voids = set("area base br col embed hr img input link meta source track wbr")
	// raws keep their content as it is written.
	raws = set("pre textarea script style")
	// blocks stand on lines of their own in a browser: white space beside their tags is not shown.
	blocks = set(`html head body title meta link main header footer nav section article aside div p
		h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td form fieldset legend details summary
		dialog figure figcaption blockquote
		pre hr address option optgroup br`)
	// inners are shown within a line, but white space just inside their tags is not shown.
	inners = set("button select svg textarea progress datalist")
	// hidden are not shown at all.
	hidden = set("script style template datalist")

	// What the style sheet makes of classes: the same, by class.
	rawClasses   = set("prewrap cel")
	blockClasses = set("d-block d-flex d-grid row card list-group list-group-item form-check " +
		"form-check-label form-label form-hint " +
		"form-control form-select page-link pagination input-group navbar")
	inlineClasses = set("form-check-inline")
	innerClasses  = set("form-check btn badge-class light deprived nav-link navbar-brand")
	outClasses    = set("visually-hidden")
	flexClasses   = set(
		"d-flex d-grid row card list-group pagination input-group navbar sticky-actions steps-line facts")
)

// hasClass says whether one of the classes is among the attributes' whatever branch is taken.
func hasClass(attrs []attr, classes map[string]bool) bool {
	for _, a := range attrs {
		if a.name != "class" {
			continue
		}
		for _, p := range a.value {
			if p.action {
				return false // what follows may hang on it
			}
			for _, c := range strings.Fields(p.text) {
				if classes[c] {
					return true
				}
			}
		}
	}
	return false
}

func valueOf(attrs []attr, name string) string {
	for _, a := range attrs {
		if a.name == name && len(a.value) == 1 && !a.value[0].action {
			return a.value[0].text
		}
	}
	return ""
}
