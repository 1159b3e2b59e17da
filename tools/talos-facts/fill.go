package main

import (
	"fmt"
	"net/url"
	"reflect"

	"github.com/siderolabs/talos/pkg/machinery/config/types/v1alpha1"
)

// mapKey is the one key that every map is given.
const mapKey = "marker-key"

// deepest is far below any field: a type that holds itself would come here.
const deepest = 40

type filler struct{ count int }

// fill puts a marker of its own into every text, byte string and URL below a document, and says how many.
func fill(document any) int {
	f := &filler{}
	f.value(reflect.ValueOf(document), 0)

	return f.count
}

func (f *filler) marker() string {
	f.count++

	return marker(f.count)
}

func marker(number int) string {
	return fmt.Sprintf("marker-%04d", number)
}

func (f *filler) value(v reflect.Value, depth int) {
	if depth > deepest {
		panic("a type holds itself: " + v.Type().String())
	}

	if v.Type() == reflect.TypeFor[v1alpha1.InstallDiskSizeMatcher]() {
		return // a comparison like ">= 1TB": what it holds inside is not what it writes
	}

	if v.Type() == reflect.TypeFor[url.URL]() {
		// With each place of a URL where a secret may stand.
		u, err := url.Parse("https://user:marker@marker.example/?jointoken=" + f.marker())
		if err != nil {
			panic(err)
		}

		v.Set(reflect.ValueOf(*u))

		return
	}

	switch v.Kind() { //nolint:exhaustive
	case reflect.Pointer:
		if v.IsNil() {
			if !v.CanSet() {
				return
			}

			v.Set(reflect.New(v.Type().Elem()))
		}

		f.value(v.Elem(), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Type().Field(i).Name != "Meta" {
				f.value(v.Field(i), depth+1)
			}
		}
	case reflect.String:
		v.SetString(f.marker())
	case reflect.Slice:
		f.list(v, depth)
	case reflect.Map:
		f.mapping(v, depth)
	}
}

func (f *filler) list(v reflect.Value, depth int) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		v.SetBytes([]byte(f.marker()))

		return
	}

	item := reflect.New(v.Type().Elem()).Elem()
	f.value(item, depth+1)
	v.Set(reflect.Append(reflect.MakeSlice(v.Type(), 0, 1), item))
}

func (f *filler) mapping(v reflect.Value, depth int) {
	if v.Type().Key().Kind() != reflect.String {
		return
	}

	item := reflect.New(v.Type().Elem()).Elem()
	if item.Kind() == reflect.Interface {
		item.Set(reflect.ValueOf(f.marker()))
	} else {
		f.value(item, depth+1)
	}

	v.Set(reflect.MakeMap(v.Type()))
	v.SetMapIndex(reflect.ValueOf(mapKey).Convert(v.Type().Key()), item)
}
