"""What kustomize-controller reads of a path: its own kustomization, or one made of every manifest below it.

It must not build; what the kustomization means is for the builder.
"""
