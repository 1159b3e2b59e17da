"""How Talos' documents are spelt: one pure function each, plain values in, a dict in Talos' own key order out."""
