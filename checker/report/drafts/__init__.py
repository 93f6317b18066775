"""Reports on drafts and differences: what changes, what it needs, what it costs, what to vote on.

Takes an ``Amended`` or a ``Compared``, gives text. ``plan`` groups and words everything once; the
renderers only lay it out. Figures arrive as text; only the totals of costs are summed here, exactly.
"""
