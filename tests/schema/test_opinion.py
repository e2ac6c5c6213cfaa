"""What frictionless says becomes findings: of the package as a whole, and of a row."""

from types import SimpleNamespace

import frictionless

from rare_earth_data.schema.opinion import frictionless_findings


def test_an_error_of_a_row_has_its_place(tmp_path):
    (tmp_path / "a.csv").write_text("x\n1\ny\n")
    (tmp_path / "datapackage.json").write_text(
        '{"resources": [{"name": "a", "path": "a.csv", "schema": {"fields": [{"name": "x", "type": "integer"}]}}]}'
    )
    (found,) = frictionless_findings(tmp_path / "datapackage.json")
    assert (found.code, found.file, found.line, found.table, found.field) == ("RED-T100", "a.csv", 3, "a", "x")


def test_an_error_of_the_package_is_told_too(tmp_path, monkeypatch):
    error = SimpleNamespace(type="package-error", message="no good")
    report = SimpleNamespace(errors=[error], tasks=[])
    monkeypatch.setattr(frictionless, "Package", lambda source: SimpleNamespace(validate=lambda: report))
    (found,) = frictionless_findings(tmp_path / "datapackage.json")
    assert (found.code, found.severity, found.file) == ("RED-T100", "error", "datapackage.json")
    assert found.message == "frictionless package-error: no good"
