"""``linchpin schema``: the JSON schema of every answer that scripts may rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.errors import not_found
from graph.text import Text
from ui.terminal.emit import to_json
from ui.terminal.files import write_text

if TYPE_CHECKING:
    from pydantic import BaseModel

    from ui.terminal.terminal import Terminal


def answers() -> dict[str, Any]:
    """Return the model of each answer by its name; a list of one model is an array of answers."""
    from graph.cross_sell.ownership_results import Groups
    from graph.cross_sell.portfolio import Portfolio
    from graph.cross_sell.results import CrossSell, CrossSellOfAll
    from graph.cross_sell.results_adoption import Adoptions
    from graph.cross_sell.whitespace_results import Whitespace
    from graph.customers.campaigns import results as campaigns
    from graph.customers.response.results import CampaignScore
    from graph.customers.tags import results as tag_answers
    from graph.decision.bare.reasons import Reasons
    from graph.decision.plan.results import Plan
    from graph.decision.results import Analysis, TieFit
    from graph.decision.reviews.results import ReviewDiff, Trend
    from graph.decision.rivals.results import RivalsEye
    from graph.decision.what_if.compare import Comparison
    from graph.decision.winning.results import WinAnswer
    from graph.settings import Settings
    from graph.store.results import StoreStatus
    from loaders import LoadReport
    from ui.terminal import results

    return {
        "analyze": Analysis,
        "analyze-all": list[Analysis],
        "analyze-figures": list[results.FiguresOfDeal],
        "analyze-compare": Comparison,
        "analyze-rival": RivalsEye,
        "plan": Plan,
        "portfolio": Portfolio,
        "group": Groups,
        "whitespace": Whitespace,
        "cross-sell": CrossSell,
        "cross-sell-all": CrossSellOfAll,
        "cross-sell-adoption": Adoptions,
        "campaign-size": campaigns.SampleSize,
        "campaign-plan": campaigns.CampaignPlan,
        "campaign-assign": campaigns.CampaignArms,
        "campaign-list": list[results.CustomerOfCampaign],
        "campaign-results": campaigns.CampaignResults,
        "campaign-evaluate": campaigns.Evaluation,
        "campaign-improve": campaigns.Improvement,
        "campaign-score": CampaignScore,
        "scenario-list": list[results.ListedScenario],
        "scenario-show": list[Comparison],
        "tags-list": tag_answers.TagList,
        "tags-preview": tag_answers.TagView,
        "tags-define": tag_answers.TagView,
        "tags-show": tag_answers.TagView,
        "tags-apply": tag_answers.Applied,
        "tags-conflicts": tag_answers.Conflicts,
        "tags-match": tag_answers.Matches,
        "influence": list[results.PersonOfNetwork],
        "influence-explain": Reasons,
        "rules-list": list[results.ListedRule],
        "review-diff": ReviewDiff,
        "review-list": Trend,
        "review-save": Trend,
        "probability": WinAnswer,
        "query": results.QueryAnswer,
        "query-list": list[results.ListedQuery],
        "load": LoadReport,
        "store-status": StoreStatus,
        "store-start": StoreStatus,
        "store-stop": results.Stopped,
        "store-backup": results.Done,
        "store-restore": results.Done,
        "store-wipe": results.Done,
        "settings": list[results.SettingInForce],
        "settings-fit": TieFit,
        "settings-file": Settings,
        "doctor": list[results.Check],
    }


def run(terminal: Terminal, name: str | None) -> int:
    """Print the schema of one answer, or the names of all."""
    known = answers()
    if name is None:
        write_text("\n".join(known), terminal.out)
        return 0
    if name not in known:
        raise not_found(Text("schema", "schema"), name, known)
    write_text(to_json(schema_of(known[name])), terminal.out)
    return 0


def schema_of(model: type[BaseModel] | Any) -> dict[str, Any]:
    """Return the JSON schema of an answer, sentences as the one string that is written."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(model).json_schema(by_alias=True, mode="serialization")
    for name in {"Sentence", "Text"} & schema.get("$defs", {}).keys():
        schema["$defs"][name] = {
            "type": "string",
            "description": "A sentence in the language that was asked for.",
        }
    return schema
