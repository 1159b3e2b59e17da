// file-schemas prints, as JSON, strict JSON Schemas of the files that kustomize, Helm and SOPS read: what their
// own types hold, and nothing else.
//
// Kustomize and Helm decode with encoding/json, so their types are walked by reflection and a null stands anywhere.
// SOPS does not export its types: they are read from its source, which Go has verified. It decodes with yaml.v3,
// where a text may be any scalar.
package main

import (
	"encoding"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"

	chart "helm.sh/helm/v4/pkg/chart/v2"
	kustomize "sigs.k8s.io/kustomize/api/types"
)

type schema = map[string]any

var (
	definitions = map[string]schema{}
	types       = map[string]reflect.Type{}
	decodes     = reflect.TypeFor[json.Unmarshaler]()
	text        = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func main() {
	of(reflect.TypeFor[kustomize.Kustomization]())
	of(reflect.TypeFor[chart.Metadata]())

	// What Metadata.Validate and Dependency.Validate ask for first.
	definitions["chart.Metadata"]["required"] = []string{"apiVersion", "name", "version"}
	definitions["chart.Dependency"]["required"] = []string{"name"}
	check(sops(definitions))

	out := json.NewEncoder(os.Stdout)
	check(out.Encode(definitions))
}

func or(kinds ...string) schema { return schema{"type": append(kinds, "null")} }

// of is the schema of what encoding/json takes for a type.
func of(t reflect.Type) schema {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(decodes) {
		return schema{}
	}
	if reflect.PointerTo(t).Implements(text) {
		return or("string")
	}
	switch t.Kind() { //nolint:exhaustive
	case reflect.Struct:
		name := path.Base(t.PkgPath())
		if name == "v2" {
			name = path.Base(path.Dir(t.PkgPath()))
		}
		return structure(name+"."+t.Name(), t)
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			return or("string")
		}
		return schema{"type": []string{"array", "null"}, "items": of(t.Elem())}
	case reflect.Map:
		return schema{"type": []string{"object", "null"}, "additionalProperties": of(t.Elem())}
	case reflect.String:
		return or("string")
	case reflect.Bool:
		return or("boolean")
	case reflect.Float32, reflect.Float64:
		return or("number")
	case reflect.Interface:
		return schema{}
	}
	if t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64 {
		return or("integer")
	}
	panic("no schema for " + t.String())
}

func structure(name string, t reflect.Type) schema {
	if known, ok := types[name]; ok && known != t {
		panic(t.PkgPath() + " and " + known.PkgPath() + " both have a " + t.Name())
	}
	types[name] = t
	if _, done := definitions[name]; !done {
		one := or("object")
		definitions[name] = one
		properties := schema{}
		fields(t, properties)
		one["properties"], one["additionalProperties"] = properties, false
	}
	return schema{"$ref": "#/$defs/" + name}
}

func fields(t reflect.Type, into schema) {
	for field := range slices.Values(reflect.VisibleFields(t)) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		inside := field.Type
		if inside.Kind() == reflect.Pointer {
			inside = inside.Elem()
		}
		if !field.IsExported() || name == "-" || (field.Anonymous && name == "" && inside.Kind() == reflect.Struct) {
			continue // an embedded struct's own fields are visible too
		}
		if name == "" {
			name = field.Name
		}
		into[name] = of(field.Type)
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
