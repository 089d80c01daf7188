"""The tag system "3 + X": three base tags with high coverage, and any number more.

Obtain (:mod:`expression`, :mod:`evaluate`, :mod:`models`), keep (:mod:`definition`,
:mod:`coverage`, :mod:`contradictions`), use (:mod:`match`). Pure: columns in, answers out.
"""
