"""A small line: no axes, the last point marked, gaps left open."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

WIDTH, HEIGHT, EDGE = 160.0, 36.0, 4.0


def draw(values: Sequence[float | None]) -> str:
    """The line of up to a few hundred values as HTML, in the current text colour; empty when fewer
    than two are known. It is decoration: the card says the same in words."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    spread = (high - low) or 1.0
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [
        None
        if value is None
        else (EDGE + n * step, HEIGHT - EDGE - (value - low) / spread * (HEIGHT - 2 * EDGE))
        for n, value in enumerate(values)
    ]
    last = next(point for point in reversed(points) if point is not None)
    # The line is a mask over the text colour: as an image it would not follow the theme.
    drawing = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH:g} {HEIGHT:g}' "
        f"preserveAspectRatio='none'><path d='{_path(points)}' fill='none' stroke='black' "
        "stroke-width='1.6' stroke-linejoin='round' stroke-linecap='round' "
        "vector-effect='non-scaling-stroke'/></svg>"
    )
    mask = f"url(&quot;data:image/svg+xml,{quote(drawing)}&quot;)"
    return (
        f'<i class="spark" aria-hidden="true" style="-webkit-mask-image:{mask};mask-image:{mask}"></i>'
        f'<i class="dot" style="left:{last[0] / WIDTH:.1%};top:{last[1] / HEIGHT:.1%}"></i>'
    )


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    words, broken = [], True
    for point in points:
        if point is not None:
            words.append(f"{'M' if broken else 'L'}{point[0]:.1f} {point[1]:.1f}")
        broken = point is None
    return "".join(words)
