"""Where rows come from: each source gives tables of text, untouched."""
