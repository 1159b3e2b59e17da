package main

import "strings"

// kind is how a place is read; a place may be read in several ways.
type kind uint8

const (
	exact   kind = 1 << iota // printed, compared
	subtree                  // with all below it: toYaml, join
	shape                    // whether it is true, of which type, how many
	there                    // whether it is there
	through                  // on the way to something below it, which fails where there is nothing
	text                     // as a template
)

// anyKey stands for any key of a map and any item of a list.
const anyKey = "*"

func (w *walker) mark(p *place, k kind) {
	at := &p.plain
	if w.guarding && k != through {
		at = &p.guard
	}

	if *at|k != *at {
		*at |= k
		w.grown = true
	}
}

// consume says that an expression depends on the value in this way.
func (w *walker) consume(v value, k kind) {
	w.consumeOnce(v, k, map[int]bool{})
}

func (w *walker) consumeOnce(v value, k kind, seen map[int]bool) {
	for _, one := range v {
		if seen[one.id()] {
			continue
		}

		seen[one.id()] = true

		switch a := one.(type) {
		case *place:
			w.mark(a, k)
			w.consumeChanges(a, k, seen)
		case *object:
			w.consumeObject(a, k, seen)
		}
	}
}

func (w *walker) consumeChanges(p *place, k kind, seen map[int]bool) {
	if !p.changedDown {
		return
	}

	if p.over != nil {
		w.consumeObject(p.over, k, seen)
	}

	if k&(exact|subtree) != 0 {
		for _, kid := range p.kids {
			w.consumeChanges(kid, k, seen)
		}
	}
}

func (w *walker) consumeObject(o *object, k kind, seen map[int]bool) {
	if k&(exact|subtree) != 0 {
		for _, held := range o.fields {
			w.consumeOnce(held, subtree, seen)
		}

		w.consumeOnce(o.rest, subtree, seen)
		w.consumeOnce(o.merged, subtree, seen)
	} else if len(o.merged) > 0 {
		w.consumeOnce(o.merged, k|shape, seen)
	}
}

// at is what lies under a key; it reads nothing. A gentle look does not fail where there is nothing.
func (w *walker) at(v value, key string, gentle bool) value {
	return w.atOnce(v, key, gentle, map[int]bool{})
}

func (w *walker) atOnce(v value, key string, gentle bool, seen map[int]bool) value {
	found := value{}

	for _, one := range v {
		if seen[one.id()] {
			continue
		}

		seen[one.id()] = true

		switch a := one.(type) {
		case *place:
			found = found.union(w.below(a, key, gentle, seen))
		case *object:
			found = found.union(w.inside(a, key, gentle, seen))
		case *extract, *built:
			found = found.with(a)
		case *files:
			found = found.union(w.inFiles(a, key))
		default:
			found = found.with(w.opaque)
		}
	}

	return found
}

func (w *walker) below(p *place, key string, gentle bool, seen map[int]bool) value {
	if p.root && key == "AsMap" {
		return value{p}
	}

	if p.root && (key == "YAML" || key == "Encode") {
		w.consume(value{p}, subtree)

		return value{w.opaque}
	}

	if p.depth >= lowest {
		w.consume(value{p}, subtree)

		return value{w.extract(p)}
	}

	if !gentle {
		w.mark(p, through)
	}

	found := value{p.kid(key, w)}

	if !p.changedDown {
		return found
	}

	for other, kid := range p.kids {
		if kid.changedDown && (key == anyKey || other == anyKey) {
			found = found.with(kid)
		}
	}

	if p.over != nil {
		found = found.union(w.inside(p.over, key, gentle, seen))
	}

	return found
}

func (w *walker) inside(o *object, key string, gentle bool, seen map[int]bool) value {
	found := o.rest.union(o.fields[key])

	if key == anyKey {
		for _, held := range o.fields {
			found = found.union(held)
		}
	}

	return found.union(w.atOnce(o.merged, key, gentle, seen))
}

// under is what lies under a key that is itself an expression.
func (w *walker) under(v, key value, gentle bool) value {
	w.consume(key, exact)

	names, all := key.words()
	if !all {
		return w.at(v, anyKey, gentle)
	}

	found := value{}

	for _, name := range names {
		if name.number {
			found = found.union(w.item(v, name.text, gentle))
		} else {
			found = found.union(w.at(v, name.text, gentle))
		}
	}

	return found
}

// item is that of a list: of one that a template made by its number, of the values' any.
func (w *walker) item(v value, number string, gentle bool) value {
	found := value{}

	for _, one := range v {
		if made, ok := one.(*object); ok {
			found = found.union(made.rest, made.fields[number], w.at(made.merged, anyKey, gentle))
		} else {
			found = found.union(w.at(value{one}, anyKey, gentle))
		}
	}

	return found
}

// items is everything that a list or a map holds, which also says how many there are.
func (w *walker) items(v value) value {
	for _, one := range v {
		w.count(one, map[int]bool{})
	}

	return w.at(v, anyKey, true)
}

func (w *walker) count(one atom, seen map[int]bool) {
	if seen[one.id()] {
		return
	}

	seen[one.id()] = true

	merged := value{}

	switch a := one.(type) {
	case *place:
		w.mark(a, shape)
		w.mark(a.kid(anyKey, w), there)

		if a.over != nil {
			merged = a.over.merged
		}
	case *object:
		merged = a.merged
	}

	for _, other := range merged {
		w.count(other, seen)
	}
}

// texts is the places of which a text holds something, and whether it may hold a template's own words.
func (w *walker) texts(v value) value {
	found := value{}
	w.textsOnce(v, &found, map[int]bool{})

	return found
}

func (w *walker) textsOnce(v value, found *value, seen map[int]bool) {
	for _, one := range v {
		if seen[one.id()] {
			continue
		}

		seen[one.id()] = true

		switch a := one.(type) {
		case *place:
			*found = found.with(w.extract(a))
			w.textsOfChanges(a, found, seen)
		case *extract, *built:
			*found = found.with(a)
		case *word:
			if strings.Contains(a.text, "{{") || strings.Contains(a.text, "}}") {
				*found = found.with(w.built)
			}
		case *object:
			for _, held := range a.fields {
				w.textsOnce(held, found, seen)
			}

			w.textsOnce(a.rest, found, seen)
			w.textsOnce(a.merged, found, seen)
		}
	}
}

func (w *walker) textsOfChanges(p *place, found *value, seen map[int]bool) {
	if !p.changedDown {
		return
	}

	if p.over != nil {
		w.textsOnce(value{p.over}, found, seen)
	}

	for _, kid := range p.kids {
		w.textsOfChanges(kid, found, seen)
	}
}

// templatesIn is every text of a chart's own values that is a template.
func templatesIn(v any) []string {
	switch held := v.(type) {
	case string:
		if strings.Contains(held, "{{") {
			return []string{held}
		}
	case []any:
		found := []string{}
		for _, one := range held {
			found = append(found, templatesIn(one)...)
		}

		return found
	case map[string]any:
		found := []string{}
		for _, key := range sortedKeys(held) {
			found = append(found, templatesIn(held[key])...)
		}

		return found
	}

	return nil
}
