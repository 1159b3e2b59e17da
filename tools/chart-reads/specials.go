package main

import (
	"strconv"
	"text/template/parse"
)

// special is a function that goes its own way, from so many arguments on.
type special struct {
	least int
	do    func(call) value
}

func (w *walker) specialFunctions() map[string]special {
	return map[string]special{
		"include":      {2, w.include},
		"tpl":          {2, w.tpl},
		"dict":         {0, w.dict},
		"list":         {0, w.makeList},
		"tuple":        {0, w.makeList},
		"index":        {1, w.index},
		"get":          {2, w.get},
		"dig":          {3, w.dig},
		"hasKey":       {2, w.hasKey},
		"keys":         {1, w.keysFunction},
		"values":       {1, w.valuesFunction},
		"len":          {1, w.length},
		"pluck":        {2, w.pluck},
		"pick":         {1, w.pick},
		"omit":         {1, w.omit},
		"set":          {3, w.set},
		"unset":        {2, w.unset},
		"deepCopy":     {1, w.deepCopy},
		"mustDeepCopy": {1, w.deepCopy},
		"lookup":       {0, w.lookupFunction},
	}
}

func (w *walker) include(c call) value {
	w.consume(c.given[0], exact)

	names, all := c.given[0].words()
	found := value{}

	for _, name := range names {
		found = found.union(w.call(name.text, w.templates[name.text], c.given[1]))
	}

	if !all {
		for _, name := range sortedKeys(w.templates) {
			found = found.union(w.call(name, w.templates[name], c.given[1]))
		}
	}

	return found
}

// tpl runs constants and what the chart's own values hold as templates.
func (w *walker) tpl(c call) value {
	w.consume(c.given[0], exact)

	sources := []string{}
	found := value{}

	for _, one := range c.given[0] {
		if _, plain := one.(*word); !plain {
			found = found.union(w.texts(value{one}))
		}
	}

	words, all := c.given[0].words()
	for _, one := range words {
		sources = append(sources, one.text)
	}

	if !all {
		found = found.with(w.opaque)
	}

	for _, one := range c.given[0] {
		if one == atom(w.built) {
			panic(errGivesUp{"it builds a template of pieces and runs it"})
		}
	}

	for _, one := range found {
		if from, ok := one.(*extract); ok {
			w.mark(from.of, text)

			sources = append(sources, templatesIn(from.of.preset)...)
		}
	}

	for _, source := range sources {
		found = found.union(w.call("tpl "+source, w.parse(source), c.given[1]))
	}

	return found
}

// parse reads a text given to tpl; what cannot be read as a template was none.
func (w *walker) parse(source string) []*parse.Tree {
	if done, ok := w.parsed[source]; ok {
		return done
	}

	trees, err := parseTemplate("tpl", source)
	if err != nil {
		trees = nil
	}

	w.parsed[source] = nil

	for _, name := range sortedKeys(trees) {
		if name == "tpl" {
			w.parsed[source] = append(w.parsed[source], trees[name])
		} else {
			w.templates[name] = append(w.templates[name], trees[name])
			w.grown = true
		}
	}

	return w.parsed[source]
}

func (w *walker) dict(c call) value {
	made := w.object(c, 0)

	for i := 0; i < len(c.given); i += 2 {
		held := value{w.opaque}
		if i+1 < len(c.given) {
			held = c.given[i+1]
		}

		w.put(made, c.given[i], held)
	}

	return value{made}
}

func (w *walker) put(o *object, key, held value) {
	w.consume(key, exact)

	names, all := key.words()
	if !all {
		w.grow(&o.rest, held)
	}

	for _, name := range names {
		w.setField(o, name.text, held)
	}
}

func (w *walker) makeList(c call) value {
	made := w.object(c, 0)
	for i, one := range c.given {
		w.setField(made, strconv.Itoa(i), one)
	}

	return value{made}
}

func (w *walker) index(c call) value {
	found := c.given[0]
	for _, key := range c.given[1:] {
		found = w.under(found, key, false)
	}

	return found
}

func (w *walker) get(c call) value { return w.under(c.given[0], c.given[1], false) }

// dig looks along a path; where nothing is, its last but one argument is what it finds.
func (w *walker) dig(c call) value {
	last := len(c.given) - 1
	found := c.given[last]

	for _, key := range c.given[:last-1] {
		found = w.under(found, key, true)
	}

	w.consume(found, there)

	return found.union(c.given[last-1])
}

func (w *walker) hasKey(c call) value {
	w.consume(w.under(c.given[0], c.given[1], false), there)

	return value{w.opaque}
}

func (w *walker) keysFunction(c call) value {
	made := w.object(c, 0)

	for _, one := range c.given {
		w.items(one)
		w.touch(one)
		w.grow(&made.rest, w.keys(one))
	}

	return value{made}
}

func (w *walker) valuesFunction(c call) value {
	made := w.object(c, 0)
	w.touch(c.given[0])
	w.grow(&made.rest, w.items(c.given[0]))

	return value{made}
}

// length is that of a text, a list or a map; which it is, the default says.
func (w *walker) length(c call) value {
	for _, one := range c.given[0] {
		p, ok := one.(*place)

		isText := true
		if ok {
			switch p.preset.(type) {
			case map[string]any, []any:
				isText = false
			}
		}

		if isText {
			w.consume(value{one}, exact)
		}
	}

	w.items(c.given[0])

	return value{w.opaque}
}

func (w *walker) pluck(c call) value {
	made := w.object(c, 0)

	for _, one := range c.given[1:] {
		found := w.under(one, c.given[0], false)
		w.consume(found, there)
		w.grow(&made.rest, found)
	}

	return value{made}
}

func (w *walker) pick(c call) value {
	made := w.object(c, 0)

	for _, key := range c.given[1:] {
		found := w.under(c.given[0], key, false)
		w.consume(found, there)

		if list := w.strings(key); list != nil {
			key = list
		}

		w.put(made, key, found)
	}

	return value{made}
}

// strings is the items of a list where one stands for several arguments.
func (w *walker) strings(v value) value {
	for _, one := range v {
		if _, ok := one.(*object); ok {
			return w.at(v, anyKey, true)
		}
	}

	return nil
}

func (w *walker) omit(c call) value {
	for _, key := range c.given[1:] {
		w.consume(key, exact)
	}

	return w.deepCopy(c)
}

func (w *walker) set(c call) value {
	w.touch(c.given[0])
	w.consume(c.given[1], exact)
	w.change(c.given[0], c.given[2], func(o *object) { w.put(o, c.given[1], c.given[2]) })

	return c.given[0]
}

func (w *walker) unset(c call) value {
	w.touch(c.given[0])
	w.consume(c.given[1], exact)

	return c.given[0]
}

// deepCopy is a dictionary of its own with the same entries; of anything else it is the same.
func (w *walker) deepCopy(c call) value {
	made := w.object(c, 0)
	w.touch(c.given[0])
	w.grow(&made.merged, c.given[0])

	return value{made}
}

func (w *walker) lookupFunction(c call) value {
	for _, one := range c.given {
		w.consume(one, subtree)
	}

	return value{w.opaque}
}
