package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// sopsDir is where Go keeps the source of SOPS; set by build.py.
var sopsDir string

// sops adds the structs of SOPS' configuration file. An `interface{}` there is a text or a list of texts.
func sops(into map[string]schema) error {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(sopsDir, "config", "config.go"), nil, 0)
	if err != nil {
		return err
	}
	structs := map[string]*ast.StructType{}
	ast.Inspect(file, func(node ast.Node) bool {
		if spec, ok := node.(*ast.TypeSpec); ok {
			if inside, ok := spec.Type.(*ast.StructType); ok {
				structs[spec.Name.Name] = inside
			}
		}
		return true
	})
	return source("configFile", structs, into)
}

func source(name string, structs map[string]*ast.StructType, into map[string]schema) error {
	if _, done := into["sops."+name]; done {
		return nil
	}
	one, properties := or("object"), schema{}
	into["sops."+name] = one
	for _, field := range structs[name].Fields.List {
		tag, err := strconv.Unquote(field.Tag.Value)
		if err != nil {
			return err
		}
		key, _, _ := strings.Cut(reflect.StructTag(tag).Get("yaml"), ",")
		if properties[key], err = written(field.Type, structs, into); err != nil {
			return fmt.Errorf("%s.%s: %w", name, key, err)
		}
	}
	one["properties"], one["additionalProperties"] = properties, false
	return nil
}

func written(expression ast.Expr, structs map[string]*ast.StructType, into map[string]schema) (schema, error) {
	switch t := expression.(type) {
	case *ast.StarExpr:
		return written(t.X, structs, into)
	case *ast.ArrayType:
		items, err := written(t.Elt, structs, into)
		return schema{"type": []string{"array", "null"}, "items": items}, err
	case *ast.MapType:
		values, err := written(t.Value, structs, into)
		return schema{"type": []string{"object", "null"}, "additionalProperties": values}, err
	case *ast.InterfaceType:
		return schema{"type": []string{"string", "array", "null"}, "items": schema{"type": "string"}}, nil
	case *ast.Ident:
		if _, ok := structs[t.Name]; ok {
			return schema{"$ref": "#/$defs/sops." + t.Name}, source(t.Name, structs, into)
		}
		switch t.Name {
		case "string":
			return or("string", "number", "boolean"), nil
		case "int":
			return or("integer"), nil
		case "bool":
			return or("boolean"), nil
		}
	}
	return nil, fmt.Errorf("no schema for %T", expression)
}
