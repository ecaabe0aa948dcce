package document_test

import (
	"slices"
	"testing"

	"giamngheo/internal/document"
)

// TestGaps: what is missing below the last number of a series is found, whatever order the numbers come in.
func TestGaps(t *testing.T) {
	for _, c := range []struct{ known, want []int }{
		{nil, nil}, {[]int{1, 2, 3}, nil}, {[]int{5, 2, 2, 1}, []int{3, 4}}, {[]int{4}, []int{1, 2, 3}},
	} {
		if got := document.Gaps(c.known, 100); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, not %v", c.known, got, c.want)
		}
	}
	if got := document.Gaps([]int{document.MostNumber}, 10); len(got) != 10 {
		t.Errorf("%d gaps", len(got))
	}
	for text, want := range map[string]int{"45": 45, "045": 45, "45a": 45, "": 0, "a": 0, "99999999": 0} {
		if got := document.NumberOf(text); got != want {
			t.Errorf("%q is %d", text, got)
		}
	}
}
