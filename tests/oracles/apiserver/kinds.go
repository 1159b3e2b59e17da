package main

import (
	"encoding/json"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	crds "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	_ "k8s.io/kubernetes/pkg/apis/storage/install"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/limitrange"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolume"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/discovery/endpointslice"
	"k8s.io/kubernetes/pkg/registry/networking/ingress"
	"k8s.io/kubernetes/pkg/registry/networking/ingressclass"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	"k8s.io/kubernetes/pkg/registry/scheduling/priorityclass"
	"k8s.io/kubernetes/pkg/registry/storage/storageclass"
)

// builtIn is how the API server reads and judges a kind of its own.
type builtIn struct {
	codecs   serializer.CodecFactory
	strategy rest.RESTCreateStrategy
}

var kinds = map[schema.GroupKind]builtIn{}

func init() {
	for group, strategies := range map[string]map[string]rest.RESTCreateStrategy{
		"": {
			"ConfigMap": configmap.Strategy, "LimitRange": limitrange.Strategy, "Namespace": namespace.Strategy,
			"PersistentVolume": persistentvolume.Strategy, "PersistentVolumeClaim": persistentvolumeclaim.Strategy,
			"Pod": pod.Strategy, "ResourceQuota": resourcequota.Strategy, "Secret": secret.Strategy,
			"Service": service.Strategy, "ServiceAccount": serviceaccount.Strategy,
		},
		"apps": {
			"DaemonSet": daemonset.Strategy, "Deployment": deployment.Strategy, "ReplicaSet": replicaset.Strategy,
			"StatefulSet": statefulset.Strategy,
		},
		"autoscaling":      {"HorizontalPodAutoscaler": horizontalpodautoscaler.Strategy},
		"batch":            {"CronJob": cronjob.Strategy, "Job": job.Strategy},
		"discovery.k8s.io": {"EndpointSlice": endpointslice.Strategy},
		"networking.k8s.io": {
			"Ingress": ingress.Strategy, "IngressClass": ingressclass.Strategy, "NetworkPolicy": networkpolicy.Strategy,
		},
		"policy": {"PodDisruptionBudget": poddisruptionbudget.Strategy},
		"rbac.authorization.k8s.io": {
			"ClusterRole": clusterrole.Strategy, "ClusterRoleBinding": clusterrolebinding.Strategy,
			"Role": role.Strategy, "RoleBinding": rolebinding.Strategy,
		},
		"scheduling.k8s.io": {"PriorityClass": priorityclass.Strategy},
		"storage.k8s.io":    {"StorageClass": storageclass.Strategy},
	} {
		for kind, strategy := range strategies {
			kinds[schema.GroupKind{Group: group, Kind: kind}] = builtIn{legacyscheme.Codecs, strategy}
		}
	}
	scheme := runtime.NewScheme()
	crds.Install(scheme)
	kinds[apiextensions.Kind("CustomResourceDefinition")] = builtIn{
		serializer.NewCodecFactory(scheme), customresourcedefinition.NewStrategy(scheme),
	}
}

func metaOf(object runtime.Object) (metav1.Object, error) {
	return meta.Accessor(object)
}

// custom judges the metadata alone, as the API server does before a custom resource's own schema: its types by
// decoding it strictly, its names and labels by ObjectMeta's own validation.
func custom(body []byte, namespace string) error {
	var held struct {
		Metadata json.RawMessage `json:"metadata"`
	}
	if err := json.Unmarshal(body, &held); err != nil {
		return err
	}
	var found metav1.ObjectMeta
	if len(held.Metadata) > 0 {
		if err := json.Unmarshal(held.Metadata, &found); err != nil {
			return err
		}
	}
	var whole unstructured.Unstructured
	if err := whole.UnmarshalJSON(body); err != nil {
		return err
	}
	if found.Namespace == "" {
		found.Namespace = namespace
	}
	named(&found)
	scoped := found.Namespace != ""
	errs := validation.ValidateObjectMeta(&found, scoped, validation.NameIsDNSSubdomain, field.NewPath("metadata"))
	if len(errs) == 0 {
		return nil
	}
	return apierrors.NewInvalid(whole.GroupVersionKind().GroupKind(), found.Name, errs)
}
