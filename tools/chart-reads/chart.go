package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// chart is what Helm loads from a folder.
type chart struct {
	name      string
	templates map[string]string // by name below the chart, templates/x.yaml
	files     map[string]string // everything else that .Files gives
	values    map[string]any
	depends   []dependency
	parts     []*chart
}

type dependency struct {
	Name         string   `json:"name"`
	Alias        string   `json:"alias"`
	Condition    string   `json:"condition"`
	Tags         []string `json:"tags"`
	ImportValues []any    `json:"import-values"`
}

func load(folder string) (*chart, error) {
	var about struct {
		Name         string       `json:"name"`
		Dependencies []dependency `json:"dependencies"`
	}

	text, err := os.ReadFile(filepath.Join(folder, "Chart.yaml"))
	if err != nil {
		return nil, err
	}

	if err = yaml.Unmarshal(text, &about); err != nil {
		return nil, err
	}

	found := &chart{name: about.Name, depends: about.Dependencies}
	found.templates, found.files = map[string]string{}, map[string]string{}

	for _, one := range found.depends {
		if len(one.ImportValues) > 0 {
			return nil, errGivesUp{fmt.Sprintf("%s imports values of %s", found.name, one.Name)}
		}
	}

	text, err = os.ReadFile(filepath.Join(folder, "values.yaml"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}

	if err = yaml.Unmarshal(text, &found.values); err != nil {
		return nil, err
	}

	if err = found.sort(folder); err != nil {
		return nil, err
	}

	return found, nil
}

// sort puts each file of a chart where Helm puts it.
func (c *chart) sort(folder string) error {
	return filepath.WalkDir(folder, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}

		below, err := filepath.Rel(folder, file)
		if err != nil {
			return err
		}

		name := filepath.ToSlash(below)
		inCharts := path.Dir(name) == "charts"

		switch {
		case entry.IsDir() && inCharts:
			part, err := load(file)
			if err != nil {
				return err
			}

			c.parts = append(c.parts, part)

			return filepath.SkipDir
		case entry.IsDir():
			return nil
		case inCharts:
			return errGivesUp{fmt.Sprintf("%s holds the packed chart %s", c.name, name)}
		}

		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}

		if strings.HasPrefix(name, "templates/") {
			c.templates[name] = string(text)
		} else {
			c.files[name] = string(text)
		}

		return nil
	})
}

// keysOf is the keys under which a chart's values hold those of a part of it.
func (c *chart) keysOf(part string) []string {
	found := []string{}

	for _, one := range c.depends {
		if one.Name == part && one.Alias != "" {
			found = append(found, one.Alias)
		}
	}

	if len(found) == 0 {
		found = append(found, part)
	}

	return found
}

// merged is a chart's values over those that a part of it brings.
func merged(upper, lower any) any {
	over, isMap := upper.(map[string]any)
	under, below := lower.(map[string]any)

	if upper == nil {
		return lower
	}

	if !isMap || !below {
		return upper
	}

	sum := maps.Clone(under)
	for key, held := range over {
		sum[key] = merged(held, under[key])
	}

	return sum
}

// preset is the values of a chart and of all its parts.
func (c *chart) preset() map[string]any {
	sum := maps.Clone(c.values)
	if sum == nil {
		sum = map[string]any{}
	}

	for _, part := range c.parts {
		for _, key := range c.keysOf(part.name) {
			sum[key] = merged(sum[key], part.preset())
		}
	}

	return sum
}

func sortedKeys[T any](of map[string]T) []string {
	return slices.Sorted(maps.Keys(of))
}
