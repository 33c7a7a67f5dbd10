"""Commands on articles and links."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def area(mapdesk, war: Path) -> str:
    return mapdesk("features", war, "--date", "2024-05-02", "--json").document[0]["id"]


def test_an_article_is_added_with_what_is_said_of_it(mapdesk, war: Path, tmp_path: Path) -> None:
    page = tmp_path / "night.html"
    page.write_text("<title>The night</title><p>It was quiet.</p>", encoding="utf-8")
    said = mapdesk(
        "article",
        "add",
        war,
        page,
        "--source",
        "An agency",
        "--url",
        "https://example.org/n",
        "--published",
        "2024-05-02",
    )
    assert said.code == 0
    assert said.out.startswith("Added “The night”, 3 words, as article-")
    assert [(a["title"], a["publisher"]) for a in mapdesk("info", war, "--json").document["articles"]] == [
        ("The day", ""),
        ("The night", "An agency"),
    ]


def test_an_article_without_a_title_goes_by_its_first_line(mapdesk, war: Path) -> None:
    assert "“Ground was left in the west.”" in mapdesk("article", "add", war, war.with_name("report.txt")).out


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.txt", None, "none.txt: there is no such file."),
        ("empty.txt", b"", "empty.txt: there is no text in it."),
        ("report.pdf", b"%PDF-1.7\n", "report.pdf: it is no text file"),
    ],
)
def test_a_file_that_holds_no_article_is_refused_by_name(
    mapdesk, war: Path, tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    said = mapdesk("article", "add", war, tmp_path / name)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(sentence)


def test_a_quote_is_linked_to_an_area_and_undo_takes_it_back(mapdesk, war: Path, area: str) -> None:
    said = mapdesk(
        "link",
        war,
        "--quote",
        "left in the west",
        "--to",
        area,
        "--article",
        "the day",
        "--date",
        "2024-05-02",
    )
    assert said.out.startswith(f"Linked to {area} as link-")
    document = mapdesk("info", war, "--json").document
    assert [(link["to"], link["kind"]) for link in document["links"]] == [(area, "feature")]
    assert mapdesk("check", war).code == 0
    assert mapdesk("undo", war).out == f"Undone: Link passage to {area}\n"
    counts = mapdesk("info", war, "--json").document["counts"]
    assert (counts["passages"], counts["links"]) == (0, 0)


def test_quotation_marks_may_differ_from_the_articles(mapdesk, war: Path, area: str) -> None:
    assert mapdesk("link", war, "--quote", '"Soon," he says', "--to", area).code == 0


@pytest.mark.parametrize(
    ("quote", "words", "sentence"),
    [
        ("near", (), "“near” stands 2 times in “The day”"),
        ("Kyiv", (), "“Kyiv” does not stand in “The day”."),
        ("", (), "“” does not stand in “The day”."),
        ("left in the west", ("--article", "night"), "This project has no article called 'night'."),
        ("left in the west", ("--date", "2024-04-01"), "There is no feature "),
    ],
)
def test_a_link_that_can_not_be_is_refused(
    mapdesk, war: Path, area: str, quote, words, sentence: str
) -> None:
    said = mapdesk("link", war, "--quote", quote, "--to", area, *words)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1


def test_a_link_to_a_feature_that_is_not_there_is_refused(mapdesk, war: Path) -> None:
    said = mapdesk("link", war, "--quote", "left in the west", "--to", "area-0000000")
    assert said.err == "There is no feature area-0000000 on the map.\n"
