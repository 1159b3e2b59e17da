"""A secret leaf never shows its value."""

from gitops_gen.sops.secret import Secret


def test_its_repr_never_shows_the_value() -> None:
    assert repr(Secret("a.sops.yaml#x", "ENC[x]", "geheim")) == "Secret(a.sops.yaml#x, ***)"
    assert repr(Secret("a.sops.yaml#x", "ENC[x]", None)) == "Secret(a.sops.yaml#x, unknown)"
    assert repr(Secret("a#x", "ENC[x]", "")) == "Secret(a#x, ***)"
    assert "geheim" not in f"{[Secret('a', 'b', 'geheim')]}"
