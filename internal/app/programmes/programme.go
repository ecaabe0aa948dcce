package programmes

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/supports"
)

// TreeQuery asks for a programme's tree in a place and a year.
type TreeQuery struct {
	Programme string // "": the one of the year
	Place     place.Code
	Year      int
}

// TreeShown is a programme's tree with what has been done under each node.
type TreeShown struct {
	Query      TreeQuery
	Programme  *programme.Programme
	Programmes []programme.Programme
	Place      place.Unit
	On         date.Date // whose bodies are shown
	Nodes      []NodeShown
	Outside    []KindShown // existing policies outside any project that the plan counts on
}

// NodeShown is a node of the tree with its quantities, those of the nodes below it included.
type NodeShown struct {
	*programme.Node
	Depth      int
	Lead       programme.Body
	HasLead    bool
	With       []programme.Body
	Kinds      []KindShown
	Supports   int
	Receivers  int   // distinct households, persons and groups
	Paid       int64 // đồng
	Activities int
	Running    int
	Planned    int64 // money of the activities, đồng
}

// KindShown is a kind of support with its quantity.
type KindShown struct {
	*programme.Kind
	Supports int
	Quantity int64
	Paid     int64
}

// treeSum is what is added up below a node.
type treeSum struct {
	supports, activities, running int
	paid, planned                 int64
	receivers                     map[[2]int64]bool
}

// Tree shows a programme's tree with the quantities of a place and a year. Errors: errs.NotFound.
func (o *Desk) Tree(ctx context.Context, a *office.Ask, q TreeQuery) (*TreeShown, error) {
	if q.Place == "" {
		q.Place = o.office.Home(a).Code
	}
	if q.Year == 0 {
		q.Year = o.office.Day().Year()
	}
	if err := o.office.PlaceScope(a, access.ViewPlans, q.Place); err != nil {
		return nil, err
	}
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	out := &TreeShown{Query: q, Programmes: c.Programmes, Place: o.office.Unit(q.Place), On: o.office.Day()}
	if q.Year != o.office.Day().Year() {
		out.On = date.Must(q.Year, 12, 31)
	}
	if out.Programme = c.Programme(q.Programme); q.Programme == "" {
		out.Programme = c.ProgrammeOn(out.On)
	}
	if out.Programme == nil {
		return nil, errs.New(errs.NotFound, "there is no such programme")
	}
	communes, err := o.office.Within(o.office.CommunesOf(o.office.ProvinceCode(), o.office.Day()), q.Place, 0)
	if err != nil {
		return nil, err
	}
	sums, kinds := o.treeSupports(c, communes, q.Year)
	activities, err := supports.Activities(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	for i := range activities {
		if v := &activities[i]; v.From.Year() == q.Year && o.office.Concerns(q.Place, v.Place) &&
			v.State != programme.Cancelled {
			o.addActivity(c, sums, v)
		}
	}
	out.lay(c, "", 0, sums, kinds)
	for i := range c.Kinds {
		if k := &c.Kinds[i]; k.Node == "" {
			out.Outside = append(out.Outside, kindShown(kinds, "", k))
		}
	}
	return out, nil
}

// treeSupports adds the valid supports of a year in some communes up by node – with those above it – and by kind.
func (o *Desk) treeSupports(c *programme.Catalogue, communes []place.Code,
	year int) (map[string]*treeSum, map[nodeKind]*KindShown) {
	sums, kinds, nodes := map[string]*treeSum{}, map[nodeKind]*KindShown{}, library.NodesOf{C: c}
	o.supports.SupportsIn(communes, func(v *programme.Support) {
		k := c.Kind(v.Kind)
		if v.State != programme.Valid || v.Day.Year() != year || k == nil {
			return
		}
		node := nodes.Of(v)
		one := kinds[nodeKind{node, v.Kind}]
		if one == nil {
			one = &KindShown{Kind: k}
			kinds[nodeKind{node, v.Kind}] = one
		}
		one.Supports++
		one.Quantity += v.Quantity
		one.Paid += int64(v.Amount)
		who := [2]int64{v.Household, int64(v.Member)}
		if v.Household == 0 {
			who = [2]int64{0, v.ID}
		}
		for n := c.Node(node); n != nil; n = c.Node(n.Parent) {
			s := sumOf(sums, n.Code)
			s.supports++
			s.paid += int64(v.Amount)
			s.receivers[who] = true
		}
	})
	return sums, kinds
}

// nodeKind is a kind of support under a node of the tree.
type nodeKind struct{ node, kind string }

func kindShown(kinds map[nodeKind]*KindShown, node string, k *programme.Kind) KindShown {
	if had := kinds[nodeKind{node, k.Code}]; had != nil {
		return *had
	}
	return KindShown{Kind: k}
}

func sumOf(sums map[string]*treeSum, node string) *treeSum {
	s := sums[node]
	if s == nil {
		s = &treeSum{receivers: map[[2]int64]bool{}}
		sums[node] = s
	}
	return s
}

func (o *Desk) addActivity(c *programme.Catalogue, sums map[string]*treeSum, v *supports.Activity) {
	for n := c.Node(v.Node); n != nil; n = c.Node(n.Parent) {
		s := sumOf(sums, n.Code)
		s.activities++
		s.planned += int64(v.Money)
		if v.State == programme.Running {
			s.running++
		}
	}
}

// lay puts the nodes below one in their order.
func (t *TreeShown) lay(c *programme.Catalogue, parent string, depth int, sums map[string]*treeSum,
	kinds map[nodeKind]*KindShown) {
	for _, n := range c.Children(t.Programme.Code, parent) {
		s := sumOf(sums, n.Code)
		one := NodeShown{Node: n, Depth: depth, With: n.WithOn(t.On), Supports: s.supports, Receivers: len(s.receivers),
			Paid: s.paid, Activities: s.activities, Running: s.running, Planned: s.planned}
		one.Lead, one.HasLead = n.LeadOn(t.On)
		for _, k := range c.KindsOf(n.Code) {
			one.Kinds = append(one.Kinds, kindShown(kinds, n.Code, k))
		}
		t.Nodes = append(t.Nodes, one)
		t.lay(c, n.Code, depth+1, sums, kinds)
	}
}
