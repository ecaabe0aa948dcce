package cli_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// parsers are modules that only read text into rules: what runs rules on a phone must not carry them.
var parsers = []string{"cel.dev/", "github.com/antlr4-go/", "google.golang.org/protobuf/",
	"google.golang.org/genproto/"}

// browser is the environment in which Go builds for a browser.
func browser(cmd *exec.Cmd) *exec.Cmd {
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	return cmd
}

// TestDomainWithoutParser: built for a browser the packages that decide bring no parser with them, and only rule/parse
// knows cel-go.
func TestDomainWithoutParser(t *testing.T) {
	for _, pkg := range domain {
		out, err := browser(exec.Command("go", "list", "-deps", "giamngheo/internal/"+pkg)).Output()
		if err != nil {
			t.Fatalf("%s: %v", pkg, err)
		}
		found := ""
		for dep := range strings.Lines(string(out)) {
			if slices.ContainsFunc(parsers, func(p string) bool { return strings.HasPrefix(dep, p) }) {
				found = strings.TrimSpace(dep)
			}
		}
		if found != "" {
			t.Errorf("%s depends on %q", pkg, found)
		}
	}
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "giamngheo/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		pkg, _, _ := strings.Cut(line, " ")
		if strings.Contains(line, " cel.dev/") != (pkg == "giamngheo/internal/rule/parse") {
			t.Errorf("cel-go belongs to rule/parse: %s", line)
		}
	}
}

// The most that the engine for a browser may weigh, as it is and as a server sends it. It was 6.1 and 1.6 MB when the
// limit was set; with the parser it was 19.1 and 3.7. The catalogues of texts, which grow with every room of the
// office, are not counted: they are weighed by themselves.
const (
	mostEngine       = 7<<20 + 512<<10
	mostEngineZipped = 2 << 20
)

// catalogues are what the catalogues of texts weigh in the engine, as they are and zipped.
func catalogues(t *testing.T) (plain, zipped int) {
	t.Helper()
	for _, lang := range []string{"vi", "km"} {
		b, err := os.ReadFile(filepath.Join("..", "words", "po", lang+".po"))
		if err != nil {
			t.Fatal(err)
		}
		plain, zipped = plain+len(b), zipped+zip(t, b)
	}
	return plain, zipped
}

// zip is how many bytes a file has zipped.
func zip(t *testing.T, b []byte) int {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// TestEngineSize builds the engine of the law for a browser and weighs it.
func TestEngineSize(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the standard library for another platform")
	}
	name := filepath.Join(t.TempDir(), "engine.wasm")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", name, "./testdata/engine")
	if out, err := browser(build).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	words, wordsZipped := catalogues(t)
	plain, zipped := len(b)-words, zip(t, b)-wordsZipped
	t.Logf("%d bytes, %d zipped, without %d and %d of the catalogues", plain, zipped, words, wordsZipped)
	if plain > mostEngine || zipped > mostEngineZipped {
		t.Errorf("the engine weighs %d bytes, %d zipped, without its catalogues; at most %d and %d", plain, zipped,
			mostEngine, mostEngineZipped)
	}
}
