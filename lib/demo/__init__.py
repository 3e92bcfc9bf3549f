"""The demonstration: two years of an invented Taiwanese brand community, seeded."""

from lib.demo.loading import clear, load
from lib.demo.parts import CHUNK, DEFAULT_POSTS, Part, Photograph, generate, photographs
from lib.demo.words import said, told

__all__ = [
    "CHUNK",
    "DEFAULT_POSTS",
    "Part",
    "Photograph",
    "clear",
    "generate",
    "load",
    "photographs",
    "said",
    "told",
]
