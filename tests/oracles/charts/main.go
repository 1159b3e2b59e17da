// Renders a chart with Helm's own engine: one JSON case per line in, one JSON verdict per line out.
//
// A case names a folder with a chart, values over its defaults, and the rows of changes to try in turn. Each row is a
// list of changes of the values, made together; the verdict says for each row whether the outcome is that of the
// values alone, another one, or a refusal. Values are not judged by the chart's schema. Certificates are stand-ins
// that depend on what they are made of, so that two renders of the same values are the same.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"text/template"
	"time"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	v2 "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	charts "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	"sigs.k8s.io/yaml"
)

type testCase struct {
	Chart  string         `json:"chart"`
	Values map[string]any `json:"values"`
	APIs   []string       `json:"apis"`
	Kube   string         `json:"kube"`
	Rows   [][]change     `json:"rows"`
	Texts  bool           `json:"texts"` // give the base's texts as well
}

// change puts a value at a path, or takes the path away; a number in a path is the item of a list.
type change struct {
	Path   []any `json:"path"`
	Value  any   `json:"value"`
	Remove bool  `json:"remove"`
}

type verdict struct {
	Error string            `json:"error,omitempty"`
	Base  string            `json:"base,omitempty"` // why the values alone are refused
	Same  string            `json:"same"`           // for each row: = the same, ! another, x refused
	Said  []string          `json:"said,omitempty"` // the refusals in their order
	Texts map[string]string `json:"texts,omitempty"`
}

func main() {
	debug.SetGCPercent(800) // a render is short, and leaves much behind
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 256<<20)
	out := json.NewEncoder(os.Stdout)
	loaded := map[string]*v2.Chart{}
	for in.Scan() {
		var one testCase
		var said verdict
		err := json.Unmarshal(in.Bytes(), &one)
		if err == nil && loaded[one.Chart] == nil {
			loaded[one.Chart], err = loader.LoadDir(one.Chart)
		}
		if err == nil {
			said, err = judge(loaded[one.Chart], one)
		}
		if err != nil {
			said.Error = err.Error()
		}
		if err := out.Encode(said); err != nil {
			panic(err)
		}
	}
}

func judge(chart *v2.Chart, one testCase) (verdict, error) {
	said := verdict{}
	caps, err := capabilities(one)
	if err != nil {
		return said, err
	}
	base, texts, err := render(chart, one.Chart, one.Values, caps)
	if err != nil {
		said.Base = err.Error()
		return said, nil
	}
	if one.Texts {
		said.Texts = texts
	}
	said.rows(len(one.Rows), func(i int) (string, error) {
		values, err := changed(one.Values, one.Rows[i])
		if err != nil {
			return "", err
		}
		digest, _, err := render(chart, one.Chart, values, caps)
		switch {
		case err != nil:
			return "x " + err.Error(), nil
		case digest == base:
			return "=", nil
		}
		return "!", nil
	})
	return said, nil
}

// rows judges each row, as many at a time as there are processors.
func (said *verdict) rows(count int, judge func(int) (string, error)) {
	answers, failed := make([]string, count), make([]error, count)
	numbers := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range numbers {
				answers[i], failed[i] = judge(i)
			}
		})
	}
	for i := range count {
		numbers <- i
	}
	close(numbers)
	workers.Wait()
	if err := errors.Join(failed...); err != nil {
		said.Error = err.Error()
	}
	for _, answer := range answers {
		if answer != "" {
			said.Same += answer[:1]
		}
		if strings.HasPrefix(answer, "x ") {
			said.Said = append(said.Said, answer[2:])
		}
	}
}

func capabilities(one testCase) (*common.Capabilities, error) {
	caps := common.DefaultCapabilities.Copy()
	caps.APIVersions = append(slices.Clone(caps.APIVersions), one.APIs...)
	if one.Kube != "" {
		version, err := common.ParseKubeVersion(one.Kube)
		if err != nil {
			return nil, err
		}
		caps.KubeVersion = *version
	}
	return caps, nil
}

// render does what `helm template` does with a chart before it sorts the outcome.
func render(chart *v2.Chart, folder string, values map[string]any, caps *common.Capabilities) (string, map[string]string, error) {
	own := *chart // dependencies that are switched off are dropped from it
	given, err := copied(values)
	if err != nil {
		return "", nil, err
	}
	if len(chart.Dependencies()) > 0 {
		fresh, err := loader.LoadDir(folder)
		if err != nil {
			return "", nil, err
		}
		own = *fresh
		if err := charts.ProcessDependencies(&own, given); err != nil {
			return "", nil, err
		}
	}
	release := common.ReleaseOptions{Name: "cilium", Namespace: "kube-system", Revision: 1, IsInstall: true}
	top, err := util.ToRenderValuesWithSchemaValidation(&own, given, release, caps, true)
	if err != nil {
		return "", nil, err
	}
	texts, err := engine.Engine{CustomTemplateFuncs: standIns()}.Render(&own, top)
	if err != nil {
		return "", nil, err
	}
	digest := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		fmt.Fprintf(digest, "%s %d\n%s", name, len(texts[name]), texts[name])
	}
	return fmt.Sprintf("%x", digest.Sum(nil)), texts, nil
}

// copied reads values as Helm reads them from a file.
func copied(values map[string]any) (map[string]any, error) {
	text, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	fresh := map[string]any{}
	return fresh, yaml.Unmarshal(text, &fresh)
}

func changed(values map[string]any, row []change) (map[string]any, error) {
	var whole any
	whole, err := copied(values)
	if err != nil {
		return nil, err
	}
	for _, one := range row {
		if whole, err = put(whole, one.Path, one); err != nil {
			return nil, fmt.Errorf("%v: %w", one.Path, err)
		}
	}
	return whole.(map[string]any), nil
}

func put(at any, path []any, one change) (any, error) {
	if len(path) == 0 {
		return one.Value, nil
	}
	if number, ok := path[0].(float64); ok {
		list, ok := at.([]any)
		if !ok || int(number) >= len(list) {
			return nil, fmt.Errorf("there is no item %v", number)
		}
		held, err := put(list[int(number)], path[1:], one)
		list[int(number)] = held
		return list, err
	}
	key := path[0].(string)
	held, ok := at.(map[string]any)
	if !ok {
		held = map[string]any{}
	}
	if len(path) == 1 && one.Remove {
		delete(held, key)
		return held, nil
	}
	below, err := put(held[key], path[1:], one)
	held[key] = below
	return held, err
}

type pair struct{ Cert, Key string }

func standIns() template.FuncMap {
	made := func(args ...any) (pair, error) {
		text, err := json.Marshal(args)
		digest := fmt.Sprintf("%x", sha256.Sum256(text))
		return pair{"cert " + digest, "key " + digest}, err
	}
	one := func(args ...any) (string, error) {
		said, err := made(args...)
		return said.Cert, err
	}
	return template.FuncMap{
		"genCA": made, "genCAWithKey": made, "genSelfSignedCert": made, "genSelfSignedCertWithKey": made,
		"genSignedCert": made, "genSignedCertWithKey": made, "genPrivateKey": one,
		"randAlphaNum": one, "randAlpha": one, "randNumeric": one, "randAscii": one, "randBytes": one,
		"uuidv4": one, "htpasswd": one, "bcrypt": one, "derivePassword": one,
		"now": func() time.Time { return time.Unix(0, 0).UTC() },
	}
}
