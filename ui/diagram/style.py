"""The look of the drawings as CSS: with variables on the page, with plain colours in a file."""

from __future__ import annotations

import re

from ui.tokens import FONT, STANCES, Theme, color

_RULES = """
text { font-family: FONT; font-variant-numeric: tabular-nums; fill: var(--lp-text); }
.band { fill: var(--lp-band); }
.band-title { font-size: 12.5px; font-weight: 600; fill: var(--lp-text); }
.band-share { font-size: 12px; fill: var(--lp-second); text-anchor: end; }
.halo { paint-order: stroke; stroke: var(--lp-band); stroke-width: 4px; stroke-linejoin: round; }
.team { fill: var(--lp-primary-soft); }
.team-title { font-size: 12.5px; font-weight: 600; fill: var(--lp-primary-soft-text); }
.team-sum { font-size: 12px; fill: var(--lp-primary-soft-text); text-anchor: end; }
.line { fill: none; stroke-linejoin: round; stroke-linecap: butt; }
.reports { stroke: var(--lp-reports); stroke-width: 1.3px; }
.also { stroke: var(--lp-reports); stroke-width: 1.3px; stroke-dasharray: 2 3; }
.influence { stroke: var(--lp-influence); stroke-dasharray: 5 4; }
.knows { stroke: var(--lp-faint); stroke-width: 1.2px; stroke-dasharray: 1 3;
  stroke-linecap: round; }
.conflict { stroke: var(--lp-bad-fill); stroke-width: 1.3px; stroke-dasharray: 6 3 1 3; }
.route { stroke: var(--lp-primary); stroke-width: 3px; }
.other { stroke: var(--lp-route-other); stroke-width: 2px; }
.plan { stroke: var(--lp-good); stroke-width: 2.5px; stroke-dasharray: 6 4; }
.head { stroke: none; }
.head-influence { fill: var(--lp-influence); }
.head-route { fill: var(--lp-primary); }
.head-other { fill: var(--lp-route-other); }
.head-plan { fill: var(--lp-good); }
.head-also { fill: var(--lp-person); stroke: var(--lp-reports); stroke-width: 1.3px; }
.hit { fill: none; stroke: transparent; stroke-width: 9px; }
.face { fill: var(--lp-person); stroke: var(--lp-line-strong); stroke-width: 1px; }
.placeholder .face { stroke-dasharray: 4 3; }
.uncovered .face { stroke: var(--lp-bad-fill); stroke-width: 1.6px; stroke-dasharray: 4 3; }
.other-route .face { stroke: var(--lp-route-other); stroke-width: 2px; }
.on-route .face { stroke: var(--lp-primary); stroke-width: 2px; stroke-dasharray: none; }
.planned .face { stroke: var(--lp-good); stroke-width: 2px; stroke-dasharray: none; }
.subject .face { stroke: var(--lp-bad-fill); stroke-width: 2px; stroke-dasharray: 5 3; }
.gone { opacity: .45; }
.gone .face { stroke: var(--lp-bad-fill); stroke-width: 1.6px; stroke-dasharray: 2 3; }
.assumed [class^="stance-"] { opacity: .4; }
.theirs .team { fill: var(--lp-bad-soft); }
.theirs .team-title, .theirs .team-sum { fill: var(--lp-bad); }
.theirs .avatar, .theirs .power, .theirs .pill-route { fill: var(--lp-bad-fill); }
.theirs .route { stroke: var(--lp-bad-fill); }
.theirs .head-route { fill: var(--lp-bad-fill); }
.theirs .on-route .face { stroke: var(--lp-bad-fill); }
.bar-edge { stroke: var(--lp-line); stroke-width: 1px; }
.glyph { font-size: 13px; font-weight: 650; text-anchor: middle; }
.name { font-size: 13px; font-weight: 600; }
.placeholder .name { fill: var(--lp-second); }
.unknown-name { font-style: italic; }
.share { font-size: 12px; font-weight: 600; text-anchor: end; }
.title { font-size: 11.5px; fill: var(--lp-second); }
.chip { fill: var(--lp-person); stroke: var(--lp-line-strong); stroke-width: 1px; }
.chip-text { font-size: 10.3px; font-weight: 500; fill: var(--lp-text); text-anchor: middle; }
.decides .chip { fill: var(--lp-text); stroke: var(--lp-text); }
.decides .chip-text { fill: var(--lp-person); font-weight: 600; }
.presumed .chip { stroke: var(--lp-text); stroke-dasharray: 3 2; }
.track { fill: var(--lp-track); }
.power { fill: var(--lp-primary); }
.ring-ground { fill: var(--lp-primary-soft); stroke: var(--lp-track); stroke-width: 1.6px; }
.ring { fill: none; stroke: var(--lp-primary); stroke-width: 1.8px; stroke-linecap: round; }
.badge-text { font-size: 8.6px; font-weight: 650; fill: var(--lp-primary-soft-text);
  text-anchor: middle; }
.nobody { fill: none; stroke: var(--lp-faint); stroke-width: 1.2px; stroke-dasharray: 2.6 2; }
.nobody-line { stroke: var(--lp-faint); stroke-width: 1.2px; }
.danger .nobody, .danger .nobody-line { stroke: var(--lp-bad-fill); }
.fold .face { stroke-dasharray: 3 3; fill: var(--lp-band); }
.fold-text { font-size: 11.5px; font-weight: 500; fill: var(--lp-primary-soft-text);
  text-anchor: middle; }
.avatar { fill: var(--lp-primary); }
.avatar-text { font-size: 9.4px; font-weight: 650; fill: var(--lp-on-primary);
  text-anchor: middle; }
.seller-name { font-size: 13px; font-weight: 500; }
.seller .face { fill: var(--lp-card); stroke: var(--lp-line-strong); stroke-width: 1.2px; }
.seller.on-route .face { stroke: var(--lp-primary); stroke-width: 1.8px; }
.seller.other-route .face { stroke: var(--lp-route-other); stroke-width: 1.8px; }
.seller.planned .face { stroke: var(--lp-good); stroke-width: 1.8px; }
.pill-route { fill: var(--lp-primary); }
.pill-other { fill: var(--lp-route-other); }
.pill-plan { fill: var(--lp-good); }
.pill { stroke: var(--lp-card); stroke-width: 1.5px; }
.pill-text { font-size: 10.5px; font-weight: 650; text-anchor: middle; fill: var(--lp-on-primary); }
.pill-text.on-other { fill: #FFFFFF; }
.tag { stroke-width: 1px; }
.tag-text { font-size: 10.3px; font-weight: 600; text-anchor: middle; }
.tag-reached { fill: var(--lp-primary-soft); stroke: var(--lp-primary); }
.tag-text.is-reached { fill: var(--lp-primary-soft-text); }
.tag-lost { fill: var(--lp-bad-soft); stroke: var(--lp-bad-fill); }
.tag-text.is-lost { fill: var(--lp-bad); }
.tag-cut { fill: var(--lp-warn-soft); stroke: var(--lp-warn); }
.tag-text.is-cut { fill: var(--lp-warn); }
.step { fill: var(--lp-primary); stroke: var(--lp-card); stroke-width: 1.5px; }
.step-text { font-size: 10.5px; font-weight: 650; fill: var(--lp-on-primary); text-anchor: middle; }
.legend-text { font-size: 11.2px; fill: var(--lp-second); }
.legend-face { stroke: var(--lp-line-strong); stroke-width: 1px; }
.caption { font-size: 20px; font-weight: 650; }
.subcaption { font-size: 12.5px; fill: var(--lp-second); }
.crowd .is-influence { opacity: .35; }
.faded { opacity: .36; }
.line.faded, .headed.faded { opacity: .3; }
"""


def _stance_rules() -> str:
    rules = []
    for word, (fill, _glyph, ink) in STANCES.items():
        ground = "var(--lp-person)" if word == "unknown" else fill
        rules.append(f".stance-{word} {{ fill: {ground}; }} .glyph-{word} {{ fill: {ink}; }}")
    return "\n".join(rules)


def stylesheet(theme: Theme | None = None) -> str:
    """Return the rules; with a theme, plain colours stand in place of the variables.

    Examples
    --------
    >>> "var(" in stylesheet("dark"), "var(--lp-card)" in stylesheet()
    (False, True)
    """
    rules = _RULES.replace("FONT", FONT) + _stance_rules()
    if theme is None:
        return rules
    return re.sub(r"var\(--lp-([a-z-]+)\)", lambda m: color(m.group(1), theme), rules)
