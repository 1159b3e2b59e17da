package main

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// letters is how a place is read, as the file says it; none means that nothing but a place below it is.
//
//	e  printed or compared: whatever stands here or below acts
//	s  used with all below it
//	t  its truth, its type, its being there, how many it holds
//	r  only to stop the render: it was removed, and no values.yaml holds it
//	a  nothing stands here by default, and a template sees whether something does
//	x  as a template: it may read anything
func (p *place) letters(leaf bool) string {
	said := ""
	all := p.plain | p.guard
	held, _ := p.preset.(map[string]any)

	for _, one := range []struct {
		in     bool
		letter string
	}{
		{all&exact != 0, "e"},
		{all&subtree != 0, "s"},
		{all&(shape|there) != 0 || (leaf && all == through), "t"},
		{p.plain&^through == 0 && p.guard != 0 && !p.isPreset && leaf, "r"},
		{all != 0 && all&(exact|subtree) == 0 && len(held) == 0, "a"},
		{all&text != 0, "x"},
	} {
		if one.in {
			said += one.letter
		}
	}

	return said
}

// trie is what is read at a place and below it: letters where nothing is below, else a map with them under "".
func (p *place) trie(covered bool) any {
	below := map[string]any{}

	for key, kid := range p.kids {
		if held := kid.trie(covered || (p.plain|p.guard)&(exact|subtree) != 0); held != "" {
			below[key] = held
		}
	}

	said := p.letters(len(below) == 0 && !covered)

	if len(below) == 0 {
		return said
	}

	if said != "" {
		below[""] = said
	}

	return below
}

// write is one line for each key at the top, so that a new version's difference can be read.
func write(p *place) ([]byte, error) {
	var out bytes.Buffer

	top, ok := p.trie(false).(map[string]any)
	if !ok {
		top = map[string]any{"": p.letters(true)}
	}

	sep := "{\n"

	for _, key := range sortedKeys(top) {
		line, err := json.Marshal(top[key])
		if err != nil {
			return nil, err
		}

		fmt.Fprintf(&out, "%s%q:%s", sep, key, line)
		sep = ",\n"
	}

	out.WriteString("\n}\n")

	return out.Bytes(), nil
}
