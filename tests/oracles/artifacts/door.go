package controller

import (
	"k8s.io/client-go/tools/record"

	swapi "github.com/fluxcd/source-watcher/api/v2/v1beta1"
)

// Validate is what Reconcile asks of a generator first.
func Validate(obj *swapi.ArtifactGenerator) error {
	return (&ArtifactGeneratorReconciler{EventRecorder: &record.FakeRecorder{}}).validateSpec(obj)
}

// Requests are the artifacts that reconcile builds, in its order.
func Requests(obj *swapi.ArtifactGenerator, sources map[string]string) ([]swapi.OutputArtifact, error) {
	requests, err := buildArtifactRequests(obj, sources)
	found := []swapi.OutputArtifact{}
	for _, one := range requests {
		found = append(found, one.OutputArtifact)
	}
	return found, err
}
