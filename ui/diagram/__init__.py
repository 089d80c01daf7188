"""The decision map and its kin as SVG, made from an Analysis alone: no screen, no store, no clock.

``draw_map`` places everybody and routes every line; ``lighten`` says what is lit for a finding or
a person; ``standalone`` makes one picture of both for a file.
"""
