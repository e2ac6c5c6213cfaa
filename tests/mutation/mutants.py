"""The checks of the package, each taken out in turn: what is changed where, and which rule codes hang on it.

A mutant replaces one piece of one file. In files that hold little but checks every condition is tried; in those that read
or join, only what reports something, and the condition nearest around it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

PACKAGE = "rare_earth_data"
ALL_CONDITIONS = ("validation/", "curation/", "rules.py", "assembly/checks.py", "schema/frames.py")
STATUSES = ("commands/",)
LEFT_OUT = (
    "_tables.py",
    "diffing/",
    "engines/",
    "exporters/",
    "facts/",
    "figures/",
    "plotting/",
    "release/",
    "site/",
    "stance/",
)

_CODE = re.compile(r"RED-[A-Z][0-9]{3}")
_MAKERS = {"Finding", "finding", "_finding", "Hit", "_hit", "Check", "note"}
_LISTS = {"findings", "checks", "report", "tally", "described", "_troubles"}
_SWAPPED = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
_FIELD_KEYWORDS = {"format", "item_type", "required", "unique", "pattern", "minimum", "maximum", "min_length", "enum"}
_KEYS = {"primary_key", "foreign_keys"}


@dataclass(frozen=True)
class Mutant:
    """``text`` stands at ``start`` to ``end`` (code points) of ``file``, and becomes ``new``."""

    id: str
    kind: str
    file: str
    line: int
    lines: tuple[int, int]
    start: int
    end: int
    new: str
    codes: tuple[str, ...]
    function: tuple[int, int]

    def apply(self, source: str) -> str:
        """Return the source with the check taken out."""
        return source[: self.start] + self.new + source[self.end :]


class _File:
    """One source file: its tree, with the parent of every node, and the mutants found in it."""

    def __init__(self, root: Path, path: Path, names: dict[str, str]) -> None:
        self.name = path.relative_to(root).as_posix()
        self.short = path.relative_to(root / PACKAGE).as_posix()
        self.source = path.read_text(encoding="utf-8")
        self.names = names if self.short.startswith("digest/") else {}  # reading alone reports by the names of rules
        self._starts = [0]
        for line in self.source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._lines = self.source.splitlines()
        self.tree = ast.parse(self.source)
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        self.found: dict[tuple[int, int, str], Mutant] = {}
        self._ids: dict[str, int] = {}

    def offset(self, line: int, column: int) -> int:
        """Return the offset in code points of a place as ``ast`` counts: columns in bytes."""
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())

    def span(self, node: ast.AST) -> tuple[int, int]:
        return (
            self.offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
            self.offset(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
        )

    def up(self, node: ast.AST) -> Iterator[ast.AST]:
        while node := self.parents.get(node):  # type: ignore[assignment]
            yield node

    def function(self, node: ast.AST) -> ast.AST | None:
        return next((n for n in self.up(node) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))), None)

    def statement(self, node: ast.AST) -> ast.stmt:
        return node if isinstance(node, ast.stmt) else next(n for n in self.up(node) if isinstance(n, ast.stmt))

    def codes(self, node: ast.AST) -> tuple[str, ...]:
        """Return the rule codes named in a piece of code."""
        text = ast.get_source_segment(self.source, node) or ""
        named = {self.names[word] for word in re.findall(r'"([a-z0-9-]+)"', text) if word in self.names}
        return tuple(sorted(set(_CODE.findall(text)) | named))

    def add(self, kind: str, node: ast.AST, new: str, about: ast.AST | None = None, shown: str | None = None) -> None:
        start, end = self.span(node)
        if (start, end, new) in self.found:
            return
        function = self.function(node)
        where = ".".join(
            n.name for n in reversed([node, *self.up(node)]) if isinstance(n, (ast.FunctionDef, ast.ClassDef))
        )
        words = shown or " ".join(self.source[start:end].split())
        identity = f"{self.short} {where} {kind}: {words if len(words) <= 90 else words[:90] + '…'}"
        self._ids[identity] = count = self._ids.get(identity, 0) + 1
        stop = node.test.end_lineno if isinstance(node, ast.If) else node.end_lineno  # type: ignore[attr-defined]
        self.found[start, end, new] = Mutant(
            identity if count == 1 else f"{identity} #{count}", kind, self.name, node.lineno,  # type: ignore[attr-defined]
            (node.lineno, stop or node.lineno), start, end, new, self.codes(about or node),  # type: ignore[attr-defined]
            (function.lineno, function.end_lineno or 0) if function else (0, 0),  # type: ignore[attr-defined]
        )  # fmt: skip


def _called(node: ast.AST) -> str:
    target = node.func if isinstance(node, ast.Call) else None
    return target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""


def _makes(node: ast.AST) -> bool:
    """Whether a call makes a finding, or what becomes one."""
    return _called(node) in _MAKERS or (
        isinstance(node, ast.Call)
        and any(isinstance(a, ast.Constant) and _CODE.fullmatch(str(a.value)) for a in node.args)
    )


def _owner(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _reports(statement: ast.stmt) -> bool:
    """Whether a statement, as a whole, does nothing but report."""
    if isinstance(statement, ast.AugAssign):
        return isinstance(statement.op, ast.Add) and _owner(statement.target) in ("findings", "checks", "found")
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    if isinstance(value, (ast.Yield, ast.YieldFrom)):
        text = ast.unparse(value)
        return any(map(_makes, ast.walk(value))) or "findings" in text or "_row(" in text
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        owner, method = _owner(value.func.value), value.func.attr
        adds = method in ("append", "add", "report", "insert", "add_uncounted", "absorb", "note") and owner in _LISTS
        return adds or method == "_trouble" or any(map(_makes, ast.walk(value)))
    return False


def _sole(file: _File, statement: ast.stmt) -> ast.If | None:
    """Return the ``if`` whose whole body a statement is: to take out one is to take out the other."""
    parent = file.parents.get(statement)
    sole = isinstance(parent, ast.If) and parent.body == [statement] and not parent.orelse
    return parent if sole and isinstance(parent, ast.If) else None


def _guards(file: _File, node: ast.AST) -> Iterator[ast.If | ast.IfExp]:
    """Yield the nearest condition around a piece of code, within its function."""
    for outer in file.up(node):
        if isinstance(outer, (ast.FunctionDef, ast.Lambda)):
            return
        if isinstance(outer, (ast.If, ast.IfExp)):
            yield outer
            return


def _take_out(file: _File, node: ast.AST) -> None:
    """Take out one report: the statement, or the finding out of the list that is returned, or its condition."""
    statement = file.statement(node)
    if _reports(statement):
        if _sole(file, statement) is None:
            generator = isinstance(statement, ast.Expr) and isinstance(statement.value, (ast.Yield, ast.YieldFrom))
            file.add("report", statement, "yield from ()" if generator else "pass")
        return
    outer = next((n for n in file.up(node) if isinstance(n, (ast.List, ast.ListComp, ast.stmt))), None)
    if isinstance(outer, (ast.List, ast.ListComp)) and _sole(file, statement) is None:
        file.add("report", outer, "[]")


def _conditions(file: _File, node: ast.If | ast.IfExp) -> None:
    """Turn a condition false, and true where something is done otherwise; then each of its parts."""
    body = node.body if isinstance(node, ast.If) else [node.body]
    other = node.orelse if isinstance(node, ast.If) else [node.orelse]
    named = next((piece for piece in body if file.codes(piece)), node.test)
    file.add("never", node.test, "False", about=named)
    if other:
        otherwise = next((piece for piece in other if file.codes(piece)), node.test)
        file.add("always", node.test, "True", about=otherwise)
    _parts(file, node.test, named)


def _parts(file: _File, test: ast.expr, about: ast.AST) -> None:
    """Take out each part of a condition that ``and`` and ``or`` make of several."""
    if isinstance(test, ast.BoolOp):
        neutral = "True" if isinstance(test.op, ast.And) else "False"
        for value in test.values:
            file.add("part", value, neutral, about=about)
            _parts(file, value, about)
    elif isinstance(test, ast.UnaryOp):
        _parts(file, test.operand, about)
    elif isinstance(test, ast.Compare):
        _bounds(file, test, about)


def _bounds(file: _File, compare: ast.Compare, about: ast.AST) -> None:
    """Move a bound by one: ``<`` for ``<=``, and back."""
    left = compare.left
    for operator, right in zip(compare.ops, compare.comparators, strict=True):
        if type(operator) in _SWAPPED:
            start, end = file.span(left)[1], file.span(right)[0]
            between = file.source[start:end]
            new = re.sub(r"[<>]=?", _SWAPPED[type(operator)], between, count=1)
            whole = file.span(compare)
            text = file.source[whole[0] : start] + new + file.source[end : whole[1]]
            file.add("bound", compare, text, about=about, shown=text)
        left = right


def _raises(file: _File, node: ast.Raise) -> None:
    if node.exc is None or _sole(file, node) is not None:
        return
    inside = any(isinstance(outer, ast.ExceptHandler) for outer in file.up(node))
    file.add("raise", node, "raise" if inside else "pass")


def _statuses(file: _File) -> None:
    """Change every exit status: what was 0 is 1, all else 0."""
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.Return) or node.value is None:
            continue
        function = file.function(node)
        if not isinstance(function, ast.FunctionDef) or function.name not in ("run", "main", "_draw", "_run", "_save"):
            continue
        ways = [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
        for value in ways:
            if isinstance(value, ast.Constant) and isinstance(value.value, int):
                file.add(
                    "status", value, "1" if value.value == 0 else "0", shown=f"{ast.unparse(node)} -> not {value.value}"
                )
        if isinstance(node.value, ast.IfExp):
            _conditions(file, node.value)
        for guard in _guards(file, node):
            if isinstance(guard, ast.If):
                file.add("never", guard.test, "False")


def _keywords(file: _File) -> None:
    """Let the reader of Table Schemas, and the maker of JSON Schemas, forget one keyword at a time."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and _called(node) == "cls":
            for keyword in node.keywords:
                if keyword.arg in _FIELD_KEYWORDS:
                    new = {"required": "False", "unique": "False"}.get(keyword.arg, "None")
                    file.add("keyword", keyword.value, new, shown=f"without {keyword.arg}")
                elif keyword.arg in _KEYS:
                    file.add("keyword", keyword.value, "()", shown=f"without {keyword.arg}")


def json_keywords(root: Path) -> list[str]:
    """Return the keywords that the JSON Schemas of curation files use, all but those that say what something means."""
    found: set[str] = set()

    def walk(schema: object) -> None:
        if isinstance(schema, dict):
            for key, value in schema.items():
                found.add(key)
                for inner in value.values() if key == "properties" else [value] if key == "items" else []:
                    walk(inner)

    for path in (root / "schemas" / "editor").glob("*.json"):
        walk(json.loads(path.read_text(encoding="utf-8")))
    return sorted(found - {"$schema", "$id", "title", "description"})


def _json_keywords(file: _File, root: Path) -> None:
    """Let the validator of curation files skip one keyword of JSON Schema at a time."""
    for node in ast.walk(file.tree):
        if _called(node) == "Draft202012Validator" and isinstance(node, ast.Call):
            for keyword in json_keywords(root):
                skipped = f'{{"{keyword}": lambda *_: ()}}'
                new = f'__import__("jsonschema").validators.extend(Draft202012Validator, {skipped})'
                file.add("keyword", node.func, new, shown=f"skip the keyword {keyword} of JSON Schema")


def _recode(file: _File, codes: set[str]) -> None:
    """Report by another rule, where the report itself cannot be taken out alone: the tests must ask for this one."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Constant) and codes & {node.value, file.names.get(str(node.value))}:
            new = '"RED-D018"' if _CODE.fullmatch(str(node.value)) else '"byte-order-mark"'
            file.add("code", node, new)


def _mutants_of(file: _File, root: Path) -> None:
    everything = file.short.startswith(ALL_CONDITIONS)
    for node in ast.walk(file.tree):
        if _makes(node) or (isinstance(node, ast.stmt) and _reports(node)):
            _take_out(file, node)
            for guard in _guards(file, node):
                _conditions(file, guard)
        elif isinstance(node, ast.Raise) and (everything or file.codes(node)):
            _raises(file, node)
            for guard in _guards(file, node):
                _conditions(file, guard)
        if not everything:
            continue
        if isinstance(node, (ast.If, ast.IfExp)):
            _conditions(file, node)
        elif isinstance(node, ast.comprehension):
            for test in node.ifs:
                file.add("always", test, "True")
                _parts(file, test, test)
        elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
            _parts(file, node, node)
        elif isinstance(node, ast.Compare):
            _bounds(file, node, node)
    if file.short.startswith(STATUSES):
        _statuses(file)
    if file.short == "schema/tables.py":
        _keywords(file)
    if file.short == "curation/files.py":
        _json_keywords(file, root)


def rule_names(root: Path) -> dict[str, str]:
    """Return the codes of all rules by their names."""
    names = {}
    for path in sorted((root / "schemas" / "rules").glob("*.yaml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8")):
            names[rule["name"]] = rule["code"]
    return names


def find_mutants(root: Path) -> list[Mutant]:
    """Return every mutant of the package under ``root``, file by file."""
    names = rule_names(root)
    paths = sorted((root / PACKAGE).rglob("*.py"))
    files = [
        _File(root, path, names)
        for path in paths
        if not path.relative_to(root / PACKAGE).as_posix().startswith(LEFT_OUT)
    ]
    for file in files:
        _mutants_of(file, root)
    lacking = set(names.values()) - {code for file in files for mutant in file.found.values() for code in mutant.codes}
    for file in files:
        _recode(file, lacking)
    return [mutant for file in files for mutant in sorted(file.found.values(), key=lambda m: (m.start, m.end))]


if __name__ == "__main__":
    for mutant in find_mutants(Path()):
        print(f"{mutant.line:4} {mutant.id}   {'/'.join(mutant.codes)}")
