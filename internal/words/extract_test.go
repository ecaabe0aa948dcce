package words

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"text/template/parse"
)

// message is a text of the program as the code has it.
type message struct {
	id, plural string // with the context
	args       int    // the most that a place gives; -1 where it cannot be seen
	files      []string
	khmer      bool // a page says it in Khmer beside the other language
}

// found are the messages of a tree by id, and what is wrong with the code.
type found struct {
	all    map[string]*message
	faults []string
}

// plain are verbs that nobody takes for a per cent.
var plain = regexp.MustCompile(`%(\[\d+\])?[sdvgq]\b`)

// callers are the functions that take a text: where it stands among their arguments, and whether a plural follows it.
var callers = map[string]struct {
	at     int
	plural bool
}{
	"errs.T": {at: 0}, "errs.New": {at: 1}, "errs.N": {at: 1, plural: true}, "words.In": {at: 1},
	"words.Plural": {at: 2, plural: true},
}

// extract reads the texts of a tree's Go files and templates.
func extract(tree fs.FS) (*found, error) {
	f := &found{all: map[string]*message{}}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{".git", "node_modules", "tools", "testdata", "internal/errs",
			"internal/words"}, name),
			d.IsDir() && d.Name() == "node_modules":
			return fs.SkipDir
		case d.IsDir():
			return nil
		case path.Ext(name) == ".html":
			return f.page(tree, name)
		case path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go"):
			return f.code(tree, name)
		}
		return nil
	})
	sort.Strings(f.faults)
	return f, err
}

func (f *found) add(file, id, plural string, args int) {
	if _, text := split(id); !Speaks(text) {
		return
	}
	m := f.all[id]
	if m == nil {
		m = &message{id: id, plural: plural, args: args}
		f.all[id] = m
	}
	if m.plural != plural {
		f.faults = append(f.faults, fmt.Sprintf("%s: %q is a text with and without plural", file, id))
	}
	m.args = max(m.args, args)
	if !slices.Contains(m.files, file) {
		m.files = append(m.files, file)
	}
	switch n := highest(id); {
	case args < 0:
	case n > args && (args > 0 || plain.MatchString(id)):
		f.faults = append(f.faults, fmt.Sprintf("%s: %q has %d verbs and %d arguments", file, id, n, args))
	case n < args && !strings.Contains(id, "["):
		f.faults = append(f.faults, fmt.Sprintf("%s: %q leaves out its argument %d of %d", file, id, n+1, args))
	}
}

func (f *found) code(tree fs.FS, name string) error {
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		return err
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := sel.X.(*ast.Ident)
		if !ok {
			return true
		}
		c, ok := callers[pkg.Name+"."+sel.Sel.Name]
		if !ok {
			return true
		}
		f.call(name, fset.Position(n.Pos()).Line, call, c.at, c.plural)
		return true
	})
	return nil
}

func (f *found) call(name string, line int, call *ast.CallExpr, at int, plural bool) {
	last := at
	if plural {
		last++
	}
	var texts []string
	for i := at; i <= last && i < len(call.Args); i++ {
		if s, ok := literal(call.Args[i]); ok {
			texts = append(texts, s)
		}
	}
	if len(texts) < last-at+1 {
		// the templates' own t and tn
		if !strings.HasPrefix(name, "internal/web/") || !isIdent(call.Args, at, "id") &&
			!isIdent(call.Args, at, "one") {
			f.faults = append(f.faults, fmt.Sprintf("%s:%d: a text that is no constant: no catalogue can have it", name,
				line))
		}
		return
	}
	args := len(call.Args) - last - 1
	if call.Ellipsis.IsValid() {
		args = -1
	}
	if plural {
		f.add(name, texts[0], texts[1], args+1)
		return
	}
	f.add(name, texts[0], "", args)
}

func isIdent(args []ast.Expr, at int, name string) bool {
	if at >= len(args) {
		return false
	}
	id, ok := args[at].(*ast.Ident)
	return ok && id.Name == name
}

// literal is a string written in the code, also of several added.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok := literal(e.X)
		b, also := literal(e.Y)
		return a + b, ok && also && e.Op == token.ADD
	}
	return "", false
}

func (f *found) page(tree fs.FS, name string) error {
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		return err
	}
	t := parse.New(name)
	t.Mode = parse.SkipFuncCheck
	set := map[string]*parse.Tree{}
	if _, err := t.Parse(string(text), "", "", set); err != nil {
		return err
	}
	for _, define := range set {
		f.node(name, define.Root)
	}
	return nil
}

// node walks a template.
func (f *found) node(name string, n parse.Node) {
	branch := func(b *parse.BranchNode) {
		f.node(name, b.Pipe)
		f.node(name, b.List)
		f.node(name, b.ElseList)
	}
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, one := range n.Nodes {
				f.node(name, one)
			}
		}
	case *parse.ActionNode:
		f.node(name, n.Pipe)
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.TemplateNode:
		f.node(name, n.Pipe)
	case *parse.ChainNode:
		f.node(name, n.Node)
	case *parse.PipeNode:
		if n != nil {
			for _, c := range n.Cmds {
				f.command(name, c)
			}
		}
	}
}

func (f *found) command(name string, c *parse.CommandNode) {
	for _, a := range c.Args {
		f.node(name, a)
	}
	id, ok := c.Args[0].(*parse.IdentifierNode)
	if !ok || !slices.Contains([]string{"t", "tn", "km"}, id.Ident) {
		return
	}
	var texts []string
	for _, a := range c.Args[1:] {
		if s, ok := a.(*parse.StringNode); ok {
			texts = append(texts, s.Text)
		}
	}
	_, first := (parse.Node)(nil), false
	if len(c.Args) > 1 {
		_, first = c.Args[1].(*parse.StringNode)
	}
	switch {
	case id.Ident == "tn" && len(texts) >= 2 && len(c.Args) >= 4:
		f.add(name, texts[0], texts[1], len(c.Args)-3)
	case id.Ident != "tn" && first:
		f.add(name, texts[0], "", len(c.Args)-2)
		if m := f.all[texts[0]]; m != nil && id.Ident == "km" {
			m.khmer = true
		}
	default:
		f.faults = append(f.faults, fmt.Sprintf("%s: %s: a text that is no constant", name, c))
	}
}

// highest is how many arguments a text's verbs need.
func highest(text string) int {
	most := 0
	for n := range verbsOf(text) {
		most = max(most, n)
	}
	return most
}

// verbsOf are a text's verbs by the number of their argument.
func verbsOf(text string) map[int]byte {
	out := map[int]byte{}
	next := 1
	for _, v := range verbs.FindAllString(text, -1) {
		kind := v[len(v)-1]
		if kind == '%' {
			continue
		}
		if i := strings.IndexByte(v, '['); i >= 0 {
			next, _ = strconv.Atoi(v[i+1 : strings.IndexByte(v, ']')])
		}
		out[next] = kind
		next++
	}
	return out
}

// verbFaults are what is wrong with a translation's verbs: an argument that is left out, that is not given, or of
// another kind.
func verbFaults(m *message, id, text string, plural bool) (out []string) {
	if m.args == 0 {
		return nil // taken as it stands, with its percent signs
	}
	want, got := verbsOf(id), verbsOf(text)
	for n, v := range want {
		if got[n] == 0 && (!plural || n > 1) {
			out = append(out, fmt.Sprintf("argument %d is left out", n))
		}
		if got[n] != 0 && got[n] != v {
			out = append(out, fmt.Sprintf("argument %d is %%%c and not %%%c", n, got[n], v))
		}
	}
	for n := range got {
		if m.args >= 0 && n > m.args {
			out = append(out, fmt.Sprintf("there is no argument %d", n))
		}
	}
	sort.Strings(out)
	return out
}
