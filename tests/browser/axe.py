"""What axe-core finds wrong for people who cannot see, hear or point."""

from pathlib import Path

AXE = (Path(__file__).parent / "assets" / "axe.min.js").read_text()


def violations(page):
    """Of the page as it is now, one line each; an empty list is what tests ask for."""
    page.evaluate(AXE)  # not a script tag: the content policy would refuse it, and rightly
    found = page.evaluate("axe.run(document)")["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def violations_in_both_themes(page):
    """Loads the page again in light and in dark; what was typed is gone then."""
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.reload()
        found += [f"{theme}: {line}" for line in violations(page)]
    return found
