"""libyaml's events to values in one pass, bounded in depth and size; it must not place findings in a file."""

from __future__ import annotations

from typing import Any, TypeAlias

from yaml import events
from yaml.error import YAMLError

from gitops_gen.errors import user_error
from gitops_gen.records import Record
from gitops_gen.yamlio import limits, scalars, syntax
from gitops_gen.yamlio.resolver import MERGE_TAG

try:
    from yaml._yaml import CParser
except ImportError:
    raise user_error(
        "PyYAML is installed here without libyaml",
        fix="install it as a wheel: pip install --force-reinstall --only-binary :all: PyYAML",
    ) from None


def parser(text: str) -> CParser:
    """libyaml's parser of `text`; only its events are used, so that nothing recurses in C."""
    return CParser(text)


class Problem(Record, frozen=True):
    """A finding that still counts characters of the text: `place` and `others` are offsets."""

    place: int
    message: str
    fix: str = ""
    others: tuple[int, ...] = ()


class _Stop(Exception):
    """The text cannot be read on."""


_MERGE = object()
_FREE = object()


class _Refused:
    """Stands for a key that was refused: its value is read and dropped."""


class _Anchor:
    """An anchored collection; `value` comes when it closes. A later anchor of the name inside it wins."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value: object = _FREE


class _Mapping:
    """A mapping that is being read: `key` waits for its value, `places` holds the offset of each own key."""

    __slots__ = ("body", "key", "merged", "places")

    def __init__(self) -> None:
        self.body: dict[str, Any] = {}
        self.key: object = _FREE
        self.places: dict[object, int] = {}
        self.merged: list[dict[str, Any]] = []


_Frame: TypeAlias = _Mapping | list[Any] | None


class Builder:
    """Reads a text once; `documents` holds (body, offset of its content), `problems` what was wrong."""

    def __init__(self, text: str, typing: scalars.Typing) -> None:
        self.documents: list[tuple[Any, int]] = []
        self.problems: list[Problem] = []
        self._text = text
        self._typing = typing
        self._value_of = typing.value
        self._top: _Frame = None
        self._stack: list[_Frame] = []
        self._opened: list[tuple[Any, _Anchor | None]] = []
        self._root: Any = None
        self._start = 0
        self._anchors: dict[str, Any] = {}
        self._spent = 0

    def run(self) -> None:
        """Reads to the end, or to the first problem after which nothing can be understood."""
        take = {
            events.ScalarEvent: self._scalar,
            events.MappingStartEvent: self._open_mapping,
            events.MappingEndEvent: self._close_mapping,
            events.SequenceStartEvent: self._open_sequence,
            events.SequenceEndEvent: self._close_sequence,
            events.AliasEvent: self._alias,
            events.DocumentStartEvent: self._open_document,
            events.DocumentEndEvent: self._close_document,
        }
        try:
            next_event = parser(self._text).get_event
            while (event := next_event()) is not None:
                if handle := take.get(type(event)):
                    handle(event)
        except YAMLError as error:
            self.problems.append(Problem(*syntax.explain(error)))
        except _Stop:
            pass

    def _problem(self, event: Any, message: str, fix: str = "", *others: int) -> None:
        self.problems.append(Problem(event.start_mark.index, message, fix, others))
        if len(self.problems) >= limits.MAX_PROBLEMS:
            raise _Stop

    def _stop(self, event: Any, message: str, fix: str = "") -> _Stop:
        self._problem(event, message, fix)
        return _Stop()

    def _open_document(self, event: Any) -> None:
        if len(self.documents) >= limits.MAX_DOCUMENTS:
            raise self._stop(event, f"the file holds more than {limits.MAX_DOCUMENTS:,} documents")
        if event.version or event.tags:
            self._problem(
                event, "kubectl and kustomize stop at a %YAML or %TAG line", "remove the line"
            )
        self._anchors = {}

    def _close_document(self, _event: Any) -> None:
        self.documents.append((self._root, self._start))

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = event
        self._use(event, event)

    def _use(self, scalar: Any, event: Any) -> None:
        """Places a scalar; `event` stands where it is used: an alias, or the scalar itself."""
        top = self._top
        if type(top) is _Mapping and top.key is _FREE:
            self._key(top, scalar, event)
            return
        value: Any = None
        try:
            value = self._value_of(scalar)
        except scalars.ScalarError as error:
            self._problem(event, str(error))
        if type(top) is list:
            top.append(value)
        else:
            self._put(value, event)

    def _key(self, top: _Mapping, scalar: Any, event: Any) -> None:
        top.key = key = self._key_of(scalar, event)
        index = event.start_mark.index
        # go-yaml compares the texts of keys: a merge key and a quoted "<<" are two of a kind.
        first = top.places.setdefault("<<" if key is _MERGE else key, index)
        if first != index:
            shown = "<<" if key is _MERGE else syntax.shown(str(key))
            self._problem(event, f"the key {shown} stands twice", "keep one of them", first)

    def _key_of(self, scalar: Any, event: Any) -> object:
        if scalar.value == "<<" and scalar is event and is_merge(scalar):
            if not self._typing.merge:
                self._problem(event, "sops does not keep a merge key (<<)", "write its keys out")
            return _MERGE
        try:
            return self._typing.key(scalar)
        except scalars.ScalarError as error:
            self._problem(event, str(error))
            return _Refused()

    def _put(self, value: Any, event: Any) -> None:
        """Gives a finished value to the collection that waits for it."""
        top = self._top
        if type(top) is list:
            top.append(value)
            return
        if top is None:
            self._root = value
            self._start = event.start_mark.index
            return
        assert type(top) is _Mapping
        key = top.key
        top.key = _FREE
        if type(key) is str:
            top.body[key] = value
        elif key is _MERGE:
            self._merge(top, value, event)
        elif key is _FREE:
            self._problem(event, "a key must be a scalar, not a mapping or a list")
            top.key = _Refused()

    def _merge(self, top: _Mapping, value: Any, event: Any) -> None:
        """Merges what stands under `<<`: an alias must then lead to a mapping, not to a list."""
        listed = type(value) is list and type(event) is not events.AliasEvent
        sources = value if listed else [value]
        if not all(type(source) is dict for source in sources):
            self._problem(event, "a merge key (<<) takes a mapping or a list of mappings")
        elif self._typing.merge_overrides:
            for source in reversed(sources):
                top.body.update(source)
        else:
            top.merged.extend(sources)

    def _open_mapping(self, event: Any) -> None:
        self._open(_Mapping(), event)

    def _open_sequence(self, event: Any) -> None:
        self._open([], event)

    def _open(self, frame: _Mapping | list[Any], event: Any) -> None:
        if len(self._stack) >= limits.MAX_DEPTH:
            raise self._stop(event, syntax.TOO_DEEP)
        anchor = None
        if event.anchor is not None:
            anchor = self._anchors[event.anchor] = _Anchor()
        self._stack.append(self._top)
        self._top = frame
        self._opened.append((event, anchor))

    def _close_mapping(self, _event: Any) -> None:
        frame = self._top
        assert type(frame) is _Mapping
        body = frame.body
        for source in frame.merged:
            for key, value in source.items():
                body.setdefault(key, value)
        self._close(body)

    def _close_sequence(self, _event: Any) -> None:
        self._close(self._top)

    def _close(self, value: Any) -> None:
        self._top = self._stack.pop()
        event, anchor = self._opened.pop()
        if anchor is not None:
            anchor.value = value
        self._put(value, event)

    def _alias(self, event: Any) -> None:
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            raise self._stop(event, "the alias has no anchor before it in this document")
        if type(anchored) is not _Anchor:
            self._use(anchored, event)
        elif anchored.value is _FREE:
            raise self._stop(event, "the alias stands inside its own anchor")
        else:
            self._put(self._copy(anchored.value, len(self._stack), event), event)

    def _copy(self, value: Any, depth: int, event: Any) -> Any:
        """A copy of an anchored value, so that no reader meets an object twice; bounded in size and depth."""
        self._spent += 1
        if self._spent > limits.MAX_ALIAS_NODES:
            raise self._stop(
                event, f"the aliases stand for more than {limits.MAX_ALIAS_NODES:,} values"
            )
        if depth >= limits.MAX_DEPTH and type(value) in (dict, list):
            raise self._stop(event, syntax.TOO_DEEP)
        if type(value) is dict:
            return {key: self._copy(one, depth + 1, event) for key, one in value.items()}
        if type(value) is list:
            return [self._copy(one, depth + 1, event) for one in value]
        return value


def is_merge(scalar: Any) -> bool:
    """Whether a key is the merge key of YAML 1.1."""
    if scalar.value != "<<":
        return False
    return scalar.tag == MERGE_TAG or (scalar.tag in (None, "!") and not scalar.style)
