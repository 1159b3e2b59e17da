// talos-schemas prints, as JSON, a strict JSON Schema of every document kind that this version of Talos has
// registered: the fields of its Go types and what yaml takes for them. It is not Talos' published schema, which
// leaves out fields that Talos still reads and writes.
//
// A text, and whatever reads itself from a text, may be any scalar; a null stands anywhere. What a text must say
// inside is not judged.
package main

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/siderolabs/talos/pkg/machinery/config/internal/registry"
	_ "github.com/siderolabs/talos/pkg/machinery/config/types"
)

type schema = map[string]any

type old interface {
	UnmarshalYAML(unmarshal func(any) error) error
}

var (
	definitions = map[string]schema{}
	types       = map[string]reflect.Type{}
	reads       = reflect.TypeFor[yaml.Unmarshaler]()
	readsOld    = reflect.TypeFor[old]()
	readsText   = reflect.TypeFor[encoding.TextUnmarshaler]()

	scalar = schema{"type": []string{"string", "number", "boolean", "null"}}
	truths = schema{"enum": []any{
		true, false, nil, "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF",
	}}

	// What the types that read themselves from YAML take, by their names; one that is not here stops the program.
	own = map[string]schema{
		"network.PortRange":                scalar,
		"meta.URL":                         scalar,
		"meta.ArgValue":                    {"type": []string{"string", "number", "boolean", "array", "null"}, "items": scalar},
		"v1alpha1.Base64Bytes":             scalar,
		"v1alpha1.ArgValue":                {"type": []string{"string", "number", "boolean", "array", "null"}, "items": scalar},
		"v1alpha1.InstallDiskSizeMatcher":  scalar,
		"v1alpha1.Endpoint":                scalar,
		"v1alpha1.DiskSize":                scalar,
		"yamlutils.StringBytes":            scalar,
		"x509.PEMEncodedCertificate":       closed("crt"),
		"x509.PEMEncodedKey":               closed("key"),
		"x509.PEMEncodedCertificateAndKey": closed("crt", "key"),
	}
)

func closed(names ...string) schema {
	fields := schema{}
	for _, name := range names {
		fields[name] = scalar
	}
	return schema{"type": []string{"object", "null"}, "properties": fields, "additionalProperties": false}
}

// main is given every name that may be a kind's (Talos 1.12 cannot list them), and Talos says which of them are.
func main() {
	kinds := map[string]string{}
	for _, kind := range os.Args[1:] {
		document, err := registry.New(kind, "v1alpha1")
		if errors.Is(err, registry.ErrNotRegistered) {
			continue
		}
		check(err)
		reference := of(reflect.TypeOf(document))["$ref"].(string)
		kinds[kind] = strings.TrimPrefix(reference, "#/$defs/")
	}
	check(json.NewEncoder(os.Stdout).Encode(schema{"kinds": kinds, "definitions": definitions}))
}

// of is the schema of what yaml takes for a type.
func of(t reflect.Type) schema {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := path.Base(t.PkgPath()) + "." + t.Name()
	if known, ok := own[name]; ok {
		return known
	}
	pointer := reflect.PointerTo(t)
	if t.Kind() != reflect.Slice && (pointer.Implements(reads) || pointer.Implements(readsOld)) {
		panic(name + " reads itself, and what it takes is not known")
	}
	if pointer.Implements(readsText) {
		return scalar
	}
	switch t.Kind() { //nolint:exhaustive
	case reflect.Struct:
		return structure(name, t)
	case reflect.Slice, reflect.Array:
		return schema{"type": []string{"array", "null"}, "items": of(t.Elem())}
	case reflect.Map:
		return schema{"type": []string{"object", "null"}, "additionalProperties": of(t.Elem())}
	case reflect.String:
		return scalar
	case reflect.Bool:
		return truths
	case reflect.Interface:
		return schema{}
	}
	if t == reflect.TypeFor[time.Duration]() {
		return schema{"type": []string{"string", "null"}}
	}
	if t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64 {
		return schema{"type": []string{"integer", "null"}}
	}
	if t.Kind() == reflect.Float32 || t.Kind() == reflect.Float64 {
		return schema{"type": []string{"number", "null"}}
	}
	panic("no schema for " + t.String())
}

func structure(name string, t reflect.Type) schema {
	if known, ok := types[name]; ok && known != t {
		panic(t.PkgPath() + " and " + known.PkgPath() + " both have a " + t.Name())
	}
	types[name] = t
	if _, done := definitions[name]; !done {
		one := schema{"type": []string{"object", "null"}, "properties": schema{}, "additionalProperties": false}
		definitions[name] = one
		fields(t, one)
	}
	return schema{"$ref": "#/$defs/" + name}
}

func fields(t reflect.Type, into schema) {
	for i := range t.NumField() {
		field := t.Field(i)
		tag := strings.Split(field.Tag.Get("yaml"), ",")
		properties := into["properties"].(schema)
		switch {
		case tag[0] == "-" || !field.IsExported():
		case slices.Contains(tag[1:], "inline"):
			inside := field.Type
			if inside.Kind() == reflect.Pointer {
				inside = inside.Elem()
			}
			if inside.Kind() == reflect.Map {
				into["additionalProperties"] = of(inside.Elem())
			} else {
				fields(inside, into)
			}
		case tag[0] == "":
			properties[strings.ToLower(field.Name)] = of(field.Type)
		default:
			properties[tag[0]] = of(field.Type)
		}
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
