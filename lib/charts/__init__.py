"""Pure charts: a dataclass in; an Altair chart, its caption and its table out."""
