"""The rules against labels that were given before their output was seen."""

from pathlib import Path

import yaml

from rare_earth_data.stance import read_stance

SAMPLE = yaml.safe_load((Path(__file__).parent / "blind_sample.yaml").read_text(encoding="utf-8"))


def test_at_least_nine_in_ten_of_the_blind_labels_are_right():
    def language(text):
        return "zh" if any("\u4e00" <= character <= "\u9fff" for character in text) else "en"

    given = [(entry, read_stance(entry["text"], language(entry["text"])).modality) for entry in SAMPLE]
    wrong = [f"{entry['n']}: {found}, not {entry['modality']}" for entry, found in given if found != entry["modality"]]
    assert len(SAMPLE) == 60
    assert len(wrong) <= 6, wrong
