"""Source documents: their passages, the labels of these, fingerprints, quotes and coverage.

Takes a ``Source`` (plain text) and gives a ``Document``; may report S002 to S005; never raises,
whatever the text. Nothing here reads a file, and no document has rules of its own.

What is understood. Paragraphs are separated by blank lines or page breaks. At the beginning of a
paragraph these open a passage:

===============================  ==============================================================
as printed                       label
===============================  ==============================================================
lines before the first prose     ``TITLE``
first prose                      ``PREAMBLE``, or ``AMENDING CLAUSE`` if it "is hereby amended"
``WHEREAS, ...``                 ``RECITAL 1``, ``RECITAL 2``, ...
``NOW, THEREFORE, ...``          ``NOW, THEREFORE``
``THIRD:``                       ``THIRD``, as printed: ``EIGTHTH`` stays so
``SECTION 3.``, ``ARTICLE II:``  ``SECTION 3``, ``ARTICLE II``
``3.``, ``3.2``, ``b.``, ``b.)`` ``3``, ``3.2``, ``3.b``; below an annex ``EXHIBIT A 3.b``
``(A)``, ``(a)``, ``(1)``        ``THIRD (A)``, ``THIRD (A)(1)``
``(i)``, ``(I)``                 ``THIRD (A)(i)``; a letter where the letters have come to i
``All other terms ...``          ``SAVING CLAUSE``, in an amendment; also "remain in full force"
``Dated: ...``                   ``DATED``
``IN WITNESS WHEREOF``           ``IN WITNESS WHEREOF``
what follows it, or ``By:``      ``SIGNATURES``
``SCHEDULE A``, alone on a line  ``SCHEDULE A``; also EXHIBIT, APPENDIX, ANNEX, ATTACHMENT
``(1) ...`` in an annex          ``SCHEDULE A note (1)``, if ``(1)`` stands at a word above
===============================  ==============================================================

An annex that opens with a quotation mark ends where the mark is closed. Numbering is followed, not
guessed: a list begins at its first number and goes on upwards; a number may be left out, as an
amended agreement does. A list that a colon introduces inside a paragraph (``provided that: (i) ...;
(ii) ...``) makes passages too. Where a passage has several paragraphs of prose without number they
are ``THIRD [para 1]``, ``THIRD [para 2]``. A label that would come twice gets `` [2]``.

Page marks (``<PAGE>``, form feeds), page numbers, running heads and feet, and table headers that are
printed anew on each page belong to no passage. A paragraph goes on over a page break where the page
ends in mid-sentence or the next one begins like the inside of the paragraph.

What cannot be told: whether a paragraph goes on where a page ends with a full stop and all lines of
the paragraph are indented alike (it is taken to end), a page break inside a title, and paragraphs
that no blank line separates (they are one).
"""
