"""Charts of one idiom each: ways in which templates reach values, every one of which a walk has to follow.

In all of them a key that begins with `z` is read by nothing and every other key is, unless `dead` says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gitops_gen.yamlio import write


@dataclass(frozen=True, slots=True)
class Idiom:
    """A chart of one template, its values, the other files, and what it depends on."""

    name: str
    template: str
    values: dict[str, Any]
    files: Mapping[str, str] = field(default_factory=dict)
    depends: tuple[dict[str, Any], ...] = ()
    dead: frozenset[str] | None = None

    def write(self, folder: Path) -> Path:
        about = {"apiVersion": "v2", "name": "idiom", "version": "1.0.0"}
        if self.depends:
            about["dependencies"] = list(self.depends)  # type: ignore[assignment]
        texts = {
            "Chart.yaml": write.dump([about]),
            "values.yaml": write.dump([self.values]),
            "templates/main.yaml": self.template,
            **self.files,
        }
        for name, text in texts.items():
            path = folder / self.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return folder / self.name


NONE: frozenset[str] = frozenset()
"""A text that is a template stands among the values: nothing is said then."""

A: dict[str, Any] = {"a": {"b": "1", "z": "2"}, "z": "3"}
AB: dict[str, Any] = {"a": {"x": "1"}, "b": {"y": "2"}, "z": {"x": "3"}}
LIST: dict[str, Any] = {"a": [{"b": "1", "z": "2"}, {"b": "3", "z": "4"}], "z": [{"b": "1"}]}


def _part(name: str, text: str) -> dict[str, str]:
    about = write.dump([{"apiVersion": "v2", "name": name, "version": "1.0.0"}])
    return {
        f"charts/{name}/Chart.yaml": about,
        f"charts/{name}/templates/part.yaml": text,
        f"charts/{name}/values.yaml": "own: 1\nzown: 2\n",
    }


def _defined(body: str) -> dict[str, str]:
    return {"templates/_helpers.tpl": '{{ define "t" }}' + body + "{{ end }}"}


PATHS = [
    Idiom("printed", "{{ .Values.a.b }}", A),
    Idiom("piped", "{{ .Values.a.b | upper | quote }}", A),
    Idiom("parentheses", "{{ (.Values.a).b }}", A),
    Idiom("with", "{{ with .Values.a }}{{ .b }}{{ end }}", A),
    Idiom("with-variable", "{{ with $x := .Values.a }}{{ $x.b }}{{ end }}", A),
    Idiom("else-with", "{{ with .Values.none }}{{ else with .Values.a }}{{ .b }}{{ end }}", A),
    Idiom("root-in-with", "{{ with .Release }}{{ $.Values.a.b }}{{ end }}", A),
    Idiom("index", '{{ index .Values "a" "b" }}', A),
    Idiom("index-printf", '{{ index .Values (printf "%s" "a") (print "b") }}', A),
    Idiom("get", '{{ get (get .Values "a") "b" }}', A),
    Idiom("dig", '{{ dig "a" "b" "none" .Values.AsMap }}', A),
    Idiom("path-value", '{{ .Values.PathValue "a.b" }}', A),
    Idiom("table", '{{ (.Values.Table "a").b }}', A),
    Idiom("pluck", '{{ pluck "b" .Values.a | first }}', A),
    Idiom("shadowed", "{{ $x := .Values.z }}{{ if true }}{{ $x := .Values.a }}{{ $x.b }}{{ end }}", A),
    Idiom("assigned", "{{ $x := dict }}{{ if true }}{{ $x = .Values.a }}{{ end }}{{ $x.b }}", A),
    Idiom("assigned-later", "{{ $x := .Release }}{{ range list 1 2 }}{{ $x.b }}{{ $x = $.Values.a }}{{ end }}", A),
    Idiom("defined", '{{ include "t" . }}', A, _defined("{{ $.Values.a.b }}")),
    Idiom("template-action", '{{ template "t" .Values.a }}', A, _defined("{{ .b }}")),
    Idiom("block", '{{ block "inner" .Values }}{{ .a.b }}{{ end }}', A),
    Idiom("sub-context", '{{ include "t" .Values.a }}', A, _defined("{{ $.b }}")),
    Idiom("dict-context", '{{ include "t" (dict "root" $ "k" 1) }}', A, _defined("{{ .root.Values.a.b }}")),
    Idiom("list-context", '{{ include "t" (list $ 1 2) }}', A, _defined("{{ $r := index . 0 }}{{ $r.Values.a.b }}")),
    Idiom("merged-context", '{{ include "t" (merge (dict "k" .Values.a) .) }}', A, _defined("{{ .k.b }}{{ .Release.Name }}")),
    Idiom("nested-dict", '{{ $d := dict "p" (dict "q" .Values.a) }}{{ $d.p.q.b }}', A),
    Idiom("tuple", "{{ (index (tuple 1 .Values.a) 1).b }}", A),
    Idiom("base-path", '{{ include (print $.Template.BasePath "/_other.yaml") . }}', A, {"templates/_other.yaml": "{{ .Values.a.b }}"}),
    Idiom("dynamic-name", '{{ include (printf "%s" .Release.Name | replace .Release.Name "t") . }}', A, _defined("{{ .Values.a.b }}")),
    Idiom("file", '{{ tpl (.Files.Get "f/x.sh") . }}', A, {"f/x.sh": "{{ .Values.a.b }}"}),
    Idiom("file-plain", '{{ .Files.Get "f/x.sh" }}{{ .Values.a.b }}', A, {"f/x.sh": "{{ .Values.z }}"}),
    Idiom("glob", '{{ range $path, $_ := .Files.Glob "f/*.sh" }}{{ tpl ($.Files.Get $path) $ }}{{ end }}', A, {"f/x.sh": "{{ .Values.a.b }}"}),
    Idiom("tpl-define", "{{ tpl \"{{ define \\\"in\\\" }}{{ .Values.a.b }}{{ end }}{{ include \\\"in\\\" . }}\" . }}", A),
    Idiom("tpl-context", '{{ tpl "{{ .v.b }}" (dict "v" .Values.a "Template" .Template) }}', A),
    Idiom("tpl-built", '{{ tpl (printf "{{ .Values.%s }}" "a.b") . }}', A),
    Idiom("tpl-spaced", '{{ tpl (.Files.Get "f/x.sh" | trim | nindent 2) . }}', A, {"f/x.sh": "{{ .Values.a.b }}"}),
    Idiom("glob-items", '{{ range $_, $text := .Files.Glob "f/*" }}{{ tpl ($text | toString) $ }}{{ end }}', A, {"f/x.sh": "{{ .Values.a.b }}"}),
    Idiom("values-in-dict", '{{ include "t" (dict "Values" .Values.a "Release" .Release) }}', A, _defined("{{ .Values.b }}")),
    Idiom("values-merged-in-dict", '{{ include "t" (dict "Values" (merge (dict) .Values.a .Values.c)) }}', {**A, "c": {"b": "1", "z": "1"}}, _defined("{{ .Values.b }}")),
    Idiom("values-replaced", '{{ $_ := set $ "Values" (merge (dict) .Values.a) }}{{ .Values.b }}', {"a": {"b": "1", "z": "1"}, "z": "1"}),
    Idiom("values-set", '{{ $_ := set .Values "own" .Values.a }}{{ .Values.own.b }}', A),
    Idiom("root-copied", '{{ $c := deepCopy . }}{{ $c.Values.a.b }}', A),
    Idiom("root-omitted", '{{ (omit . "Chart").Values.a.b }}', A),
    Idiom("key-of-values", "{{ (index .Values .Values.k).b }}", {"k": "a", "a": {"b": "1"}, "q": {"b": "1", "z": "1"}}),
    Idiom("key-in-dict", '{{ $d := dict .Values.k .Values.a }}{{ $d.x.b }}', {"k": "x", **A}),
    Idiom("recursion", '{{ include "t" .Values.a }}', {"a": {"n": {"n": {"v": "1"}}}, "z": {"n": {"v": "1"}}}, _defined('{{ .v }}{{ with .n }}{{ include "t" . }}{{ end }}')),
    Idiom("from-yaml", '{{ (include "t" . | fromYaml).b }}', A, _defined("b: {{ .Values.a.b }}")),
    Idiom("json-and-back", "{{ (.Values.a.b | toJson | fromJsonArray) }}", {"a": {"b": ["1"], "z": "1"}, "z": "1"}),
]  # fmt: skip

LISTS = [
    Idiom("range", "{{ range .Values.a }}{{ .b }}{{ end }}", LIST),
    Idiom("range-variables", "{{ range $i, $x := .Values.a }}{{ $i }}{{ $x.b }}{{ end }}", LIST),
    Idiom("range-constant", "{{ range .Values.a }}x{{ end }}", {"a": ["1"], "z": ["1"]}),
    Idiom("range-keys", "{{ range $k, $_ := .Values.a }}{{ $k }}{{ end }}", {"a": {"b": "1"}, "z": "1"}, dead=frozenset({"z"})),
    Idiom("range-of-list", "{{ range list .Values.a .Values.b }}{{ .x }}{{ end }}", {"a": {"x": "1", "z": "1"}, "b": {"x": "2"}, "z": {"x": "3"}}),
    Idiom("range-of-dict", '{{ range $k, $v := dict "a" .Values.a }}{{ $v.b }}{{ (index $.Values $k).b }}{{ end }}', A),
    Idiom("range-until", "{{ range $i := until (int .Values.a) }}{{ $i }}{{ end }}", {"a": 3, "z": 3}),
    Idiom("item", "{{ (index .Values.a 1).b }}", LIST),
    Idiom("matrix", "{{ (index .Values.a 0 0).b }}", {"a": [[{"b": "1", "z": "1"}]], "z": [[{"b": "1"}]]}),
    Idiom("counted", "{{ range $i := until (len .Values.a) }}{{ (index $.Values.a $i).b }}{{ end }}", LIST),
    Idiom("first", "{{ (first .Values.a).b }}{{ (last .Values.a).b }}", LIST),
    Idiom("rest", "{{ range rest .Values.a }}{{ .b }}{{ end }}", LIST),
    Idiom("slice", "{{ range slice .Values.a 0 1 }}{{ .b }}{{ end }}", LIST),
    Idiom("append", "{{ $l := list }}{{ range .Values.a }}{{ $l = append $l . }}{{ end }}{{ range $l }}{{ .b }}{{ end }}", LIST),
    Idiom("prepend", "{{ range prepend (list) .Values.a }}{{ .b }}{{ end }}", A),
    Idiom("concat", "{{ range concat (list) .Values.a }}{{ .b }}{{ end }}", LIST),
    Idiom("reverse", "{{ range reverse .Values.a }}{{ .b }}{{ end }}", LIST),
    Idiom("values", "{{ range values .Values.a }}{{ .b }}{{ end }}", {"a": {"k": {"b": "1", "z": "1"}}, "z": {"k": {"b": "1"}}}),
    Idiom("keys", '{{ range keys .Values.a | sortAlpha }}{{ . }}{{ end }}', {"a": {"b": "1"}, "z": {"b": "1"}}, dead=frozenset({"z.b"})),
    Idiom("keys-index", "{{ range $k := keys .Values.a }}{{ (index $.Values.a $k).b }}{{ end }}", {"a": {"k": {"b": "1", "z": "1"}}, "z": "1"}),
    Idiom("length", "{{ len .Values.a }}", {"a": ["1", "2"], "z": ["1"]}),
    Idiom("length-of-text", "{{ len .Values.a }}", {"a": "12", "z": "1"}),
    Idiom("join", '{{ join "," .Values.a }}', {"a": ["1"], "z": ["1"]}),
    Idiom("has", '{{ has "1" .Values.a }}', {"a": ["1"], "z": ["1"]}),
    Idiom("split", '{{ splitList "," .Values.a | first }}', {"a": "1,2", "z": "1"}),
]  # fmt: skip

CHANGES = [
    Idiom("set-values", '{{ $_ := set .Values.a "k" .Values.b }}{{ .Values.a.k.y }}{{ .Values.a.x }}', AB),
    Idiom("set-root", '{{ $_ := set . "own" .Values.a }}{{ .own.b }}', A),
    Idiom("set-elsewhere", "{{ (.Values.own).b }}", A, {"templates/again.yaml": '{{ $_ := set .Values "own" .Values.a }}', "templates/later.yaml": "{{ (.Values.own).b }}"}),
    Idiom("set-in-helper", '{{ $d := dict }}{{ include "t" (list $ $d) }}{{ $d.k.b }}', A, _defined('{{ $_ := set (index . 1) "k" (index . 0).Values.a }}')),
    Idiom("set-in-ternary", '{{ $d := dict }}{{ $e := dict }}{{ $_ := set (ternary $d $e true) "k" .Values.a }}{{ $d.k.b }}', A),
    Idiom("set-in-default", '{{ $d := dict "x" 1 }}{{ $_ := set ($d | default dict) "k" .Values.a }}{{ $d.k.b }}', A),
    Idiom("set-dynamic", '{{ $d := dict }}{{ range $k, $v := .Values.a }}{{ $_ := set $d $k $v }}{{ end }}{{ toYaml $d }}', {"a": {"b": "1"}, "z": {"b": "1"}}),
    Idiom("set-below-dynamic", '{{ range $k, $v := .Values.a }}{{ $_ := set $v "own" $.Values.b }}{{ end }}{{ .Values.a.k.own.y }}', {"a": {"k": {"z": "1"}}, "b": {"y": "1", "z": "1"}, "z": "1"}, dead=frozenset({"z", "b.z"})),
    Idiom("set-below-known", '{{ $_ := set .Values.a.k "own" .Values.b }}{{ range .Values.a }}{{ .own.y }}{{ end }}', {"a": {"k": {"z": "1"}}, "b": {"y": "1", "z": "1"}, "z": "1"}, dead=frozenset({"z", "b.z"})),
    Idiom("set-on-parsed", '{{ $d := fromYaml "x: 1" }}{{ $_ := set $d "k" .Values.a.b }}{{ toYaml $d }}', A),
    Idiom("unset", '{{ $_ := unset .Values.a "z" }}{{ toYaml .Values.a }}', {"a": {"b": "1"}, "z": "1"}),
    Idiom("merge-values", '{{ $_ := mergeOverwrite .Values.a .Values.b }}{{ .Values.a.y }}{{ .Values.a.x }}', AB),
    Idiom("merge-copy", "{{ $m := mustMergeOverwrite (deepCopy .Values.a) .Values.b }}{{ $m.x }}{{ $m.y }}", {"a": {"x": "1", "z": "1"}, "b": {"y": "1", "z": "1"}, "z": "1"}),
    Idiom("merge-empty", "{{ range $k, $v := merge (dict) .Values.a .Values.b }}{{ $k }}{{ $v }}{{ end }}", AB),
    Idiom("merge-deep", '{{ $m := merge (dict "a" (dict "k" 1)) (deepCopy .Values) }}{{ $m.a.b }}', A),
    Idiom("merge-truth", "{{ if merge (dict) .Values.a }}x{{ end }}", {"a": {}, "z": {}}),
    Idiom("pick", '{{ toYaml (pick .Values.a "b") }}', A),
    Idiom("pick-dynamic", '{{ toYaml (pick .Values.a (printf "%s" .Release.Name | replace .Release.Name "b")) }}', {"a": {"b": "1"}, "z": "1"}),
    Idiom("omit", '{{ toYaml (omit .Values.a "c") }}', {"a": {"b": "1"}, "z": "1"}),
    Idiom("omit-truth", '{{ if omit .Values.a "c" }}x{{ end }}', {"a": {}, "z": "1"}),
    Idiom("copy-truth", "{{ if deepCopy .Values.a }}x{{ end }}", {"a": {}, "z": "1"}),
]  # fmt: skip

LOGIC = [
    Idiom("if", "{{ if .Values.a }}x{{ else }}y{{ end }}", {"a": "1", "z": "1"}),
    Idiom("if-absent", "{{ if .Values.none }}x{{ end }}{{ .Values.a.b }}", A),
    Idiom("default", "{{ .Values.none | default .Values.a.b }}", A),
    Idiom("coalesce", "{{ coalesce .Values.none .Values.a.b }}", A),
    Idiom("or", "{{ with or .Values.none .Values.a }}{{ .b }}{{ end }}", A),
    Idiom("and", "{{ (and true .Values.a).b }}", A),
    Idiom("ternary", "{{ (ternary .Values.a dict true).b }}{{ ternary 1 2 (eq .Values.c \"1\") }}", {**A, "c": "1"}),
    Idiom("required", '{{ (required "x" .Values.a).b }}', A),
    Idiom("empty", "{{ empty .Values.a }}", {"a": "1", "z": "1"}),
    Idiom("kind", '{{ kindIs "string" .Values.a }}', {"a": "1", "z": "1"}),
    Idiom("has-key", '{{ hasKey .Values.a "b" }}', A),
    Idiom("has-absent-key", '{{ hasKey .Values "none" }}{{ .Values.a.b }}', A),
    Idiom("compared", '{{ if eq .Values.a.b "1" }}x{{ end }}', A),
    Idiom("absent-map", "{{ if true }}{{ .Values.a.b }}{{ end }}{{ with .Values.none }}x{{ end }}", A),
    Idiom("absent-nested", '{{ if .Values.none }}{{ .Values.none.b }}{{ end }}{{ .Values.a.b }}', A),
    Idiom("short-circuit", "{{ if and .Values.none .Values.none.b }}x{{ end }}{{ .Values.a.b }}", A),
    Idiom("whole", "{{ toYaml .Values }}", {"a": {"b": "1"}}),
    Idiom("in-default-text", "{{ tpl .Values.text . }}", {"text": "{{ .Values.a.b }}", **A}, dead=NONE),
    Idiom("in-default-map", "{{ tpl (toYaml .Values.text) . }}", {"text": {"k": ["{{ .Values.a.b }}"]}, **A}, dead=NONE),
    Idiom("in-default-included", '{{ tpl (include "t" .) . }}', {"text": "{{ .Values.a.b }}", **A}, _defined("{{ .Values.text }}"), dead=NONE),
]  # fmt: skip

PARTS = [
    Idiom(
        "part",
        "",
        {"part": {"own": "1", "zpart": "1"}, "z": "1"},
        _part("part", "{{ .Values.own }}"),
        ({"name": "part", "version": "1.0.0"},),
    ),
    Idiom(
        "alias",
        "",
        {"other": {"own": "1"}, "part": {"zown": "1"}, "z": "1"},
        _part("part", "{{ .Values.own }}"),
        ({"name": "part", "version": "1.0.0", "alias": "other"},),
    ),
    Idiom(
        "global",
        "",
        {"global": {"b": "1", "z": "1"}, "part": {"own": "1", "global": {"b": "2"}}, "z": "1"},
        _part("part", "{{ .Values.global.b }}{{ .Values.own }}"),
        ({"name": "part", "version": "1.0.0"},),
    ),
    Idiom(
        "condition",
        "",
        {"on": {"part": True, "z": True}, "tags": {"t": True, "z": True}, "part": {"own": "1"}},
        _part("part", "{{ .Values.own }}"),
        ({"name": "part", "version": "1.0.0", "condition": "on.part", "tags": ["t"]},),
    ),
    Idiom(
        "subcharts",
        "{{ .Subcharts.part.Values.own }}",
        {"part": {"own": "1", "zown": "1"}, "z": "1"},
        _part("part", ""),
        ({"name": "part", "version": "1.0.0"},),
    ),
    Idiom(
        "shared-define",
        '{{ include "shared" . }}',
        {"a": {"b": "1", "z": "1"}, "part": {"a": {"b": "1"}}, "z": "1"},
        _part("part", '{{ define "shared" }}{{ .Values.a.b }}{{ end }}{{ include "shared" . }}'),
        ({"name": "part", "version": "1.0.0"},),
    ),
]

IDIOMS = [*PATHS, *LISTS, *CHANGES, *LOGIC, *PARTS]

GIVES_UP = [
    Idiom(
        "explodes",
        '{{ include "t" (dict "d" .Values) }}',
        {"a": 1},
        _defined("".join(f'{{{{ include "t" (dict "d" . "n" {n}) }}}}' for n in range(60))),
    ),
    Idiom("imports", "", {}, _part("part", ""), ({"name": "part", "version": "1.0.0", "import-values": ["data"]},)),
    Idiom("packed", "", {}, {"charts/part-1.0.0.tgz": "packed"}, ({"name": "part", "version": "1.0.0"},)),
    Idiom("tpl-joined", '{{ $k := "a.b" }}{{ tpl (cat "{{" (printf ".Values.%s" $k) "}}") . }}', A),
    Idiom("glob-config", '{{ tpl ((.Files.Glob "f/*").AsConfig) . }}', A, {"f/x.sh": "{{ .Values.a.b }}"}),
    Idiom("tpl-included", '{{ tpl (include "t" .) . }}', A, _defined('{{ .Files.Get "f/x.sh" }}') | {"f/x.sh": "{{ .Values.a.b }}"}),
]  # fmt: skip
"""Of these nothing must be said."""
