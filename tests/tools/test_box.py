from __future__ import annotations

from mapdesk.tools.box import TOOLS
from mapdesk.tools.tool import Tool
from tests.plain_maps import two_sides
from tests.tools.hands import Hand


def test_no_two_tools_share_a_name_or_a_letter() -> None:
    for names in ({entry.key for entry in TOOLS}, {entry.letter for entry in TOOLS}):
        assert len(names) == len(TOOLS)


def test_each_tool_begins_with_guidance_and_shows_nothing_on_an_empty_map() -> None:
    for entry in TOOLS:
        hand = Hand(two_sides(), entry.factory())
        assert isinstance(hand.tool, Tool)
        assert hand.tool.name == entry.title
        assert hand.guidance()
        assert hand.tool.sketches(hand.on) == ()


def test_escape_leads_from_each_tool_back_to_select() -> None:
    for entry in TOOLS[1:]:
        hand = Hand(two_sides(), entry.factory())
        hand.key("escape")
        assert hand.tool.name == "Select"
