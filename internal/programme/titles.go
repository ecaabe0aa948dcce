package programme

import "giamngheo/internal/errs"

// NodeTitle is what a node of the tree is called, with its code; of none it is the code.
func (c *Catalogue) NodeTitle(code string) errs.Text {
	if n := c.Node(code); n != nil {
		return errs.T("%s: %s", code, n.Name)
	}
	return errs.Text{VI: code}
}

// FundTitle is what a fund is called; of none it is the code.
func (c *Catalogue) FundTitle(code string) errs.Text {
	if f := c.Fund(code); f != nil {
		return f.Name
	}
	return errs.Text{VI: code}
}
