package guide

import (
	"io/fs"

	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/programme"
	"giamngheo/internal/target"
)

// Read reads how the programmes are monitored, strictly, and refuses a frame that names a project, form or row which
// does not exist. Parts are those of any province's plan and are not looked up. The error (errs.Invalid) carries
// target.Faults.
func Read(data fs.FS, c *programme.Catalogue, forms []*form.Form) (*Frames, error) {
	name := form.Folder + "/guide.yaml"
	b, err := fs.ReadFile(data, name)
	if err != nil {
		return nil, err
	}
	all, src := &Frames{}, target.NewSource(name)
	faults, ok := src.Decode(b, all)
	add := func(text errs.Text, at ...any) { faults = append(faults, src.Fault(text, at...)) }
	set := form.NewSet(forms)
	for _, o := range origins {
		if h := all.Origins[o]; ok && (h.By.VI == "" || h.When.VI == "" || h.Verify.VI == "") {
			add(errs.T("“%s” says by whom, when and how to verify", string(o)), "origins", string(o))
		}
	}
	for i := range all.Frames {
		f := &all.Frames[i]
		if c.Programme(f.Programme) == nil {
			add(errs.T("there is no programme “%s”", f.Programme), "frames", i, "programme")
		}
		for j, n := range f.Nodes {
			at := func(key string) []any { return []any{"frames", i, "nodes", j, key} }
			if node := c.Node(n.Node); node == nil || node.Programme() != f.Programme {
				add(errs.T("the programme has no project “%s”", n.Node), at("node")...)
			}
			if n.Why.VI == "" {
				add(errs.T("“why” says on what it rests"), at("why")...)
			}
			for _, code := range n.Forms {
				if set.Form(code) == nil {
					add(errs.T("there is no form “%s”", code), at("forms")...)
				}
			}
			for _, key := range n.Rows {
				if of, row, _ := form.Key(key).Parts(); rowOf(set.Form(of), row) == nil {
					add(errs.T("there is no row “%s”", key), at("rows")...)
				}
			}
		}
	}
	return all, faults.Refuse("tệp hướng dẫn giám sát")
}

func rowOf(f *form.Form, code string) *form.Row {
	if f == nil {
		return nil
	}
	for i := range f.Rows {
		if f.Rows[i].Code == code {
			return &f.Rows[i]
		}
	}
	return nil
}
