package main

import (
	"fmt"
	"path"
	"strings"
	"text/template/parse"
)

// errGivesUp is why nothing is said of a chart.
type errGivesUp struct{ why string }

func (e errGivesUp) Error() string { return "gives up: " + e.why }

// What a chart may cost; Cilium's takes 22,176 steps and 246 frames.
const (
	mostSteps  = 2_000_000
	mostFrames = 5_000
	mostAtoms  = 500
	mostRounds = 25
	deepest    = 4  // objects within objects that are told apart by where they were made
	lowest     = 20 // keys below each other in the values; what is deeper is read whole
)

// walker interprets every template of a chart with values of which nothing is known.
type walker struct {
	root      *place
	opaque    *unknown
	built     *built
	templates map[string][]*parse.Tree // one name may be given in several charts
	parsed    map[string][]*parse.Tree // of texts given to tpl
	atoms     int
	words     map[string]*word
	extracts  map[*place]*extract
	objects   map[site]*object
	cells     map[site]*cell
	frames    map[string]*frame
	contents  map[int]map[string]string // what .Files gives, by atom
	globs     map[string]*files
	specials  map[string]special
	guarding  bool
	grown     bool
	round     int
	steps     int
}

// site is a place in the templates, entered in one way.
type site struct {
	node  parse.Node
	frame *frame
	part  int
}

// cell is a variable; frame is a template with what it was given.
type (
	cell  struct{ held value }
	frame struct {
		dot   value
		depth int
		round int
		out   value
	}
	scope struct {
		outer *scope
		name  string
		cell  *cell
	}
)

func newWalker(c *chart) *walker {
	w := &walker{
		templates: map[string][]*parse.Tree{},
		parsed:    map[string][]*parse.Tree{},
		words:     map[string]*word{},
		extracts:  map[*place]*extract{},
		objects:   map[site]*object{},
		cells:     map[site]*cell{},
		frames:    map[string]*frame{},
		contents:  map[int]map[string]string{},
		globs:     map[string]*files{},
	}
	w.specials = w.specialFunctions()
	w.opaque, w.built = &unknown{w.next()}, &built{w.next()}
	w.root = &place{n: w.next(), kids: map[string]*place{}, root: true, preset: c.preset()}

	return w
}

// entry is a file that Helm renders, and what it is given.
type entry struct {
	name string
	dot  value
}

// walk goes through everything until nothing new is found.
func (w *walker) walk(c *chart) error {
	_, entries, err := w.enter(c, c.name, w.root)
	if err != nil {
		return err
	}

	for w.grown = true; w.grown; {
		w.round++
		w.grown = false

		if w.round > mostRounds {
			return errGivesUp{fmt.Sprintf("no end after %d rounds", mostRounds)}
		}

		for _, one := range entries {
			if err := w.attempt(one); err != nil {
				return err
			}
		}
	}

	return nil
}

func (w *walker) attempt(one entry) (err error) {
	defer func() {
		if why := recover(); why != nil {
			given, ok := why.(errGivesUp)
			if !ok {
				panic(why)
			}

			err = given
		}
	}()

	w.call(one.name, w.templates[one.name], one.dot)

	return nil
}

// enter parses the templates of a chart and of its parts, and marks what Helm itself reads.
func (w *walker) enter(c *chart, base string, values *place) (*object, []entry, error) {
	values.root = true
	root := w.context(c, base, values)
	found := []entry{}

	for _, name := range sortedKeys(c.templates) {
		full := path.Join(base, name)

		trees, err := parseTemplate(full, c.templates[name])
		if err != nil {
			return nil, nil, err
		}

		for _, defined := range sortedKeys(trees) {
			w.templates[defined] = append(w.templates[defined], trees[defined])
		}

		if !strings.HasPrefix(path.Base(name), "_") {
			found = append(found, entry{full, value{root}})
		}
	}

	for _, one := range c.depends {
		w.markDependency(one, values)
	}

	for _, part := range c.parts {
		for _, key := range c.keysOf(part.name) {
			below := values.kid(key, w)
			w.setField(w.overlay(below), "global", w.at(value{values}, "global", true))

			inner, more, err := w.enter(part, path.Join(base, "charts", key), below)
			if err != nil {
				return nil, nil, err
			}

			parts := root.fields["Subcharts"][0].(*object) //nolint:forcetypeassert
			parts.fields[key] = value{inner}
			found = append(found, more...)
		}
	}

	return root, found, nil
}

func (w *walker) markDependency(one dependency, values *place) {
	for _, condition := range strings.Split(one.Condition, ",") {
		if condition = strings.TrimSpace(condition); condition != "" {
			p := values
			for _, key := range strings.Split(condition, ".") {
				p = p.kid(key, w)
			}

			w.mark(p, exact)
		}
	}

	for _, tag := range one.Tags {
		w.mark(w.root.kid("tags", w).kid(tag, w), exact)
	}
}

// context is the `.` and `$` of a file.
func (w *walker) context(c *chart, base string, values *place) *object {
	opaque := value{w.opaque}
	held := &files{w.next()}
	w.contents[held.n] = c.files
	template := &object{n: w.next(), fields: map[string]value{
		"BasePath": w.word(path.Join(base, "templates"), false),
		"Name":     opaque,
	}}
	parts := &object{n: w.next(), fields: map[string]value{}}

	return &object{n: w.next(), fields: map[string]value{
		"Values": {values}, "Files": {held}, "Template": {template}, "Subcharts": {parts},
		"Chart": opaque, "Release": opaque, "Capabilities": opaque,
	}}
}

func parseTemplate(name, text string) (map[string]*parse.Tree, error) {
	trees := map[string]*parse.Tree{}
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	_, err := tree.Parse(text, "", "", trees)

	return trees, err
}

// call runs every template of a name with a context.
func (w *walker) call(name string, trees []*parse.Tree, dot value) value {
	said := value{}

	for i, tree := range trees {
		if tree != nil && tree.Root != nil {
			f := w.enterFrame(fmt.Sprintf("%s %d %s %v", name, i, dot.key(), w.guarding), dot)
			said = said.union(w.run(f, tree))
		}
	}

	return said
}

// run goes through a template once in each round.
func (w *walker) run(f *frame, tree *parse.Tree) value {
	if f.round == w.round {
		return f.out
	}

	f.round = w.round

	if said, only := onlyText(tree.Root); only {
		w.grow(&f.out, w.word(said, false))
	} else {
		w.grow(&f.out, value{w.opaque})
		w.list(f, tree.Root, f.dot, &scope{name: "$", cell: &cell{f.dot}})
	}

	return f.out
}

func (w *walker) enterFrame(id string, dot value) *frame {
	if found := w.frames[id]; found != nil {
		return found
	}

	if len(w.frames) >= mostFrames {
		panic(errGivesUp{fmt.Sprintf("more than %d ways into its templates", mostFrames)})
	}

	f := &frame{dot: dot, depth: 1}
	w.frames[id] = f

	for _, one := range dot {
		if made, ok := one.(*object); ok {
			f.depth = max(f.depth, made.depth+1)
		}
	}

	return f
}

// onlyText is what a template says that has no actions.
func onlyText(list *parse.ListNode) (string, bool) {
	said := ""

	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			said += string(n.Text)
		case *parse.CommentNode:
		default:
			return "", false
		}
	}

	return said, true
}

func (w *walker) list(f *frame, list *parse.ListNode, dot value, s *scope) {
	if list == nil {
		return
	}

	for _, node := range list.Nodes {
		s = w.node(f, node, dot, s)
	}
}

// node runs one node and returns the scope of those that follow it.
func (w *walker) node(f *frame, node parse.Node, dot value, s *scope) *scope {
	w.steps++
	if w.steps > mostSteps {
		panic(errGivesUp{fmt.Sprintf("more than %d steps", mostSteps)})
	}

	switch n := node.(type) {
	case *parse.ActionNode:
		said, inner := w.pipe(f, n.Pipe, dot, s)
		if len(n.Pipe.Decl) == 0 {
			w.consume(said, exact)
			w.grow(&f.out, w.texts(said))
		}

		return inner
	case *parse.IfNode:
		w.branch(f, &n.BranchNode, dot, s, false)
	case *parse.WithNode:
		w.branch(f, &n.BranchNode, dot, s, true)
	case *parse.RangeNode:
		w.loop(f, n, dot, s)
	case *parse.TemplateNode:
		given := value{}
		if n.Pipe != nil {
			given, _ = w.pipe(f, n.Pipe, dot, s)
		}

		w.grow(&f.out, w.call(n.Name, w.templates[n.Name], given))
	case *parse.ListNode:
		w.list(f, n, dot, s)
	}

	return s
}

func (w *walker) branch(f *frame, n *parse.BranchNode, dot value, s *scope, with bool) {
	before := w.guarding
	w.guarding = before || onlyFails(n.List)
	found, inner := w.pipe(f, n.Pipe, dot, s)
	w.consume(found, shape)

	body := dot
	if with {
		body = found
	}

	w.list(f, n.List, body, inner)
	w.guarding = before
	w.list(f, n.ElseList, dot, inner)
}

func (w *walker) loop(f *frame, n *parse.RangeNode, dot value, s *scope) {
	w.steps++
	over, inner := w.pipe(f, &parse.PipeNode{NodeType: parse.NodePipe, Cmds: n.Pipe.Cmds}, dot, s)
	items := w.items(over)
	keys := w.keys(over)

	switch len(n.Pipe.Decl) {
	case 1:
		inner = w.declare(f, n.Pipe.Decl[0], items, s)
	case 2:
		inner = w.declare(f, n.Pipe.Decl[0], keys, s)
		inner = w.declare(f, n.Pipe.Decl[1], items, inner)
	}

	w.list(f, n.List, items, inner)
	w.list(f, n.ElseList, dot, s)
}

// keys is what names the items of a list or a map.
func (w *walker) keys(of value) value {
	found := value{}

	for _, one := range of {
		if held, ok := one.(*files); ok {
			for _, name := range sortedKeys(w.contents[held.n]) {
				found = found.union(w.word(name, false))
			}

			continue
		}

		made, ok := one.(*object)
		if !ok || len(made.rest) > 0 || len(made.merged) > 0 {
			found = found.with(w.opaque)
		}

		if ok {
			for _, key := range sortedKeys(made.fields) {
				found = found.union(w.word(key, false))
			}
		}
	}

	return found
}

// declare makes a variable, or gives one that is there another value, whichever comes first.
func (w *walker) declare(f *frame, n *parse.VariableNode, v value, s *scope) *scope {
	at := site{n, f, 0}
	if w.cells[at] == nil {
		w.cells[at] = &cell{}
	}

	w.grow(&w.cells[at].held, v)

	return &scope{s, n.Ident[0], w.cells[at]}
}

func (w *walker) assign(name string, v value, s *scope) {
	for ; s != nil; s = s.outer {
		if s.name == name {
			w.grow(&s.cell.held, v)

			return
		}
	}
}
