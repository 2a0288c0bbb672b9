"""A page that shows all pictures of the folder, by state and by variant."""

from html import escape
from pathlib import Path

_HEAD = """<!doctype html><meta charset="utf-8"><title>Pictures</title>
<style>
  body { font: 14px system-ui; margin: 24px; background: #8a8f98; }
  h2 { font-size: 16px; margin: 32px 0 8px; }
  div { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
  figure { margin: 0; } figcaption { margin-bottom: 4px; } img { width: 560px; height: auto; display: block; }
</style>
"""


def write(folder: Path) -> Path:
    """The page, made of what is there."""
    by_state: dict[str, list[Path]] = {}
    for file in sorted(folder.glob("*/*.png")):
        by_state.setdefault(file.stem, []).append(file)
    parts = [_HEAD]
    for state, files in sorted(by_state.items()):
        figures = "".join(
            f'<figure><figcaption>{escape(file.parent.name)}</figcaption><a href="{file.relative_to(folder)}">'
            f'<img loading="lazy" alt="" src="{file.relative_to(folder)}"></a></figure>'
            for file in files
        )
        parts.append(f"<h2>{escape(state)}</h2><div>{figures}</div>\n")
    page = folder / "index.html"
    page.write_text("".join(parts), "utf-8")
    return page
