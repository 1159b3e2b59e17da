// Judges objects as the API server's create does: one JSON case per line in, one JSON verdict per line out.
//
// Strict decoding, defaults and the kind's own strategy, without admission and without storage. Of a kind that the
// API server does not build in, only the metadata is judged.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage/names"
	"k8s.io/apiserver/pkg/warning"
	"k8s.io/kubernetes/pkg/api/service"
	core "k8s.io/kubernetes/pkg/apis/core"
	"sigs.k8s.io/yaml"
)

type testCase struct {
	Object    json.RawMessage `json:"object"`
	Text      string          `json:"text"` // YAML, where there is no object
	Namespace string          `json:"namespace"`
}

type problem struct {
	Type    string `json:"type"`
	Field   string `json:"field"`
	Message string `json:"message"`
}

type verdict struct {
	Accepted bool      `json:"accepted"`
	Custom   bool      `json:"custom"`
	Errors   []problem `json:"errors"`
	Warnings []string  `json:"warnings"`
}

// AddWarning makes a verdict the recorder of its own warnings.
func (v *verdict) AddWarning(_, text string) {
	v.Warnings = append(v.Warnings, text)
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		said := &verdict{Errors: []problem{}, Warnings: []string{}}
		if err := judge(in.Bytes(), said); err != nil {
			said.Errors = problems(err)
		}
		said.Accepted = len(said.Errors) == 0
		if err := out.Encode(said); err != nil {
			panic(err)
		}
	}
}

func judge(line []byte, said *verdict) error {
	var one testCase
	if err := json.Unmarshal(line, &one); err != nil {
		return err
	}
	body := []byte(one.Object)
	if len(body) == 0 {
		read, err := yaml.YAMLToJSONStrict([]byte(one.Text))
		if err != nil {
			return err
		}
		body = read
	}
	var meta metav1.TypeMeta
	if err := json.Unmarshal(body, &meta); err != nil {
		return err
	}
	kind := meta.GroupVersionKind()
	known, found := kinds[kind.GroupKind()]
	said.Custom = !found
	if !found {
		return custom(body, one.Namespace)
	}
	object, err := decoded(known, kind, body)
	if err != nil {
		return err
	}
	ctx := warning.WithWarningRecorder(context.Background(), said)
	return created(ctx, known, kind, object, one.Namespace)
}

func decoded(known builtIn, kind schema.GroupVersionKind, body []byte) (runtime.Object, error) {
	media := known.codecs.SupportedMediaTypes()[0]
	hub := schema.GroupVersion{Group: kind.Group, Version: runtime.APIVersionInternal}
	decoder := known.codecs.DecoderToVersion(media.StrictSerializer, hub)
	object, _, err := decoder.Decode(body, &kind, nil)
	return object, err
}

func created(
	ctx context.Context, known builtIn, kind schema.GroupVersionKind, object runtime.Object, namespace string,
) error {
	accessor, err := metaOf(object)
	if err != nil {
		return err
	}
	if !known.strategy.NamespaceScoped() {
		namespace = ""
	} else if namespace == "" {
		if namespace = accessor.GetNamespace(); namespace == "" {
			namespace = metav1.NamespaceDefault
		}
	}
	if known.strategy.NamespaceScoped() && accessor.GetNamespace() == "" {
		accessor.SetNamespace(namespace)
	}
	ctx = request.WithNamespace(ctx, namespace)
	ctx = request.WithRequestInfo(ctx, &request.RequestInfo{
		IsResourceRequest: true, Verb: "create",
		APIGroup: kind.Group, APIVersion: kind.Version, Namespace: namespace,
	})
	rest.FillObjectMetaSystemFields(accessor)
	named(accessor)
	allocated(object)
	return rest.BeforeCreate(known.strategy, ctx, object)
}

// named does what the registry does for an object that asks for a generated name.
func named(accessor metav1.Object) {
	if accessor.GetName() == "" && accessor.GetGenerateName() != "" {
		accessor.SetName(names.SimpleNameGenerator.GenerateName(accessor.GetGenerateName()))
	}
}

// allocated does what the registry of Services does before it judges one: it takes a free port for health checks.
func allocated(object runtime.Object) {
	if held, is := object.(*core.Service); is && held.Spec.HealthCheckNodePort == 0 && service.NeedsHealthCheck(held) {
		held.Spec.HealthCheckNodePort = 32000
	}
}

func problems(err error) []problem {
	if all, is := runtime.AsStrictDecodingError(err); is {
		found := []problem{}
		for _, one := range all.Errors() {
			found = append(found, problem{"Strict", "", one.Error()})
		}
		return found
	}
	var status apierrors.APIStatus
	if errors.As(err, &status) && status.Status().Details != nil && len(status.Status().Details.Causes) > 0 {
		found := []problem{}
		for _, one := range status.Status().Details.Causes {
			found = append(found, problem{string(one.Type), one.Field, one.Message})
		}
		return found
	}
	return []problem{{"Decode", "", err.Error()}}
}
