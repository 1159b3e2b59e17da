// kustomize-facts prints what kustomize itself holds as data, as stable JSON: `fields` or `merge`.
//
// `fields`: its default transformer configuration, in the order that it applies it, and the kinds that it knows to be
// cluster-scoped. `merge`: the patch strategies of the OpenAPI document that it embeds; a field that leads to none is
// an empty schema.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/kustomize/api/internal/plugins/builtinconfig"
	"sigs.k8s.io/kustomize/kyaml/openapi"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

const definitions = "#/definitions/"

// node is a schema: properties, additional properties, items, patch strategy and keys, or a reference.
type node struct {
	Fields   map[string]*node `json:"fields,omitempty"`
	Any      *node            `json:"any,omitempty"`
	Items    *node            `json:"items,omitempty"`
	Strategy string           `json:"strategy,omitempty"`
	Keys     []string         `json:"keys,omitempty"`
	Ref      string           `json:"ref,omitempty"`
}

func main() {
	var found any
	switch {
	case len(os.Args) == 2 && os.Args[1] == "fields":
		found = fields()
	case len(os.Args) == 2 && os.Args[1] == "merge":
		found = merge()
	default:
		fmt.Fprintln(os.Stderr, "usage: kustomize-facts fields|merge")
		os.Exit(2)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", " ")
	if err := out.Encode(found); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func fields() any {
	config, err := (&builtinconfig.TransformerConfig{}).Merge(builtinconfig.MakeDefaultConfig())
	if err != nil {
		panic(err)
	}
	config.VarReference = nil
	var cluster []string
	for _, kind := range kinds(openapi.Schema().Definitions) {
		apiVersion, name, _ := strings.Cut(kind, " ")
		if openapi.IsCertainlyClusterScoped(yaml.TypeMeta{APIVersion: apiVersion, Kind: name}) {
			cluster = append(cluster, kind)
		}
	}
	return map[string]any{"config": config, "cluster_scoped": cluster}
}

// kinds of every definition as "apiVersion Kind", sorted, each once.
func kinds(all spec.Definitions) []string {
	var found []string
	for _, one := range all {
		found = append(found, kindsOf(one)...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func kindsOf(one spec.Schema) []string {
	var found []string
	list, _ := one.Extensions["x-kubernetes-group-version-kind"].([]any)
	for _, entry := range list {
		gvk := entry.(map[string]any)
		apiVersion := gvk["version"].(string)
		if group, _ := gvk["group"].(string); group != "" {
			apiVersion = group + "/" + apiVersion
		}
		found = append(found, apiVersion+" "+gvk["kind"].(string))
	}
	return found
}

func merge() any {
	all := openapi.Schema().Definitions
	telling := map[string]bool{}
	for grown := true; grown; {
		grown = false
		for name, one := range all {
			if !telling[name] && tells(one, telling) {
				telling[name], grown = true, true
			}
		}
	}
	known := map[string]string{}
	shapes := map[string]*node{}
	for _, kind := range kinds(all) {
		apiVersion, name, _ := strings.Cut(kind, " ")
		held := openapi.SchemaForResourceType(yaml.TypeMeta{APIVersion: apiVersion, Kind: name})
		for definition, one := range all {
			if slices.Contains(kindsOf(one), kind) && same(held.Schema, one) {
				known[kind] = ""
				if telling[definition] {
					known[kind] = definition
				}
			}
		}
	}
	for name := range telling {
		shapes[name] = shape(all[name], telling)
	}
	return map[string]any{"kinds": known, "definitions": shapes}
}

func same(held *spec.Schema, one spec.Schema) bool {
	left, _ := json.Marshal(held)
	right, _ := json.Marshal(one)
	return string(left) == string(right)
}

func target(one spec.Schema) string {
	return strings.TrimPrefix(one.Ref.String(), definitions)
}

// tells whether a patch strategy can be reached from a schema.
func tells(one spec.Schema, telling map[string]bool) bool {
	if telling[target(one)] || one.Extensions["x-kubernetes-patch-strategy"] != nil {
		return true
	}
	for _, field := range one.Properties {
		if tells(field, telling) {
			return true
		}
	}
	if extra := one.AdditionalProperties; extra != nil && extra.Schema != nil && tells(*extra.Schema, telling) {
		return true
	}
	return one.Items != nil && one.Items.Schema != nil && tells(*one.Items.Schema, telling)
}

func shape(one spec.Schema, telling map[string]bool) *node {
	made := &node{}
	if !tells(one, telling) {
		return made
	}
	if name := target(one); name != "" {
		made.Ref = name
		return made
	}
	resource := openapi.ResourceSchema{Schema: &one}
	made.Strategy, made.Keys = resource.PatchStrategyAndKeyList()
	if len(one.Properties) > 0 {
		made.Fields = map[string]*node{}
	}
	for name, field := range one.Properties {
		made.Fields[name] = shape(field, telling)
	}
	if extra := one.AdditionalProperties; extra != nil && extra.Schema != nil {
		made.Any = shape(*extra.Schema, telling)
	}
	if len(one.Type) == 1 && one.Type[0] == "array" && one.Items != nil && one.Items.Schema != nil {
		made.Items = shape(*one.Items.Schema, telling)
	}
	return made
}
