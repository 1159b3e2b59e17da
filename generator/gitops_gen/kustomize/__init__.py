"""kustomize without plugins, Helm and the network: builds as kustomize-controller does, or says why not."""
