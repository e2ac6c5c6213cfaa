"""The stance of a Chinese claim: clause by clause, as its commas cut it.

Leading clauses that only set the scene (随着..., 虽然..., 未来五年) are stepped over; the first clause that says something
decides, and what follows a verb of saying (表示, 提出) is what is said.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.stance.model import Stance, framed
from rare_earth_data.stance.phrases import Phrases, fold

_SHORT_SETTING = 6  # characters: a clause this short only sets the scene
_LONGEST_SPEAKER = 24
_FAR = 120  # characters: a clause this long has no speaker at its head
_MARKS = ',。;:“”"'
_DATE = re.compile(r"^\d[\d年月日]*|\d[\d年月日]*$")
_TIME = (
    r"[\d\s一二三四五六七八九十两几多近去今明后前本上下未来年个月日季度半初底末至到以来间起"
    r"中目内同期当前截至周昨天早在最第的-]+"
)


class _Rules:
    """The Chinese part of ``reading/stance.yaml``, compiled."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.phrases = Phrases({**data["cues"], "say": data["say"]}, words=False)
        quoted = r'"[^"]*"|“[^“”]*”|「[^「」]*」|\([^()]*\)'
        pattern = rf"(?P<quoted>{quoted})|(?P<phrase>{self.phrases.pattern})|(?P<stop>[,;。!?:])"
        self.finditer = re.compile(pattern).finditer
        self.openers = (*data["openers"], "据")
        self.conditions = tuple(data["conditions"])
        self.settings = tuple(data["settings"])
        self.speaking = frozenset(data["speaking"])
        self.is_time = re.compile(_TIME).fullmatch
        self.judges, self.anonymous = tuple(data["judges"]), tuple(data["anonymous"])
        self.lead_ins = tuple(sorted(data["lead_ins"], key=len, reverse=True))
        self.fillers = tuple(sorted(data["fillers"], key=len, reverse=True))
        sources = "|".join(sorted(data["sources"], key=len, reverse=True))
        self.source = re.compile(
            rf"(?:^|[,。;]) ?(?:根据|据)([^,。;:“”]{{2,20}}?)(?:{sources})(?=,|[^,。]{{4}})"
        ).search


@cache
def _rules() -> _Rules:
    return _Rules(load_knowledge("reading/stance.yaml")["zh"])


def read_chinese(text: str) -> Stance:
    """Return the stance of a Chinese claim; its attribution may be a pronoun."""
    return _Walk(text, _rules()).stance()


class _Walk:
    """One reading of one claim. ``clause`` is where the clause in hand begins, ``cue`` the first modality found in it."""

    def __init__(self, text: str, rules: _Rules) -> None:
        self.text, self.folded, self.rules = text, fold(text), rules
        self.modality: str | None = None
        self.cue: str | None = None
        self.speaker: str | None = None
        self.clause = 0
        self.over = self.conditional = False

    def stance(self) -> Stance:
        """Walk the claim and return what it came to."""
        source = self.rules.source(self.folded)
        if source:
            self.speaker = self.text[source.start(1) : source.end(1)].strip()
        for match in self.rules.finditer(self.folded):
            if match.lastgroup == "phrase":
                self._phrase(match)
            elif match.lastgroup == "stop":
                self._stop(match)
        if not self.over:
            self._close()
        speaker = self.speaker or ""
        by_judge = any(judge in speaker for judge in self.rules.judges)
        by_anonymous = any(word in speaker for word in self.rules.anonymous)
        return Stance(framed(self.modality or "asserted", by_judge, by_anonymous), self.speaker)

    def _phrase(self, match: re.Match[str]) -> None:
        kind = self.rules.phrases.kind(match.group()) or "none"
        if kind == "denied" and "alleged" in (self.modality, self.cue):
            self.modality = self.cue = kind
        if kind == "none" or self.over:
            return
        if kind == "say":
            self._say(match)
        elif self.cue is None:
            self.cue = kind
            if match.group() in self.rules.speaking and self.speaker is None:
                self.speaker = self._name(match.start())

    def _say(self, match: re.Match[str]) -> None:
        """A verb of saying, with a speaker before it: the clause begins anew behind it."""
        speaker = self._name(match.start())
        if speaker is None or self.cue is not None:
            return
        self.speaker = self.speaker or speaker
        self.clause = match.end()

    def _stop(self, match: re.Match[str]) -> None:
        """A clause ends: it decides, unless it only set the scene."""
        if self.over:
            return
        clause = self.folded[self.clause : match.start()].strip()
        announces = match.group() == ":" and self.cue is None  # "the signal is plain: Moscow wants ..."
        if announces or (match.group() not in "。!?;" and self._sets_scene(clause)):
            self.cue = None
        elif clause or self.cue:
            self._close()
        self.clause = match.end()

    def _sets_scene(self, clause: str) -> bool:
        rules = self.rules
        if clause.startswith(rules.conditions):
            self.conditional = True
            return True
        if self.cue in ("opinion", "alleged", "denied"):
            return False
        is_setting = clause.startswith(rules.openers) or clause.endswith(rules.settings)
        return is_setting or (self.cue is None and (len(clause) <= _SHORT_SETTING or bool(rules.is_time(clause))))

    def _close(self) -> None:
        self.over = True
        self.modality = self.cue or "asserted"
        if self.conditional and self.modality in ("asserted", "forecast", "planned"):
            self.modality = "possible"

    def _name(self, start: int) -> str | None:
        """Return who stands before a verb of saying or holding, or ``None`` if nobody does."""
        if start - self.clause > _FAR:
            return None
        cut = max(self.folded.rfind(mark, self.clause, start) for mark in _MARKS)
        name = self.text[max(cut + 1, self.clause) : start].strip()
        while name.endswith(self.rules.fillers):
            name = next(name[: -len(word)] for word in self.rules.fillers if name.endswith(word)).strip()
        while name.startswith(self.rules.lead_ins):
            name = next(name[len(word) :] for word in self.rules.lead_ins if name.startswith(word)).strip()
        name = _DATE.sub("", name).strip()
        return name if 1 <= len(name) <= _LONGEST_SPEAKER else None
