"""Files that are no scenario: YAML that does not parse, YAML beyond a form, wrong bytes, no file at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from refusals import line_of, refused

from simulate.errors import ConfigError
from simulate.load import MAX_BYTES, load


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("  start: 1998-12-18", "\tstart: 1998-12-18"), "spaces, not tabs"),
        (("counts: [A, B, W1, W2, G1, G2]", "counts: [A, B"), "does not parse"),
        (("  tail: 0.95", '  tail: "0.95'), "does not parse"),
        (("name: Valence Technology 1998, Series A and B", "name: Valence: Technology"), "in quotes"),
    ],
)
def test_yaml_that_does_not_parse_is_refused_near_its_line(write, change, said):
    path = write(change)
    (message,) = refused(path)
    assert "YAML does not parse" in message
    assert said in message
    # An unclosed bracket or quote is only noticed later, and the message then says where it began.
    begun = line_of(path, change[1])
    assert int(message.split(":")[0]) == begun or f"begun on line {begun}" in message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("fixed_usd: 6.03", "fixed_usd: &price 6.03"), "an anchor (&price)"),
        (("stated_value_usd: 1000", "stated_value_usd: !!int 1000"), "a tag ("),
        (("stated_value_usd: 1000", "stated_value_usd: !secret 1000"), "a tag (!secret)"),
        (("hurdle: 1.0", "hurdle: *price"), "an alias (*price)"),
        (("hurdle: 1.0", "<<: {hurdle: 1.0}"), "a merge key (<<)"),
        (("hurdle: 1.0", "? [a, b]\n  : 1.0"), "stands as a key"),
    ],
)
def test_what_yaml_can_do_beyond_a_form_is_refused(write, change, said):
    (message,) = refused(write(change))
    assert said in message


def test_a_billion_laughs_stay_their_own_size(write):
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    assert any("an alias (*a0)" in message for message in refused(write(text=laughs)))


def test_deep_nesting_is_refused_before_it_recurses(write):
    (message,) = refused(write(text="a: " + "[" * 5000))
    assert "nested deeper than 24" in message


def test_too_many_values_are_refused(write):
    (message,) = refused(write(text="a: [" + "1," * 25_000 + "]"))
    assert "more than 20,000 values" in message


def test_a_second_document_is_refused(write, valence):
    (message,) = refused(write(text=valence + "\n---\nname: other\n"))
    assert message.startswith(f"{valence.count(chr(10)) + 2}: YAML does not parse: a second document")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"# only a comment\n", "is empty"),
        (b"null\n", "is empty"),
        (b"- a\n- b\n", "holds a list"),
        (b"words\n", "holds a single value"),
        ("schema_version: 1".encode("utf-16"), "is not UTF-8"),
        ("name: Soci\u00e9t\u00e9".encode("latin-1"), "is not UTF-8 text (byte 0xe9)"),
        (b"name: a\x00b\n", "not text"),
        (b"a" * (MAX_BYTES + 1), "is larger than 1,048,576 bytes"),
    ],
    ids=["empty", "comment", "null", "list", "word", "utf-16", "latin-1", "nul", "large"],
)
def test_a_file_that_is_no_scenario_is_refused(write, content, said):
    (message,) = refused(write(text=content))
    assert said in message


def test_a_byte_order_mark_and_windows_lines_are_taken(write, valence):
    path = write(text=b"\xef\xbb\xbf" + valence.replace("\n", "\r\n").encode())
    assert load(path).name == "Valence Technology 1998, Series A and B"


def test_a_missing_file_is_answered_with_the_nearest_name(tmp_path, write):
    write()
    with pytest.raises(ConfigError, match=r"dael\.yaml: no such file; did you mean .*deal\.yaml\?"):
        load(tmp_path / "dael.yaml")
    with pytest.raises(ConfigError, match=r"no such file; did you mean valence-1998\?"):
        load("valence-1989.yaml")


def test_a_directory_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="is a directory; give the YAML file"):
        load(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_refused(write):
    path = write()
    path.chmod(0)
    with pytest.raises(ConfigError, match="cannot be read: Permission denied"):
        load(path)


def test_a_file_that_fails_while_it_is_read_is_refused(write, monkeypatch):
    path = write()

    def fails(self, *arguments, **keywords):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fails)
    with pytest.raises(ConfigError, match="cannot be read: Input/output error"):
        load(path)
