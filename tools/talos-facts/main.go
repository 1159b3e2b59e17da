// talos-facts prints what Talos itself holds for secret: {kind: [paths]}, as stable JSON.
//
// Every registered kind of document is filled with markers by reflection and given to Talos' own redaction; the
// leaves that it changes are the secret ones. In a path `*` stands for any list item or map key.
// A kind without secrets has an empty list, so the table also names every kind of this version.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/config/internal/registry"
	_ "github.com/siderolabs/talos/pkg/machinery/config/types"
)

func main() {
	table := map[string][]string{}

	for _, kind := range registry.Kinds() {
		paths, err := secretPaths(kind)
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %s\n", kind, err)
			os.Exit(1)
		}

		table[kind] = paths
	}

	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")

	if err := out.Encode(table); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func secretPaths(kind string) ([]string, error) {
	document, err := registry.New(kind, "v1alpha1")
	if err != nil {
		return nil, err
	}

	markers := fill(document)

	before, err := leaves(document)
	if err != nil {
		return nil, err
	}

	if missing := unwritten(markers, before); len(missing) > 0 {
		return nil, fmt.Errorf("markers were set and not written: %v", missing)
	}

	if secret, ok := document.(config.SecretDocument); ok {
		secret.Redact("redacted")
	}

	after, err := leaves(document)
	if err != nil {
		return nil, err
	}

	paths := []string{}

	for path, value := range before {
		if after[path] != value {
			paths = append(paths, path)
		}
	}

	slices.Sort(paths)

	return paths, nil
}

// leaves is the document as Talos writes it: the value of each leaf by its path.
func leaves(document any) (map[string]string, error) {
	text, err := yaml.Marshal(document)
	if err != nil {
		return nil, err
	}

	var node yaml.Node
	if err = yaml.Unmarshal(text, &node); err != nil {
		return nil, err
	}

	found := map[string]string{}
	walk(node.Content[0], nil, found)

	return found, nil
}

// unwritten is the markers that no leaf shows, as text, in base64 or as the bytes of a hardware address: what would
// escape the comparison.
func unwritten(count int, leaves map[string]string) []string {
	all := strings.Join(slices.Collect(maps.Values(leaves)), " ")
	missing := []string{}

	for number := 1; number <= count; number++ {
		text := marker(number)
		forms := []string{
			text,
			base64.StdEncoding.EncodeToString([]byte(text)),
			net.HardwareAddr(text).String(),
		}

		if !slices.ContainsFunc(forms, func(form string) bool { return strings.Contains(all, form) }) {
			missing = append(missing, text)
		}
	}

	return missing
}

func walk(node *yaml.Node, path []string, found map[string]string) {
	switch node.Kind { //nolint:exhaustive
	case yaml.MappingNode:
		for i := 0; i < len(node.Content); i += 2 {
			key := node.Content[i].Value
			if key == mapKey {
				key = "*"
			}

			walk(node.Content[i+1], append(slices.Clone(path), key), found)
		}
	case yaml.SequenceNode:
		for _, item := range node.Content {
			walk(item, append(slices.Clone(path), "*"), found)
		}
	default:
		found[strings.Join(path, ".")] = node.Value
	}
}
