"""What a Project holds, in short."""

from __future__ import annotations

from typing import Any

from mapdesk.model.ground import areas_of
from mapdesk.model.project import Project


def overview(project: Project) -> dict[str, Any]:
    """Sides, accounts, dates, counts, articles, links and frames as a plain document."""
    dates = [
        {
            "date": snapshot.date.isoformat(),
            "account": account,
            "areas": len(areas_of(snapshot.features)),
        }
        for account, snapshots in project.snapshots.items()
        for snapshot in snapshots
    ]
    return {
        "title": project.about.title,
        "sides": [
            {
                "id": side.uid,
                "name": side.name,
                "colour": side.colour,
                "home": [home.label for home in side.home],
            }
            for side in project.sides_in_order()
        ],
        "accounts": [{"id": account.uid, "name": account.name} for account in project.accounts_in_order()],
        "dates": sorted(dates, key=lambda entry: (entry["date"], entry["account"])),
        "counts": {
            "dates": len(dates),
            "articles": len(project.articles),
            "passages": len(project.passages),
            "links": len(project.links),
            "frames": len(project.frames),
        },
        "articles": [
            {"id": article.uid, "title": article.title, "publisher": article.publisher}
            for article in project.articles.values()
        ],
        "links": [
            {"id": link.uid, "passage": link.passage, "to": link.target, "kind": link.kind.value}
            for link in project.links.values()
        ],
        "frames": [
            {"id": frame.uid, "name": frame.name, "width": frame.width, "height": frame.height}
            for frame in project.frames.values()
        ],
    }
