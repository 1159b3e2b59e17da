// Judges custom resources as the API server does: one JSON case per line in, one JSON verdict per line out.
//
// A case either brings CustomResourceDefinitions ("crds", YAML), which all later cases know, or an object, which
// is defaulted, checked against its schema, its CEL rules and its lists' keys, and searched for unknown fields.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	numbers "k8s.io/apimachinery/pkg/util/json"
	limits "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"
)

type testCase struct {
	Crds   string          `json:"crds"`
	Object json.RawMessage `json:"object"`
}

type verdict struct {
	Loaded int      `json:"loaded,omitempty"`
	Errors []string `json:"errors"`
}

type kind struct {
	structural *schema.Structural
	schema     validation.SchemaValidator
	rules      *cel.Validator
}

func main() {
	kinds := map[string]kind{}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var one testCase
		said := verdict{Errors: []string{}}
		err := json.Unmarshal(in.Bytes(), &one)
		if err == nil && one.Crds != "" {
			said.Loaded, err = load(kinds, one.Crds)
		} else if err == nil {
			object := map[string]any{}
			err = numbers.Unmarshal(one.Object, &object) // whole numbers as int64, as in the API server
			said.Errors = judge(kinds, &unstructured.Unstructured{Object: object})
		}
		if err != nil {
			said.Errors = append(said.Errors, err.Error())
		}
		if err := out.Encode(said); err != nil {
			panic(err)
		}
	}
}

// load makes validators of every served version, by apiVersion and kind.
func load(kinds map[string]kind, text string) (int, error) {
	count := 0
	for _, document := range strings.Split("\n"+text, "\n---") {
		var crd v1.CustomResourceDefinition
		if err := yaml.Unmarshal([]byte(document), &crd); err != nil {
			return count, err
		}
		for _, version := range crd.Spec.Versions {
			if crd.Kind != "CustomResourceDefinition" || !version.Served {
				continue
			}
			made, err := compiled(version.Schema.OpenAPIV3Schema)
			if err != nil {
				return count, fmt.Errorf("%s: %w", crd.Name, err)
			}
			kinds[crd.Spec.Group+"/"+version.Name+" "+crd.Spec.Names.Kind] = made
			count++
		}
	}
	return count, nil
}

func compiled(from *v1.JSONSchemaProps) (kind, error) {
	var props apiextensions.JSONSchemaProps
	if err := v1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(from, &props, nil); err != nil {
		return kind{}, err
	}
	structural, err := schema.NewStructural(&props)
	if err != nil {
		return kind{}, err
	}
	validator, _, err := validation.NewSchemaValidator(&props)
	if err != nil {
		return kind{}, err
	}
	return kind{structural, validator, cel.NewValidator(structural, true, limits.PerCallLimit)}, nil
}

func judge(kinds map[string]kind, object *unstructured.Unstructured) []string {
	found := []string{}
	known, ok := kinds[object.GetAPIVersion()+" "+object.GetKind()]
	if !ok {
		return []string{fmt.Sprintf("no matches for kind %q in version %q", object.GetKind(), object.GetAPIVersion())}
	}
	body := object.UnstructuredContent()
	unknown := pruning.PruneWithOptions(body, known.structural, true, schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	for _, path := range unknown {
		found = append(found, "unknown field "+path)
	}
	defaulting.PruneNonNullableNullsWithoutDefaults(body, known.structural)
	defaulting.Default(body, known.structural)
	errors := validation.ValidateCustomResource(nil, body, known.schema)
	errors = append(errors, listtype.ValidateListSetsAndMaps(nil, known.structural, body)...)
	if known.rules != nil {
		broken, _ := known.rules.Validate(context.Background(), nil, known.structural, body, nil, limits.RuntimeCELCostBudget)
		errors = append(errors, broken...)
	}
	for _, one := range errors {
		found = append(found, one.Error())
	}
	return found
}
