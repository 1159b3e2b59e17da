"""kustomize without plugins, functions, Helm and the network: builds a folder as kustomize-controller does, or says why not."""
