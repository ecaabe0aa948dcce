package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/cli"
)

// outcome is a condition on a run; several may be right, silence never is.
type outcome struct {
	RC        *int              `json:"rc"`
	NotIn     []string          `json:"not_in"`
	Class     map[string]string `json:"class"`
	StderrRE  string            `json:"stderr_re"`
	StdoutRE  string            `json:"stdout_re"`
	StdoutNot string            `json:"stdout_not"`
	JSON      []any             `json:"json"`
}

// run is what the program said.
type run struct {
	rc       int
	out, err string
	classes  map[string]string
}

// holds reports whether a run is as the outcome says.
func (o *outcome) holds(t *testing.T, r *run) bool {
	t.Helper()
	for code, class := range o.Class {
		if r.classes[code] != class {
			return false
		}
	}
	if len(o.JSON) == 3 {
		var got map[string]any
		if err := json.Unmarshal([]byte(r.out), &got); err != nil {
			return false
		}
		v, ok := got[o.JSON[0].(string)].(float64)
		if d := v - o.JSON[1].(float64); !ok || d > o.JSON[2].(float64) || -d > o.JSON[2].(float64) {
			return false
		}
	}
	return (o.RC == nil || *o.RC == r.rc) &&
		!slices.ContainsFunc(o.NotIn, func(code string) bool { return r.classes[code] != "" }) &&
		(o.StderrRE == "" || regexp.MustCompile(o.StderrRE).MatchString(r.err)) &&
		(o.StdoutRE == "" || regexp.MustCompile(o.StdoutRE).MatchString(r.out)) &&
		(o.StdoutNot == "" || !strings.Contains(r.out, o.StdoutNot))
}

// TestCases runs the files that spreadsheets and programs spoiled (testdata/cases): none is read in silence as
// something else.
func TestCases(t *testing.T) {
	b, err := os.ReadFile("testdata/cases/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		ID, Kind, Expect string
		Args             []string
		OK               []outcome
	}
	if err := json.Unmarshal(b, &cases); err != nil || len(cases) != 19 {
		t.Fatal(len(cases), err)
	}
	t.Chdir("testdata/cases")
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			dir, args := t.TempDir(), slices.Clone(c.Args)
			for i := range args {
				args[i] = strings.ReplaceAll(args[i], "{tmp}", dir)
			}
			var out, errs bytes.Buffer
			r := run{classes: map[string]string{}}
			r.rc = cli.Run(context.Background(), args, strings.NewReader(""), &out, &errs)
			r.out, r.err = out.String(), errs.String()
			for line := range strings.Lines(r.out) {
				var one struct {
					Code  string `json:"household_code"`
					Class string `json:"class"`
				}
				if json.Unmarshal([]byte(line), &one) == nil && one.Code != "" {
					r.classes[one.Code] = one.Class
				}
			}
			if !slices.ContainsFunc(c.OK, func(o outcome) bool { return o.holds(t, &r) }) {
				t.Errorf("%s: want %s\nexit %d\n%s\n%s", c.Kind, c.Expect, r.rc, r.out, r.err)
			}
		})
	}
}
