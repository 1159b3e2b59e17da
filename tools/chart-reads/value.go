package main

import (
	"fmt"
	"strconv"
	"strings"
)

// An atom is one thing that an expression may come to; a value is every atom that it may come to.
type atom interface{ id() int }

type value []atom // sorted by id, each once

// place is a path below .Values of the outermost chart; "*" is any key or item.
type place struct {
	n           int
	parent      *place
	depth       int
	kids        map[string]*place
	root        bool // the .Values of a chart: it has methods
	preset      any  // what values.yaml holds here
	isPreset    bool // which may be nothing
	plain       kind // how it is read
	guard       kind // how it is read where nothing but a failure follows
	over        *object
	changedDown bool // this place or one below it is changed by a template
}

// object is a dictionary or a list that a template makes, or what a template lays over a place.
type object struct {
	n      int
	fields map[string]value
	rest   value // under keys that are not known
	merged value // whose entries it has as well
	depth  int
}

// word is a constant; extract is a text made of the value at a place.
type (
	word struct {
		n      int
		text   string
		number bool
	}
	extract struct {
		n  int
		of *place
	}
	files   struct{ n int }
	unknown struct{ n int }
	built   struct{ n int } // a template that templates put together
)

func (a *place) id() int   { return a.n }
func (a *object) id() int  { return a.n }
func (a *word) id() int    { return a.n }
func (a *extract) id() int { return a.n }
func (a *files) id() int   { return a.n }
func (a *unknown) id() int { return a.n }
func (a *built) id() int   { return a.n }

func (v value) with(one atom) value { return v.union(value{one}) }

func (v value) union(others ...value) value {
	for _, other := range others {
		if len(v) == 0 {
			v = other
		} else if len(other) > 0 {
			v = both(v, other)
		}
	}

	if len(v) > mostAtoms {
		panic(errGivesUp{fmt.Sprintf("an expression may be more than %d things", mostAtoms)})
	}

	return v
}

func both(a, b value) value {
	sum := make(value, 0, len(a)+len(b))

	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].id() < b[0].id():
			sum, a = append(sum, a[0]), a[1:]
		case a[0].id() > b[0].id():
			sum, b = append(sum, b[0]), b[1:]
		default:
			sum, a, b = append(sum, a[0]), a[1:], b[1:]
		}
	}

	return append(append(sum, a...), b...)
}

// key tells values apart.
func (v value) key() string {
	parts := make([]string, len(v))
	for i, one := range v {
		parts[i] = strconv.Itoa(one.id())
	}

	return strings.Join(parts, ",")
}

// words is the constants among the atoms, and whether there is nothing else.
func (v value) words() ([]*word, bool) {
	found := []*word{}

	for _, one := range v {
		if w, ok := one.(*word); ok {
			found = append(found, w)
		}
	}

	return found, len(found) == len(v) && len(v) > 0
}

func (p *place) kid(key string, w *walker) *place {
	if found, ok := p.kids[key]; ok {
		return found
	}

	made := &place{n: w.next(), parent: p, depth: p.depth + 1, kids: map[string]*place{}}
	if below, ok := p.preset.(map[string]any); ok && key != anyKey {
		made.preset, made.isPreset = below[key]
	}

	p.kids[key] = made

	return made
}

func (w *walker) next() int {
	w.atoms++

	return w.atoms
}

func (w *walker) word(text string, number bool) value {
	key := strconv.FormatBool(number) + text
	if w.words[key] == nil {
		w.words[key] = &word{w.next(), text, number}
	}

	return value{w.words[key]}
}

func (w *walker) extract(of *place) atom {
	if w.extracts[of] == nil {
		w.extracts[of] = &extract{w.next(), of}
	}

	return w.extracts[of]
}

// grow adds to a value that outlives a round; the walk ends with a round in which none grew.
func (w *walker) grow(into *value, more value) {
	sum := into.union(more)
	if len(sum) != len(*into) {
		*into = sum
		w.grown = true
	}
}

// overlay is what templates lay over a place.
func (w *walker) overlay(p *place) *object {
	if p.over == nil {
		p.over = &object{n: w.next(), fields: map[string]value{}}
		for up := p; up != nil; up = up.parent {
			up.changedDown = true
		}
	}

	return p.over
}

func (w *walker) setField(o *object, key string, v value) {
	before := o.fields[key]
	w.grow(&before, v)
	o.fields[key] = before
}
