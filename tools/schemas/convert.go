// Converts CustomResourceDefinitions to JSON Schemas for kubeconform, strict: what a schema does not know, it
// refuses. Arguments: Kubernetes' definitions, whose ObjectMeta every kind is given, the folder to write to, then
// YAML files. Other kinds in the files are passed over.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"
)

type crd struct {
	Kind string
	Spec struct {
		Group    string
		Names    struct{ Kind string }
		Versions []struct {
			Name   string
			Served bool
			Schema struct {
				OpenAPIV3Schema map[string]any `json:"openAPIV3Schema"`
			}
		}
	}
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	check(err)
	var held struct {
		Defs map[string]any `json:"$defs"`
	}
	check(json.Unmarshal(text, &held))
	metadata := inline(held.Defs["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"], held.Defs)
	count := 0
	for _, path := range os.Args[3:] {
		text, err := os.ReadFile(path)
		check(err)
		for _, document := range strings.Split("\n"+string(text), "\n---") {
			var one crd
			check(yaml.Unmarshal([]byte(document), &one))
			if one.Kind == "CustomResourceDefinition" {
				count += write(os.Args[2], one, metadata)
			}
		}
	}
	if count == 0 {
		check(fmt.Errorf("no CustomResourceDefinition in %d files", len(os.Args)-3))
	}
}

// write puts one file <group>/<kind>_<version>.json for each served version.
func write(folder string, one crd, metadata any) int {
	count := 0
	check(os.MkdirAll(filepath.Join(folder, one.Spec.Group), 0o755))
	for _, version := range one.Spec.Versions {
		if !version.Served {
			continue
		}
		schema := version.Schema.OpenAPIV3Schema
		strict(schema)
		properties := schema["properties"].(map[string]any)
		properties["metadata"] = metadata
		text, err := json.Marshal(schema)
		check(err)
		name := fmt.Sprintf("%s_%s.json", strings.ToLower(one.Spec.Names.Kind), version.Name)
		check(os.WriteFile(filepath.Join(folder, one.Spec.Group, name), text, 0o644))
		count++
	}
	return count
}

// inline puts definitions where they are referred to; none of those that metadata needs holds itself.
func inline(node any, definitions map[string]any) any {
	switch node := node.(type) {
	case map[string]any:
		if name, ok := node["$ref"].(string); ok {
			return inline(definitions[strings.TrimPrefix(name, "#/$defs/")], definitions)
		}
		for key, value := range node {
			node[key] = inline(value, definitions)
		}
	case []any:
		for i, value := range node {
			node[i] = inline(value, definitions)
		}
	}
	return node
}

// strict closes every object that lists its properties, and spells Kubernetes' own keywords as JSON Schema does.
func strict(node any) {
	switch node := node.(type) {
	case map[string]any:
		keyword(node)
		for key, value := range node {
			if key != "enum" && key != "default" {
				strict(value)
			}
		}
	case []any:
		for _, value := range node {
			strict(value)
		}
	}
}

func keyword(node map[string]any) {
	_, lists := node["properties"].(map[string]any)
	_, said := node["additionalProperties"]
	if open, _ := node["x-kubernetes-preserve-unknown-fields"].(bool); lists && !said && !open && node["type"] == "object" {
		node["additionalProperties"] = false
	}
	if either, _ := node["x-kubernetes-int-or-string"].(bool); either {
		delete(node, "type")
		node["anyOf"] = []any{map[string]any{"type": "integer"}, map[string]any{"type": "string"}}
	}
	if kind, ok := node["type"].(string); ok && node["nullable"] == true {
		node["type"] = []any{kind, "null"}
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
