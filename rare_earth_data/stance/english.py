"""The stance of an English claim: one walk over the cues of its main clause, from left to right.

The leftmost cue is the outermost ("is likely to be seen as" is a forecast), so the first one decides; only a denial undoes
an allegation before it. Asides, subordinate clauses, quotations and brackets are walked past.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from rare_earth_data.knowledge import load_knowledge
from rare_earth_data.stance.model import Stance, framed
from rare_earth_data.stance.phrases import Phrases, any_word, fold

_RELATIVE_REACH = 16  # characters between "that" and a cue of its relative clause
_ANNOUNCED_REACH = 40  # characters between "announced" and its "that"
_SHORT_SUBJECT, _LONG_SUBJECT = 6, 14  # words: a longer stretch without an auxiliary holds its verb already
_LONGEST_SPEAKER = 110
_REACH = 60  # characters before a verb in which its auxiliaries, or what leads in to its subject, stand
_LONGEST_TERM = 30  # a longer quotation at the head of a claim is its statement, not a term
_AROUND = ' ,"“”'
_TERM = re.compile(rf"[\"“][^\"”,]{{0,{_LONGEST_TERM}}}[\"”]")
_NAME = re.compile(r"\s*([^,;:()\[\]]{1,110}?)(?=\.?\s*$|[,;:()\[\]]|\.\s| who | which | that )")


class _Rules:
    """The English part of ``reading/stance.yaml``, compiled."""

    def __init__(self, data: dict[str, Any]) -> None:
        clauses = {"aside": data["asides"], "subordinate": data["subordinates"], "join": data["joins"]}
        clauses["apposition"] = data["appositions"]
        speech = {kind: data[kind] for kind in ("say", "view", "source", "trailing", "announcing")}
        self.phrases = Phrases({**data["cues"], **speech, **clauses, "relative": data["relatives"]})
        quoted = r'"[^"]*"|“[^“”]*”|\([^()]*\)'
        participle = r",(?= (?P<participle>(?:[a-z]{2,12}ly )?[a-z]{2,18}ing)(?!\w))"
        end = r";|(?<=[a-z\d%]{3}[.!?]) | [-–—] |: "
        pattern = rf"(?P<quoted>{quoted})|(?P<phrase>{self.phrases.pattern})|{participle}|(?P<end>{end})|(?P<comma>,)"
        self.finditer = re.compile(pattern).finditer
        self.not_participles = frozenset(data["not_participles"])
        self.openers = frozenset(data["openers"])
        self.conditions = frozenset(data["conditions"])
        self.condition = any_word([word for word in data["conditions"] if word in ("if", "unless")]).search
        self.lead_ins = frozenset(data["lead_ins"])
        self.fillers = frozenset(data["fillers"])
        self.passives = frozenset(data["passives"])
        self.inverted = frozenset(data["inverted"])
        self.showing = frozenset(data["showing"])
        self.not_speakers = frozenset(data["not_speakers"])
        self.speaking = tuple(data["speaking"])
        self.is_judge = any_word(data["judges"]).search
        self.is_anonymous = any_word(data["anonymous"]).search
        self.is_speaker = any_word(data["speakers"]).search
        self.finite = re.compile(r"(?<!\w)(?:is|are|was|were|has|have|had|does|do|did|can|\w{2,14}ed)(?!\w)").search


@cache
def _rules() -> _Rules:
    return _Rules(load_knowledge("reading/stance.yaml")["en"])


def read_english(text: str) -> Stance:
    """Return the stance of an English claim; its attribution may be a pronoun."""
    return _Walk(text, _rules()).stance()


class _Walk:
    """One reading of one claim. ``clause`` is where the clause in hand begins; ``over``, that the main clause has ended."""

    def __init__(self, text: str, rules: _Rules) -> None:
        self.text, self.folded, self.rules = text, fold(text), rules
        self.modality: str | None = None
        self.speaker: str | None = None
        self.clause = 0
        self.over = self.in_aside = self.conditional = self.reported = False
        self.relative_at = -1
        self.announced: re.Match[str] | None = None

    def stance(self) -> Stance:
        """Walk the claim and return what it came to."""
        for match in self.rules.finditer(self.folded, self._main_clause()):
            kind = match.lastgroup
            if kind == "phrase":
                self._phrase(match)
            elif kind == "participle":
                self._participle(match)
            elif kind == "comma":
                self.in_aside = False
            elif kind == "end":
                self._end(match)
        return Stance(self._final_modality(), self.speaker)

    def _main_clause(self) -> int:
        """Step over a leading subordinate clause and return where the main clause begins."""
        word = re.match(r"\W*([\w']*)", self.folded)
        first = word.group(1) if word else ""
        self.conditional = first in self.rules.conditions
        if self.conditional or first in self.rules.openers:
            comma = self.folded.find(", ")
            self.clause = comma + 2 if comma > 0 else 0
            return self.clause or len(first)
        return 1 if self.folded[:1] in ('"', "“") and _TERM.match(self.folded) is None else 0

    def _phrase(self, match: re.Match[str]) -> None:
        words, start = match.group(), match.start()
        kind = self.rules.phrases.kind(words) or "none"
        if words[0] == ",":
            self.in_aside = False
        if kind in ("aside", "apposition", "subordinate", "join"):
            self._clause_begins(kind, start, match.end())
        elif kind == "relative":
            self._relative(match)
        elif kind == "announcing":
            self.announced = match
        elif kind == "source":
            self._source(match.end())
        elif kind in ("say", "view", "trailing"):
            self._speech(kind, words, start, match.end())
        elif kind != "none" and not self.in_aside:
            self._cue(kind, words, start, match.end())

    def _relative(self, match: re.Match[str]) -> None:
        """Take a "that": it opens what was announced a few words before, or else a relative clause."""
        verb, self.announced = self.announced, None
        is_open = not (self.over or self.in_aside or self.modality)
        if verb and is_open and self._only_tells_when(self.folded[verb.end() : match.start()]):
            self._frame("say", verb.group(), verb.start(), match.end())
        else:
            self.relative_at = match.end()

    def _only_tells_when(self, between: str) -> bool:
        """Return whether what stands between "announced" and "that" is a time or a place ("on Monday"), not an object."""
        return len(between) <= _ANNOUNCED_REACH and self._leads_in(between)

    def _leads_in(self, words: str) -> bool:
        first = words.split(None, 1)[:1]
        return bool(first) and first[0] in self.rules.lead_ins

    def _participle(self, match: re.Match[str]) -> None:
        word = match.group("participle")
        is_name = self.text[match.start("participle")].isupper()
        self.in_aside = False
        if word not in self.rules.not_participles and not is_name:
            self._clause_begins("aside", match.start(), match.end())

    def _end(self, match: re.Match[str]) -> None:
        is_stop = match.group() != " " or self.text[match.end() : match.end() + 1].isupper()
        if (is_stop and match.group() != ": ") or (is_stop and self._has_verb(match.start())):
            self._close(match.end())

    def _close(self, position: int) -> None:
        self.over, self.in_aside, self.clause = True, False, position

    def _clause_begins(self, kind: str, start: int, end: int) -> None:
        """Another clause begins: the main one is over, or only interrupted if it still lacks its verb."""
        is_contrast = self.folded[start:end].endswith(("but", "yet"))  # "and", "or" may merely end a list
        if kind == "apposition":
            if not self.over and self._leads_in(self.folded[self.clause : self.clause + _REACH]):
                return
            kind = "aside"
        longest = _LONG_SUBJECT if kind == "aside" else _SHORT_SUBJECT
        if self.over or is_contrast or self._has_verb(start, longest):
            self._close(end)
        else:
            self.in_aside = kind != "join"

    def _has_verb(self, position: int, longest_subject: int = _SHORT_SUBJECT) -> bool:
        before = self.folded[self.clause : position]
        return self.modality is not None or bool(self.rules.finite(before)) or len(before.split()) > longest_subject

    def _cue(self, kind: str, words: str, start: int, end: int) -> None:
        """Take a cue of a modality, if it belongs to the main clause and comes first there."""
        undoes = kind == "denied" and self.modality == "alleged"
        if (self.over or self.modality is not None) and not undoes:
            return
        if words == "may" and start > 0 and self.text[start] == "M":  # the month
            return
        if self.relative_at >= 0 and start - self.relative_at <= _RELATIVE_REACH:
            self.relative_at = -1
            return
        self.modality = self._settled(kind, words, end)
        if words.startswith(self.rules.speaking):
            speaker = self._agent(words, start, end)
            if speaker is not None:
                self._speak(speaker)

    def _settled(self, kind: str, words: str, end: int) -> str:
        """Return the modality of a cue where it stands: under a condition, or within reported speech."""
        if kind == "would":
            return self._reported_will(end) if self.reported and not self.conditional else "possible"
        if words.startswith("will") and (self.conditional or self._condition_follows(end)):
            return "possible"
        return kind

    def _reported_will(self, end: int) -> str:
        """Return what a "would" is that reported speech made of a "will"."""
        match = self.rules.finditer("will" + self.folded[end : end + _REACH])
        return self.rules.phrases.kind(next(match).group()) or "forecast"

    def _condition_follows(self, end: int) -> bool:
        stop = self.folded.find(";", end)
        return bool(self.rules.condition(self.folded, end, stop if stop >= 0 else len(self.folded)))

    def _speech(self, kind: str, words: str, start: int, end: int) -> None:
        """Take a verb of saying or holding: before what is said, or after it."""
        if self._is_passive(start):  # "was told", "are added"
            return
        follows = self.folded[end : end + 1]
        if not follows or follows in ".,;":
            comma = self.folded.rfind(",", 0, start)
            self._trailing(self._name(comma + 1, start) if comma >= 0 else None)
        elif words in self.rules.inverted and self.folded[max(start - 3, 0) : start].endswith((", ", '," ', ",” ")):
            self._trailing(self._name_after(end))
        elif kind != "trailing" and not (self.over or self.in_aside or self.modality):
            self._frame(kind, words, start, end)

    def _is_passive(self, start: int) -> bool:
        before = self.folded[max(self.clause, start - _REACH) : start]
        return not self.rules.passives.isdisjoint(before.split()[-2:])

    def _frame(self, kind: str, words: str, start: int, end: int) -> None:
        """Take a verb of saying that opens what is said: the modality is that of what follows, or an opinion."""
        speaker = self._name(self.clause, start)
        verb = words.split(" ", 1)[0]
        if speaker is None or (verb in self.rules.showing and not self.rules.is_speaker(fold(speaker))):
            return
        self.clause = end
        self.reported = verb.endswith(("ed", "said", "told"))
        if kind == "view":
            self.modality = "opinion"
        self._speak(speaker)

    def _trailing(self, speaker: str | None) -> None:
        if speaker and (self.rules.is_judge(fold(speaker)) or self.speaker is None):
            self._speak(speaker)

    def _source(self, end: int) -> None:
        speaker = self._name_after(end)
        if speaker and self.speaker is None:
            self._speak(speaker)

    def _speak(self, speaker: str) -> None:
        """Note who speaks, and what that makes of the assertion."""
        self.speaker = None if fold(speaker).split()[-1] in self.rules.not_speakers else speaker

    def _final_modality(self) -> str:
        speaker = fold(self.speaker or "")
        return framed(
            self.modality or "asserted",
            by_judge=bool(self.rules.is_judge(speaker)),
            by_anonymous=bool(self.rules.is_anonymous(speaker)),
        )

    def _agent(self, words: str, start: int, end: int) -> str | None:
        """Return who denies, claims or expects: the subject of an active verb, the "by" of a passive one."""
        if self._is_passive(start):
            if words.endswith(" by"):
                return self._name_after(end)
            return self._name_after(end + 4) if self.folded.startswith(" by ", end) else None
        return self._name(self.clause, start)

    def _name(self, start: int, end: int) -> str | None:
        """Return the speaker's name between two places, without what leads in to it and the auxiliaries after it."""
        if end - start > _REACH + _LONGEST_SPEAKER:
            return None
        rules, words = self.rules, self.text[start:end].strip(_AROUND).split(" ")
        while "".join(words) and fold(words[0]).strip(",") in rules.lead_ins:
            comma = next((index for index, word in enumerate(words) if word.endswith(",")), None)
            words = words[comma + 1 :] if comma is not None else words[1:]
        while words and (fold(words[-1]) in rules.fillers or fold(words[-1]).endswith("ly")):
            words.pop()
        name = " ".join(words).strip(_AROUND)
        return name if 0 < len(name) <= _LONGEST_SPEAKER else None

    def _name_after(self, start: int) -> str | None:
        """Return the speaker's name that begins at a place and runs to the next mark or relative pronoun."""
        match = _NAME.match(self.text, start)
        return match.group(1).strip() if match else None
