package main

import (
	"fmt"
	"strings"
	"text/template/parse"
)

// call is a function with its arguments, the piped one last.
type call struct {
	frame *frame
	node  parse.Node
	name  string
	given []value
}

func (c call) last() value {
	if len(c.given) == 0 {
		return nil
	}

	return c.given[len(c.given)-1]
}

func names(list string) map[string]bool {
	found := map[string]bool{}
	for _, name := range strings.Fields(list) {
		found[name] = true
	}

	return found
}

var (
	// Each reads its arguments as they are printed; any function that stands nowhere here reads all below them too.
	printing = names(`quote squote print printf println eq ne lt le gt ge int int64 float64 toString trunc trim trimAll
		trimSuffix trimPrefix replace lower upper title untitle nindent indent add add1 sub mul div mod max min ceil floor
		round semver semverCompare b64enc b64dec sha256sum sha1sum contains hasPrefix hasSuffix split splitList splitn
		regexMatch regexFind regexReplaceAll regexReplaceAllLiteral until untilStep fail abbrev camelcase kebabcase
		snakecase cat substr repeat atoi now date dateModify mustDateModify bool wrap`)
	// Each leaves a text the same template.
	spacing = names(`trim indent nindent`)
	// Each says only whether an argument is true, or of which type.
	shaping = names(`not empty kindIs kindOf typeIs typeOf typeIsLike any all`)
	// Each gives its arguments on.
	passing = map[string]bool{"or": true, "and": true, "coalesce": true, "default": true, "ternary": true, "required": true}
	// Each makes a list of the items of lists, and perhaps of one more.
	listing = names(`append prepend concat push mustAppend mustPrepend mustPush initial rest reverse slice
		mustInitial mustRest mustReverse mustSlice`)
	merging = names(`merge mustMerge mergeOverwrite mustMergeOverwrite`)
	picking = names(`first last mustFirst mustLast`)
)

func (w *walker) function(c call) value {
	switch {
	case passing[c.name]:
		return w.pass(c)
	case shaping[c.name]:
		for _, one := range c.given {
			w.consume(one, shape)
		}

		return value{w.opaque}
	case listing[c.name]:
		return w.lists(c)
	case merging[c.name]:
		return w.merge(c)
	case picking[c.name] && len(c.given) == 1:
		w.consume(c.given[0], shape)

		return w.items(c.given[0])
	}

	if special, ok := w.specials[c.name]; ok && len(c.given) >= special.least {
		return special.do(c)
	}

	return w.plainly(c)
}

// plainly is any function that makes something new of its arguments.
func (w *walker) plainly(c call) value {
	how := subtree
	if printing[c.name] {
		how = exact
	}

	found := value{}
	for _, one := range c.given {
		w.consume(one, how)
		found = found.union(w.texts(one))
	}

	if words, all := c.last().words(); all && spacing[c.name] && len(words) > 0 {
		return c.last()
	}

	if said, ok := constant(c); ok {
		return w.word(said, false)
	}

	return found.with(w.opaque)
}

// constant is what printing constants comes to.
func constant(c call) (string, bool) {
	args := []any{}

	for _, one := range c.given {
		words, all := one.words()
		if !all || len(words) != 1 {
			return "", false
		}

		args = append(args, words[0].text)
	}

	switch {
	case c.name == "print":
		return fmt.Sprint(args...), true
	case c.name == "printf" && len(args) > 0:
		said := fmt.Sprintf(args[0].(string), args[1:]...) //nolint:forcetypeassert

		return said, !strings.Contains(said, "%!")
	case c.name == "toString" && len(args) == 1:
		return fmt.Sprint(args...), true
	}

	return "", false
}

// pass reads whether its arguments are true, and gives on each that may be the outcome.
func (w *walker) pass(c call) value {
	last := len(c.given) - 1
	found := value{}

	for i, one := range c.given {
		tested := i < last
		kept := true

		switch c.name {
		case "default":
			tested = i == last
		case "ternary":
			tested, kept = i == last, i < 2
		case "required":
			tested, kept = i == last, i == last
		case "coalesce":
			tested = true
		}

		if tested {
			w.consume(one, shape)
		}

		if kept {
			found = found.union(one)
		} else {
			w.consume(one, shape)
		}
	}

	return found
}

// object is what one place in the templates makes, told apart by who called it.
func (w *walker) object(c call, part int) *object {
	at := site{c.node, c.frame, part}
	if c.frame.depth >= deepest {
		at.frame = nil
	}

	if w.objects[at] == nil {
		w.objects[at] = &object{n: w.next(), fields: map[string]value{}, depth: min(c.frame.depth, deepest)}
	}

	return w.objects[at]
}

func (w *walker) lists(c call) value {
	made := w.object(c, 0)

	for i, one := range c.given {
		single := i == 1 && strings.HasSuffix(strings.ToLower(c.name), "pend")
		single = single || (i == 1 && strings.HasSuffix(strings.ToLower(c.name), "push"))

		switch {
		case single:
			w.grow(&made.rest, one)
		case strings.HasSuffix(strings.ToLower(c.name), "slice") && i > 0:
			w.consume(one, exact)
		default:
			w.grow(&made.rest, w.items(one))
		}
	}

	return value{made}
}

// merge lays the later arguments over the first, in place.
func (w *walker) merge(c call) value {
	for i, one := range c.given {
		w.touch(one)

		if i > 0 {
			w.change(c.given[0], one, func(o *object) { w.grow(&o.merged, one) })
		}
	}

	if len(c.given) == 0 {
		return nil
	}

	return c.given[0]
}

// touch says that what fails without a map is used as one.
func (w *walker) touch(v value) {
	for _, one := range v {
		if p, ok := one.(*place); ok {
			w.mark(p, through)
		}
	}
}

// change lays something over each dictionary; what cannot be followed is read whole.
func (w *walker) change(target, with value, do func(*object)) {
	followed := len(target) > 0

	for _, one := range target {
		switch a := one.(type) {
		case *place:
			do(w.overlay(a))
		case *object:
			do(a)
		default:
			followed = false
		}
	}

	if !followed {
		w.consume(with, subtree)
	}
}
