"""Lay out small repositories, as the tests of the command need them."""

from rare_earth_data.assembly.assemble import assemble
from rare_earth_data.assembly.files import generated_files


def build_repository(folder, page, text, titles, wanted):
    """Write a page and its titles, and of what a build makes of them the files that ``wanted`` says yes to."""
    (folder / "seeds" / "curation").mkdir(parents=True)
    (folder / "seeds" / page).write_bytes(text)
    (folder / "seeds" / "curation" / "titles.yaml").write_text(titles, encoding="utf-8")
    for name, content in generated_files(folder, assemble(folder)).items():
        if wanted(name):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    return folder
