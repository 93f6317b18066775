"""Reports: one check result laid out for the terminal, JSON, Markdown, HTML and ``explain``.

Takes a ``Result``, gives text. ``context`` groups and words everything once; the renderers only
lay it out. No amount is computed here: figures arrive as text and leave as text.
"""
