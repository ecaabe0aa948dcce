package rule

import (
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	expr "cel.dev/expr"
	_ "cel.dev/expr/conformance/proto2" // the suite's files name its messages
	_ "cel.dev/expr/conformance/proto3"
	conformance "cel.dev/expr/conformance/test"
	"google.golang.org/protobuf/encoding/prototext"

	"giamngheo/internal/household"
	"giamngheo/internal/rule/value"
)

// suite returns the files of CEL's public conformance suite, from the module that cel-go depends on.
func suite(t *testing.T) []*conformance.SimpleTestFile {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "cel.dev/expr").Output()
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "tests/simple/testdata/*.textproto"))
	if err != nil || len(names) < 20 {
		t.Fatal(len(names), err)
	}
	var out []*conformance.SimpleTestFile
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var f conformance.SimpleTestFile
		if err := prototext.Unmarshal(b, &f); err != nil {
			t.Fatalf("%s: %v", filepath.Base(name), err)
		}
		out = append(out, &f)
	}
	return out
}

// expected turns a value of the suite into ours; false where ours has no such kind.
func expected(v *expr.Value) (value.Value, bool) {
	switch k := v.GetKind().(type) {
	case *expr.Value_NullValue:
		return value.Value{K: value.Null, S: yes}, true
	case *expr.Value_BoolValue:
		return value.Truth(k.BoolValue), true
	case *expr.Value_Int64Value:
		return value.OfInt(k.Int64Value), true
	case *expr.Value_Uint64Value:
		return value.Value{K: value.Uint, S: yes, I: int64(k.Uint64Value)}, true
	case *expr.Value_DoubleValue:
		return value.Value{K: value.Double, S: yes, F: k.DoubleValue}, true
	case *expr.Value_StringValue:
		return value.Value{K: value.String, S: yes, Str: k.StringValue}, true
	case *expr.Value_ListValue:
		out := value.Value{K: value.List, S: yes}
		for _, el := range k.ListValue.GetValues() {
			e, ok := expected(el)
			if !ok {
				return value.Value{}, false
			}
			out.List = append(out.List, e)
		}
		return out, true
	}
	return value.Value{}, false
}

// same is equality of kind and value; NaN is NaN.
func same(a, b value.Value) bool {
	if a.K != b.K || a.S != b.S || len(a.List) != len(b.List) {
		return false
	}
	for i := range a.List {
		if !same(a.List[i], b.List[i]) {
			return false
		}
	}
	return a.B == b.B && a.I == b.I && a.Str == b.Str && (a.F == b.F || math.IsNaN(a.F) && math.IsNaN(b.F))
}

// TestConformance runs the cases of CEL's public suite that fall in the supported subset: constant expressions of
// booleans, numbers, strings, lists and null. What is left out is counted by reason.
func TestConformance(t *testing.T) {
	e := env(t, Config{On: on})
	run, left := 0, map[string]int{}
	for _, f := range suite(t) {
		for _, section := range f.GetSection() {
			for _, c := range section.GetTest() {
				name := f.GetName() + "/" + section.GetName() + "/" + c.GetName()
				if why := conform(t, e, name, c); why != "" {
					left[why]++
					continue
				}
				run++
			}
		}
	}
	total := run
	for _, why := range slices.Sorted(maps.Keys(left)) {
		t.Logf("%5d left out: %s", left[why], why)
		total += left[why]
	}
	t.Logf("%5d run of %d", run, total)
	if run < 500 {
		t.Errorf("%d cases run, at least 500 fall in the subset", run)
	}
}

// conform runs one case; the answer is why it was left out, empty where it ran.
func conform(t *testing.T, e *Env, name string, c *conformance.SimpleTest) string {
	switch {
	case len(c.GetTypeEnv()) > 0 || len(c.GetBindings()) > 0:
		return "has variables of its own"
	case c.GetContainer() != "":
		return "names inside a protocol-buffer package"
	case c.GetDisableMacros() || c.GetDisableCheck() || c.GetCheckOnly():
		return "switches macros or checking off"
	}
	var want value.Value
	fails := c.GetEvalError() != nil || c.GetAnyEvalErrors() != nil
	if c.GetValue() != nil || c.GetTypedResult() != nil {
		v := c.GetValue()
		if c.GetTypedResult() != nil {
			v = c.GetTypedResult().GetResult()
		}
		var ok bool
		if want, ok = expected(v); !ok {
			return "a result of another kind (bytes, map, message, type, …)"
		}
	} else if !fails {
		want = value.Truth(true) // the suite's default
	}
	tree, faults := e.checker.Check(c.GetExpr(), Household)
	if faults != nil {
		return "refused when checked"
	}
	k := newCompiler(e, Household, false)
	f := k.any(tree)
	if len(k.faults) > 0 {
		return "outside the subset, refused with its position"
	}
	got := f(&frame{h: &household.Household{}})
	switch {
	case fails && got.S != failed:
		t.Errorf("%s: %s = %+v, want an error", name, c.GetExpr(), got)
	case !fails && !same(got, want):
		t.Errorf("%s: %s = %+v, want %+v", name, c.GetExpr(), got, want)
	}
	return ""
}
