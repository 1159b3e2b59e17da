package main

import (
	"fmt"
	"path"
	"strings"
	"text/template/parse"
)

// pipe is what a pipeline comes to, and the scope after the variables that it declares.
func (w *walker) pipe(f *frame, p *parse.PipeNode, dot value, s *scope) (value, *scope) {
	var found value

	for i, cmd := range p.Cmds {
		found = w.command(f, cmd, found, i > 0, dot, s)
	}

	for _, one := range p.Decl {
		if p.IsAssign {
			w.assign(one.Ident[0], found, s)
		} else {
			s = w.declare(f, one, found, s)
		}
	}

	return found, s
}

func (w *walker) command(f *frame, c *parse.CommandNode, last value, piped bool, dot value, s *scope) value {
	given := []value{}
	for _, arg := range c.Args[1:] {
		given = append(given, w.arg(f, arg, dot, s))
	}

	if piped {
		given = append(given, last)
	}

	if word, ok := c.Args[0].(*parse.IdentifierNode); ok {
		return w.function(call{f, c, word.Ident, given})
	}

	if len(given) > 0 {
		if base, name, ok := w.method(f, c.Args[0], dot, s); ok {
			return w.callMethod(base, name, given)
		}
	}

	return w.arg(f, c.Args[0], dot, s)
}

func (w *walker) arg(f *frame, node parse.Node, dot value, s *scope) value {
	switch n := node.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return w.fields(dot, n.Ident)
	case *parse.VariableNode:
		return w.fields(s.lookup(n.Ident[0]), n.Ident[1:])
	case *parse.ChainNode:
		return w.fields(w.arg(f, n.Node, dot, s), n.Field)
	case *parse.PipeNode:
		found, _ := w.pipe(f, n, dot, s)

		return found
	case *parse.IdentifierNode:
		return w.function(call{f, n, n.Ident, nil})
	case *parse.StringNode:
		return w.word(n.Text, false)
	case *parse.NumberNode:
		return w.word(n.Text, true)
	}

	return value{w.opaque}
}

func (s *scope) lookup(name string) value {
	for ; s != nil; s = s.outer {
		if s.name == name {
			return s.cell.held
		}
	}

	return nil
}

func (w *walker) fields(v value, names []string) value {
	for _, name := range names {
		v = w.at(v, name, false)
	}

	return v
}

// method splits `x.y.Method` into what it is called on and its name.
func (w *walker) method(f *frame, node parse.Node, dot value, s *scope) (value, string, bool) {
	var (
		base  value
		names []string
	)

	switch n := node.(type) {
	case *parse.FieldNode:
		base, names = dot, n.Ident
	case *parse.VariableNode:
		base, names = s.lookup(n.Ident[0]), n.Ident[1:]
	case *parse.ChainNode:
		base, names = w.arg(f, n.Node, dot, s), n.Field
	}

	if len(names) == 0 {
		return nil, "", false
	}

	return w.fields(base, names[:len(names)-1]), names[len(names)-1], true
}

func (w *walker) callMethod(base value, name string, given []value) value {
	found := value{}

	for _, arg := range given {
		w.consume(arg, exact)
		found = found.union(w.texts(arg))
	}

	for _, one := range base {
		switch a := one.(type) {
		case *files:
			found = found.union(w.fromFiles(a, name, given[0]))
		case *place:
			found = found.union(w.fromValues(a, name, given[0]))
		default:
			found = found.with(w.opaque)
		}
	}

	return found
}

// fromValues is what Table and PathValue of .Values find.
func (w *walker) fromValues(p *place, name string, arg value) value {
	names, all := arg.words()
	if !all || (name != "Table" && name != "PathValue") {
		w.consume(value{p}, subtree)

		return w.texts(value{p}).with(w.opaque)
	}

	found := value{}
	for _, one := range names {
		found = found.union(w.fields(value{p}, strings.Split(one.text, ".")))
	}

	return found
}

// fromFiles is the text of a chart's files, or those that a pattern finds.
func (w *walker) fromFiles(held *files, method string, arg value) value {
	names, all := arg.words()
	contents := w.contents[held.n]
	chosen := map[string]string{}

	for _, name := range sortedKeys(contents) {
		wanted := !all

		for _, one := range names {
			wanted = wanted || one.text == name || (method == "Glob" && globs(one.text, name))
		}

		if wanted {
			chosen[name] = contents[name]
		}
	}

	if method == "Glob" {
		return value{w.globbed(held, chosen, arg.key())}
	}

	found := value{}
	for _, name := range sortedKeys(chosen) {
		found = found.union(w.word(chosen[name], false))
	}

	if method != "Get" {
		return w.texts(found).with(w.opaque)
	}

	if !all || len(chosen) == 0 {
		found = found.with(w.opaque)
	}

	return found
}

// globbed is a map of files, which has their methods too.
func (w *walker) globbed(held *files, chosen map[string]string, key string) atom {
	id := fmt.Sprintf("%d %s", held.n, key)
	if w.globs[id] == nil {
		w.globs[id] = &files{w.next()}
		w.contents[w.globs[id].n] = chosen
	}

	return w.globs[id]
}

// inFiles is what a field or a key of files is.
func (w *walker) inFiles(held *files, key string) value {
	contents := w.contents[held.n]
	if content, ok := contents[key]; ok {
		return w.word(content, false)
	}

	found := value{}
	for _, name := range sortedKeys(contents) {
		found = found.union(w.word(contents[name], false))
	}

	if key == anyKey {
		return found
	}

	return w.texts(found).with(w.opaque)
}

// globs matches as Helm's globs do, a little more: a star does not stop at a dot, two cross folders.
func globs(pattern, name string) bool {
	if head, tail, deep := strings.Cut(pattern, "**"); deep {
		last := tail[strings.LastIndex(tail, "/")+1:]
		matched, err := path.Match(last, path.Base(name))

		return strings.HasPrefix(name, head) && (last == "" || err != nil || matched)
	}

	matched, err := path.Match(pattern, name)

	return matched || err != nil || strings.ContainsAny(pattern, "{[")
}
