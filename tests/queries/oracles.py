"""What the queries should answer, in plain Python over lists: nothing is shared with the Cypher.

An oracle returns the columns it speaks of and the set of their rows.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import networkx as nx

ORACLES = {}
STANCE = {"mentor": 1, "supporter": 0.5, "neutral": 0, "non_supporter": -0.5, "enemy": -1}
FOR_US, AGAINST_US = {"mentor", "supporter"}, {"non_supporter", "enemy"}
LEVELS = {"none": 0.0, "brief": 0.3, "multiple": 0.6, "in_depth": 0.9}


def oracle(*columns):
    """Register the oracle of the query called like the function."""

    def keep(function):
        ORACLES[function.__name__] = (columns, function)
        return function

    return keep


def number(value):
    return None if value is None else round(value, 6)


# --- who decides


@oracle("deal_id", "person_id", "vote_weight", "veto", "stance")
def deciders(w, day):
    return {
        (o, r["from"], r["vote_weight"], bool(r["veto"]), w.stance(r["from"], o, day))
        for o in w.open_deals(day)
        for r in w.get("PLAYS", to=o)
        if r["from"] in w.deciders(o)
    }


@oracle("deal_id", "decider_id", "adviser_id", "weight")
def advisers_uncovered(w, day):
    return {
        (o, d, i["from"], 0.5 if i["weight"] is None else i["weight"])
        for o in w.open_deals(day)
        for d in w.deciders(o)
        for i in w.live("INFLUENCES", day, to=d)
        if (0.5 if i["weight"] is None else i["weight"]) >= 0.3 and not w.covered(i["from"], day)
    }


@oracle("deal_id", "role", "people")
def roles_nobody_fills(w, day):
    found = set()
    for o in w.open_deals(day):
        filled = {role for r in w.get("PLAYS", to=o) for role in r["roles"] or ()}
        wanted = {"coach", "decision_maker", "technical_expert", "end_user"}
        if w.nodes["Opportunity"][o]["procurement"] == "tender":
            wanted.add("tender_organizer")
        people = len({r["from"] for r in w.get("PLAYS", to=o)})
        found |= {(o, role, people) for role in wanted - filled}
    return found


@oracle("deal_id", "voters", "votes", "votes_for", "votes_neutral", "votes_against",
        "votes_unknown", "pass_mark")  # fmt: skip
def committee_votes(w, day):
    found = set()
    for o in w.open_deals(day):
        votes = {r["from"]: r["vote_weight"] for r in w.get("PLAYS", to=o) if r["vote_weight"]}
        if votes:
            sums = Counter()
            for p, v in votes.items():
                stance = w.stance(p, o, day)
                side = "for" if stance in FOR_US else "against" if stance in AGAINST_US else stance
                sums[side if side in ("for", "against", "neutral") else "unknown"] += v
            parts = (sums["for"], sums["neutral"], sums["against"], sums["unknown"])
            mark = w.nodes["Opportunity"][o]["pass_mark"]
            found.add((o, len(votes), sum(votes.values()), *parts, mark))
    return found


@oracle("person_id", "deals", "open_deals", "won", "lost")
def deciders_in_several_deals(w, day):
    by = defaultdict(list)
    for o in w.nodes["Opportunity"]:
        for p in w.deciders(o):
            by[p].append(o)
    outcome = {o: w.outcome(o, day) for o in w.nodes["Opportunity"]}
    still = set(w.open_deals(day))
    return {
        (
            p,
            len(deals),
            len(still & set(deals)),
            sum(outcome[o] == "won" for o in deals),
            sum(outcome[o] == "lost" for o in deals),
        )
        for p, deals in by.items()
        if len(deals) > 1
    }


@oracle("deal_id", "person_id", "stance", "decides", "sways_person_ids")
def opponents_with_power(w, day):
    found = set()
    for o in w.open_deals(day):
        deciding = w.deciders(o)
        for p in {h["from"] for h in w.get("HOLDS", to=o)}:
            stance = w.stance(p, o, day)
            sways = {i["to"] for i in w.live("INFLUENCES", day, from_=p)} & set(deciding)
            if stance in AGAINST_US and (sways or p in deciding):
                found.add((o, p, stance, p in deciding, tuple(sorted(sways))))
    return found


@oracle("deal_id", "person_id", "sources", "stance", "agreement")
def where_people_stand(w, day):
    found = set()
    for o in w.open_deals(day):
        latest = {}
        for h in sorted(w.get("HOLDS", to=o), key=lambda h: h["as_of"] or date.min):
            if not h["towards"] and (h["as_of"] or date.min) <= day:
                latest[h["from"], h["source"]] = h
        said = defaultdict(list)
        for (p, _), h in latest.items():
            c = 0.8 if h["confidence"] is None else h["confidence"]
            if h["stance"] in STANCE and c > 0:
                said[p].append((c, STANCE[h["stance"]]))
        for p, rows in said.items():
            total = sum(c for c, _ in rows)
            s = sum(c * x for c, x in rows) / total
            apart = sum(c * abs(x - s) for c, x in rows) / total
            found.add((o, p, len(rows), number(s), number(1 - apart)))
    return found


# --- our cover


@oracle("seller_id", "person_id", "strength", "last_contact")
def who_covers_whom(w, day):
    met = defaultdict(set)
    for t in w.ties["TOOK_PART"]:
        met[t["from_kind"], t["from"]].add(t["to"])
    when = {i: row["on"] for i, row in w.nodes["Interaction"].items()}
    found = set()
    for c in w.live("COVERS", day):
        shared = met["Seller", c["from"]] & met["Person", c["to"]]
        days = [when[i] for i in shared if when[i] and when[i] <= day]
        days += [c["last_contact"]] if c["last_contact"] and c["last_contact"] <= day else []
        last = max(days, default=None)
        full = LEVELS.get(c["level"], 0.5) if c["strength"] is None else c["strength"]
        age = (day - last).days if last else 0
        found.add((c["from"], c["to"], number(full * 0.5 ** (age / 180)), last))
    return found


@oracle("seller_id", "person_id", "roles", "deals")
def known_by_one_seller(w, day):
    found = set()
    for p in w.nodes["Person"]:
        sellers = w.covered(p, day)
        played = [r for r in w.get("PLAYS", from_=p) if r["to"] in set(w.open_deals(day))]
        roles = {role for r in played for role in r["roles"] or ()}
        if len(sellers) == 1 and roles:
            deals = {r["to"] for r in played if r["roles"]}
            found.add((*sellers, p, tuple(sorted(roles)), len(deals)))
    return found


@oracle("deal_id", "person_id", "nearest_person_ids")
def deciders_uncovered(w, day):
    found = set()
    for o in w.open_deals(day):
        for d in w.deciders(o):
            if not w.covered(d, day):
                near = set()
                for type_ in ("INFLUENCES", "KNOWS", "REPORTS_TO"):
                    near |= {t["from"] for t in w.live(type_, day, to=d)}
                    near |= {t["to"] for t in w.live(type_, day, from_=d)}
                found.add((o, d, tuple(sorted(n for n in near if w.covered(n, day)))))
    return found


@oracle("seller_id", "people", "only_they_know", "open_deals", "enterprises")
def seller_load(w, day):
    by = defaultdict(set)
    for c in w.live("COVERS", day):
        by[c["to"]].add(c["from"])
    still = set(w.open_deals(day))
    return {
        (
            s,
            sum(s in who for who in by.values()),
            sum(who == {s} for who in by.values()),
            len({r["to"] for r in w.get("WORKS_ON", from_=s)} & still),
            len({r["to"] for r in w.get("MANAGES", from_=s)}),
        )
        for s in w.nodes["Seller"]
    }


@oracle("enterprise_id", "level", "people", "covered")
def cover_by_level(w, day):
    posts = defaultdict(set)
    for r in w.live("WORKS_FOR", day):
        if r["level"] is not None:
            posts[r["to"], r["level"]].add(r["from"])
    return {
        (e, level, len(people), sum(bool(w.covered(p, day)) for p in people))
        for (e, level), people in posts.items()
    }


@oracle("seller_id", "person_id", "quiet_days", "open_deals")
def quiet_ties(w, day):
    when = {i: row["on"] for i, row in w.nodes["Interaction"].items()}
    still, found, limit = set(w.open_deals(day)), set(), day - timedelta(days=90)
    for c in w.live("COVERS", day):
        ours = {t["to"] for t in w.get("TOOK_PART", from_=c["from"], from_kind="Seller")}
        theirs = {t["to"] for t in w.get("TOOK_PART", from_=c["to"], from_kind="Person")}
        met = any(when[i] and limit < when[i] <= day for i in ours & theirs)
        if c["last_contact"] and c["last_contact"] <= limit and not met:
            deals = {r["to"] for r in w.get("PLAYS", from_=c["to"])} & still
            quiet = (day - c["last_contact"]).days
            found.add((c["from"], c["to"], quiet, len(deals)))
    return found


@oracle("deal_id", "person_id", "stance", "last_contact")
def supporters_neglected(w, day):
    when = {i: row["on"] for i, row in w.nodes["Interaction"].items()}
    sellers = {t["to"] for t in w.get("TOOK_PART", from_kind="Seller")}
    found = set()
    for o in w.open_deals(day):
        for p in {h["from"] for h in w.get("HOLDS", to=o)}:
            days = [c["last_contact"] for c in w.get("COVERS", to=p)]
            met = {t["to"] for t in w.get("TOOK_PART", from_=p, from_kind="Person")} & sellers
            days = [d for d in (*days, *(when[i] for i in met)) if d and d <= day]
            last, stance = max(days, default=None), w.stance(p, o, day)
            if stance in FOR_US and (last is None or last <= day - timedelta(days=60)):
                found.add((o, p, stance, last))
    return found


# --- rivals and deals


@oracle("deal_id", "competitor_id", "person_id", "stance_to_rival", "stance_to_us")
def leaning_to_rival(w, day):
    found = set()
    for o in w.open_deals(day):
        said = defaultdict(list)
        for h in w.get("HOLDS", to=o):
            if h["towards"] and (h["as_of"] or date.min) <= day:
                said[h["from"], h["towards"]].append(h)
        for (p, k), rows in said.items():
            rows.sort(key=lambda h: (-(h["as_of"] or date.min).toordinal(), h["source"] or ""))
            if rows[0]["stance"] in FOR_US:
                found.add((o, k, p, rows[0]["stance"], w.stance(p, o, day)))
    return found


@oracle("enterprise_id", "competitor_id", "product_id", "ends_on", "days_left")
def contracts_ending(w, day):
    return {
        (s["to"], s["from"], s["product"] or "", s["until"], (s["until"] - day).days)
        for s in w.live("SUPPLIES", day)
        if s["until"] and s["until"] <= day + timedelta(days=365)
    }


@oracle("deal_id", "competitor_id", "silent_person_ids")
def dark_horses(w, day):
    found = set()
    for b in w.ties["BIDS_ON"]:
        o, listed = b["to"], w.nodes["Opportunity"][b["to"]]["shortlisted_on"]
        if b["first_seen"] and listed and listed < b["first_seen"] <= day:
            spoken = {
                h["from"]
                for h in w.get("HOLDS", to=o, towards=b["from"])
                if (h["as_of"] or date.min) <= day and h["stance"] not in (None, "unknown")
            }
            if o in w.open_deals(day):
                found.add((o, b["from"], tuple(sorted(set(w.deciders(o)) - spoken))))
    return found


@oracle("competitor_id", "won", "lost", "win_rate")
def record_against(w, day):
    found = set()
    for k in w.nodes["Competitor"]:
        deals = {b["to"] for b in w.get("BIDS_ON", from_=k)}
        ends = Counter(w.outcome(o, day) for o in deals)
        total = ends["won"] + ends["lost"]
        rate = number(ends["won"] / total) if total else None
        found.add((k, ends["won"], ends["lost"], rate))
    return found


@oracle("stage", "currency", "deals", "amount", "without_amount")
def pipeline_by_stage(w, day):
    groups = defaultdict(list)
    for o in w.open_deals(day):
        row = w.nodes["Opportunity"][o]
        groups[w.stage(o, day) or "", row["currency"] or ""].append(row["amount"])
    return {
        (*key, len(sums), number(sum(a or 0 for a in sums)), sums.count(None))
        for key, sums in groups.items()
    }


@oracle("deal_id", "contacts", "people_met", "last_contact")
def contacts_in_deals(w, day):
    when = {i: row["on"] for i, row in w.nodes["Interaction"].items()}
    found = set()
    for o in w.open_deals(day):
        ever = {a["from"] for a in w.get("ABOUT", to=o)}
        ever = {i for i in ever if when[i] and when[i] <= day}
        late = {i for i in ever if when[i] > day - timedelta(days=90)}
        met = {t["from"] for t in w.get("TOOK_PART", from_kind="Person") if t["to"] in late}
        found.add((o, len(late), len(met), max((when[i] for i in ever), default=None)))
    return found


# --- needs and steps


@oracle("deal_id", "step_id", "days_late", "person_ids")
def overdue_steps(w, day):
    found = set()
    for h in w.ties["HAS_STEP"]:
        step = w.nodes["Step"][h["to"]]
        late = step["planned_on"] and step["planned_on"] < day
        if (
            h["from"] in w.open_deals(day)
            and late
            and not (step["done_on"] and step["done_on"] <= day)
        ):
            actors = {a["from"] for a in w.get("ACTS_IN", to=h["to"])}
            age = (day - step["planned_on"]).days
            found.add((h["from"], h["to"], age, tuple(sorted(actors))))
    return found


@oracle("deal_id", "step_id", "actors")
def weak_steps(w, day):
    found = set()
    for h in w.ties["HAS_STEP"]:
        done = w.nodes["Step"][h["to"]]["done_on"]
        actors = {a["from"] for a in w.get("ACTS_IN", to=h["to"])}
        to_come = h["from"] in w.open_deals(day) and not (done and done <= day)
        if to_come and not any(w.covered(a, day) for a in actors):
            found.add((h["from"], h["to"], len(actors)))
    return found


@oracle("deal_id", "need_id", "people", "product_ids")
def unmet_needs(w, day):
    met_by = defaultdict(set)
    for m in w.ties["MEETS"]:
        met_by[m["to"]].add(m["from"])
    found = set()
    for o in w.open_deals(day):
        offered = {i["to"] for i in w.get("INCLUDES", from_=o)}
        asking = defaultdict(set)
        for r in w.get("PLAYS", to=o):
            for h in w.get("HAS_NEED", from_=r["from"]):
                asking[h["to"]].add(r["from"])
        for need, people in asking.items():
            if not met_by[need] & offered:
                found.add((o, need, len(people), tuple(sorted(met_by[need]))))
    return found


# --- groups


def holdings(w, day):
    graph = nx.DiGraph((h["to"], h["from"]) for h in w.live("MEMBER_OF", day))
    graph.add_nodes_from(w.nodes["Enterprise"])
    return graph


@oracle("group_id", "member_id", "depth")
def group_tree(w, day):
    graph = holdings(w, day)
    return {
        (g, m, depth)
        for g in graph
        if not graph.in_degree(g)
        for m, depth in nx.single_source_shortest_path_length(graph, g, cutoff=8).items()
        if m != g
    }


@oracle("member_id", "owner_id", "share", "known_shares", "since")
def joint_holdings(w, day):
    by = defaultdict(list)
    for h in w.live("MEMBER_OF", day):
        by[h["from"]].append((h["to"], h["share"], h["since"]))
    return {
        (m, o, s, number(sum(x or 0 for _, x, _ in held)), since)
        for m, held in by.items()
        if len({o for o, _, _ in held}) > 1
        for o, s, since in held
    }


def uses(w, day):
    by = defaultdict(set)
    for u in w.live("USES", day):
        by[u["from"]].add(u["to"])
    return by


@oracle("group_id", "member_id", "product_id", "sibling_ids")
def whitespace(w, day):
    graph, used = holdings(w, day), uses(w, day)
    found = set()
    for g in graph:
        for m in graph[g]:
            for p in w.nodes["Product"]:
                kin = tuple(sorted(s for s in graph[g] if s != m and p in used[s]))
                if kin and p not in used[m]:
                    found.add((g, m, p, kin))
    return found


@oracle("group_id", "member_id", "depth", "passed_on")
def majority_chains(w, day):
    share = {}
    for h in w.live("MEMBER_OF", day):
        if (h["share"] or 0) > 0.5:
            share[h["to"], h["from"]] = max(h["share"], share.get((h["to"], h["from"]), 0))
    graph = nx.DiGraph(list(share))
    found = set()
    for g in graph:
        for m, path in nx.single_source_shortest_path(graph, g, cutoff=8).items():
            if m != g:
                ways = nx.all_simple_paths(graph, g, m)
                parts = [math.prod(share[pair] for pair in pairwise(way)) for way in ways]
                found.add((g, m, len(path) - 1, number(max(parts))))
    return found


@oracle("group_id", "member_id", "product_id", "state")
def whitespace_states(w, day):
    graph, used = holdings(w, day), uses(w, day)
    supplied = {(s["to"], s["product"]) for s in w.live("SUPPLIES", day)}
    found = set()
    for g in graph:
        if graph.in_degree(g) or not graph.out_degree(g):
            continue
        for m in {g} | nx.descendants(graph, g):
            for p, product in w.nodes["Product"].items():
                state = "open"
                if p in used[m]:
                    state = "ours"
                elif (m, p) in supplied:
                    state = "rival"
                elif unfit(w.nodes["Enterprise"][m], product):
                    state = "not_suitable"
                found.add((g, m, p, state))
    return found


def unfit(company, product):
    employees, least, most = (
        company["employees"],
        product["min_employees"],
        product["max_employees"],
    )
    if employees is not None and least is not None and employees < least:
        return True
    if employees is not None and most is not None and employees > most:
        return True
    return any(
        company[one] is not None and product[many] and company[one] not in product[many]
        for one, many in (("industry", "industries"), ("region", "regions"))
    )


@oracle("member_id", "owner_id", "rival_ids")
def members_without_us(w, day):
    graph, used = holdings(w, day), uses(w, day)
    return {
        (m, min(graph.pred[m]), tuple(sorted({s["from"] for s in w.live("SUPPLIES", day, to=m)})))
        for m in graph
        if graph.pred[m] and not used[m]
    }


@oracle("group_id", "product_id", "members_using", "members", "member_ids")
def framework_candidates(w, day):
    graph, used = holdings(w, day), uses(w, day)
    found = set()
    for g in graph:
        if not graph.in_degree(g):
            below = nx.descendants(graph, g)
            for p in set(w.nodes["Product"]) - used[g]:
                who = tuple(sorted(m for m in below if p in used[m]))
                if len(who) >= 3:
                    found.add((g, p, len(who), len(below), who))
    return found


@oracle("person_id", "enterprise_ids")
def shared_people(w, day):
    by = defaultdict(set)
    for r in w.live("WORKS_FOR", day):
        by[r["from"]].add(r["to"])
    return {(p, tuple(sorted(e))) for p, e in by.items() if len(e) > 1}


# --- products


@oracle("product_id", "customers", "monthly_revenue", "members")
def adoption(w, day):
    found = set()
    for p in w.nodes["Product"]:
        rows = w.live("USES", day, to=p)
        revenue = round(sum(u["monthly_revenue"] or 0 for u in rows), 2)
        members = sum(u["members"] or 0 for u in rows)
        found.add((p, len({u["from"] for u in rows}), revenue, members))
    return found


@oracle("product_id", "other_product_id", "both", "confidence", "lift")
def used_together(w, day):
    users = defaultdict(set)
    for e, products in uses(w, day).items():
        for p in products:
            users[p].add(e)
    total = len(w.nodes["Enterprise"])
    found = set()
    for a in users:
        for b in users:
            both = len(users[a] & users[b])
            if a != b and both >= 2:
                sure = both / len(users[a])
                found.add((a, b, both, number(sure), number(sure / (len(users[b]) / total))))
    return found


@oracle("product_id", "industry", "users", "customers")
def by_industry(w, day):
    used = uses(w, day)
    there = defaultdict(set)
    for e, row in w.nodes["Enterprise"].items():
        there[row["industry"] or ""].add(e)
    return {
        (p, i, n, len(companies))
        for p in w.nodes["Product"]
        for i, companies in there.items()
        if (n := sum(p in used[e] for e in companies))
    }


# --- campaigns, tags, members


@oracle("campaign_id", "arm", "assigned", "contacted", "accepted")
def campaign_results(w, day):
    arms = defaultdict(list)
    for t in w.ties["TARGETED"]:
        arms[t["from"], t["arm"] or ""].append(t)
    return {
        (
            *k,
            len(rows),
            sum(bool(t["contacted"]) for t in rows),
            sum(bool(t["accepted"]) for t in rows),
        )
        for k, rows in arms.items()
    }


@oracle("campaign_id", "products", "started_on", "ended_on", "measure", "budget", "target",
        "control")  # fmt: skip
def campaign_plans(w, day):
    return {
        (
            c,
            tuple(sorted({p["to"] for p in w.get("PROMOTES", from_=c)})),
            *(row[k] for k in ("started_on", "ended_on", "measure", "budget")),
            *(
                len({t["to"] for t in w.get("TARGETED", from_=c) if t["arm"] == arm})
                for arm in ("target", "control")
            ),
        )
        for c, row in w.nodes["Campaign"].items()
    }


@oracle("campaign_id", "arm", "assigned", "revenue", "cost", "net_each")
def campaign_money(w, day):
    arms = defaultdict(list)
    for t in w.ties["TARGETED"]:
        arms[t["from"], t["arm"] or ""].append(t)
    found = set()
    for key, rows in arms.items():
        revenue, cost = (math.fsum(t[k] or 0 for t in rows) for k in ("revenue", "cost"))
        net = number((revenue - cost) / len(rows))
        found.add((*key, len(rows), round(revenue, 2), round(cost, 2), net))
    return found


@oracle("campaign_id", "stratum", "target", "target_rate", "control", "control_rate")
def campaign_strata(w, day):
    parts = defaultdict(lambda: {"target": [], "control": []})
    for t in w.ties["TARGETED"]:
        if t["arm"]:
            parts[t["from"], t["stratum"] or ""][t["arm"]].append(bool(t["accepted"]))
    return {
        (*key, *(x for sold in (a["target"], a["control"])
                 for x in (len(sold), number(sum(sold) / len(sold)) if sold else None)))
        for key, a in parts.items()
    }  # fmt: skip


@oracle("campaign_id", "enterprise_id", "product_id")
def accepted_not_using(w, day):
    used = uses(w, day)
    return {
        (t["from"], t["to"], p["to"])
        for t in w.ties["TARGETED"]
        if t["accepted"]
        for p in w.get("PROMOTES", from_=t["from"])
        if p["to"] not in used[t["to"]]
    }


@oracle("enterprise_id", "campaigns", "last_contacted", "do_not_contact")
def contact_fatigue(w, day):
    found = set()
    for e, row in w.nodes["Enterprise"].items():
        rows = w.get("TARGETED", to=e)
        campaigns, no = len({t["from"] for t in rows}), bool(row["do_not_contact"])
        if campaigns > 1 or no:
            last = max((t["contacted_on"] for t in rows if t["contacted_on"]), default=None)
            found.add((e, campaigns, last, no))
    return found


@oracle("tag_id", "customers")
def tag_carriers(w, day):
    by = defaultdict(set)
    for h in w.get("HAS_TAG", from_kind="Enterprise"):
        by[h["to"]].add(h["from"])
    return {(t, len(by[t])) for t in w.nodes["Tag"]}


@oracle("tag_id", "enterprise_id", "value", "source", "confidence", "as_of")
def customers_by_tag(w, day):
    return {
        (h["to"], h["from"], h["value"], h["source"], h["confidence"], h["as_of"])
        for h in w.get("HAS_TAG", from_kind="Enterprise")
    }


@oracle("product_id", "enterprise_id", "shared", "lacking")
def offers_by_tag(w, day):
    carried = defaultdict(set)
    for h in w.ties["HAS_TAG"]:
        carried[h["from_kind"], h["from"]].add(h["to"])
    used = uses(w, day)
    return {
        (p, e, tuple(sorted(both)), len(carried["Product", p] - both))
        for p in w.nodes["Product"]
        for e in w.nodes["Enterprise"]
        if (both := carried["Product", p] & carried["Enterprise", e]) and p not in used[e]
    }


@oracle("tag_id", "source", "customers", "oldest", "newest")
def tags_by_source(w, day):
    by = defaultdict(list)
    for h in w.get("HAS_TAG", from_kind="Enterprise"):
        by[h["to"], h["source"] or ""].append(h)
    return {
        (*key, len({h["from"] for h in rows}), *ends([h["as_of"] for h in rows if h["as_of"]]))
        for key, rows in by.items()
    }


def ends(days):
    return (min(days), max(days)) if days else (None, None)


@oracle("enterprise_id", "segment", "members")
def members_by_segment(w, day):
    segment = {m: row["segment"] or "" for m, row in w.nodes["Member"].items()}
    counted = Counter((b["to"], segment[b["from"]]) for b in w.ties["BELONGS_TO"])
    return {(*key, n) for key, n in counted.items()}


@oracle("member_id", "enterprise_ids")
def in_several_customers(w, day):
    by = defaultdict(set)
    for b in w.ties["BELONGS_TO"]:
        by[b["from"]].add(b["to"])
    return {(m, tuple(sorted(e))) for m, e in by.items() if len(e) > 1}


@oracle("enterprise_id", "stated", "counted", "difference")
def stated_and_counted(w, day):
    counted = Counter(b["to"] for b in w.ties["BELONGS_TO"])
    return {
        (e, n, counted[e], counted[e] - n)
        for e, row in w.nodes["Enterprise"].items()
        if (n := row["member_count"]) is not None and counted[e] != n
    }


# --- data quality


@oracle("deal_id", "person_id", "said", "sources")
def contradicting_sources(w, day):
    latest = {}
    for h in sorted(w.ties["HOLDS"], key=lambda h: h["as_of"] or date.min):
        known = h["stance"] not in (None, "unknown")
        if not h["towards"] and known and (h["as_of"] or date.min) <= day:
            latest[h["to"], h["from"], h["source"] or ""] = h["stance"]
    by = defaultdict(dict)
    for (o, p, source), stance in latest.items():
        by[o, p][source] = stance
    return {
        (o, p, tuple(said[s] for s in sorted(said)), tuple(sorted(said)))
        for (o, p), said in by.items()
        if FOR_US & set(said.values()) and AGAINST_US & set(said.values())
    }


@oracle("deal_id", "person_id", "stance", "stated_on")
def stale_stances(w, day):
    found = set()
    for o in w.open_deals(day):
        for p in {h["from"] for h in w.get("HOLDS", to=o)}:
            rows = [h for h in w.get("HOLDS", from_=p, to=o) if not h["towards"]]
            days = [h["as_of"] or date.min for h in rows if (h["as_of"] or date.min) <= day]
            if days and max(days) <= day - timedelta(days=180):
                last = None if max(days) == date.min else max(days)
                found.add((o, p, w.stance(p, o, day), last))
    return found


@oracle("deal_id", "person_id", "source", "statements")
def single_source(w, day):
    found = set()
    for o in w.open_deals(day):
        for p in w.deciders(o):
            rows = [
                h
                for h in w.get("HOLDS", from_=p, to=o)
                if not h["towards"] and (h["as_of"] or date.min) <= day
            ]
            sources = {h["source"] or "" for h in rows}
            if len(sources) == 1:
                found.add((o, p, *sources, len(rows)))
    return found


@oracle("person_id", "missing", "deal_ids")
def incomplete_people(w, day):
    found = set()
    for p, row in w.nodes["Person"].items():
        deals = {r["to"] for r in w.get("PLAYS", from_=p)} & set(w.open_deals(day))
        posts = w.live("WORKS_FOR", day, from_=p)
        missing = ["name"] if row["placeholder"] else []
        missing += [] if posts else ["post"]
        for name in ("department", "level"):
            if posts and all(r[name] is None for r in posts):
                missing.append(name)
        if deals and missing:
            found.add((p, tuple(missing), tuple(sorted(deals))))
    return found


@oracle("deal_id", "missing")
def incomplete_deals(w, day):
    found = set()
    for o in w.open_deals(day):
        row = w.nodes["Opportunity"][o]
        gaps = {
            "enterprise": not w.get("FOR", from_=o),
            "amount": row["amount"] is None,
            "expected_close": row["expected_close"] is None,
            "product": not w.get("INCLUDES", from_=o),
            "team": not w.get("WORKS_ON", to=o),
            "people": not w.get("PLAYS", to=o),
        }
        if any(gaps.values()):
            found.add((o, tuple(name for name, gap in gaps.items() if gap)))
    return found


@oracle("person_id", "length", "ring_person_ids")
def reporting_cycles(w, day):
    graph = nx.DiGraph((r["from"], r["to"]) for r in w.live("REPORTS_TO", day))
    found = set()
    for ring in nx.simple_cycles(graph, length_bound=8):
        first = ring.index(min(ring))
        turned = ring[first + 1 :] + ring[: first + 1]
        found.add((min(ring), len(ring), tuple(turned)))
    return found


@oracle("deal_id", "enterprise_id", "person_id", "left_on")
def left_the_customer(w, day):
    found = set()
    for o in w.open_deals(day):
        for e in {f["to"] for f in w.get("FOR", from_=o)}:
            for p in {r["from"] for r in w.get("PLAYS", to=o)}:
                posts = w.get("WORKS_FOR", from_=p, to=e)
                if posts and not w.live("WORKS_FOR", day, from_=p, to=e):
                    ends = [r["until"] for r in posts if r["until"]]
                    found.add((o, e, p, max(ends, default=None)))
    return found


@oracle("person_id", "other_person_id", "same")
def same_name(w, day):
    works = defaultdict(set)
    for r in w.ties["WORKS_FOR"]:
        works[r["from"]].add(r["to"])
    people, found = sorted(w.nodes["Person"].items()), set()
    for i, (a, one) in enumerate(people):
        for b, other in people[i + 1 :]:
            same = []
            if one["email"] and other["email"] and one["email"].lower() == other["email"].lower():
                same.append("email")
            if one["name"] and one["name"] == other["name"] and works[a] & works[b]:
                same.append("name and company")
            if one["phone"] and one["phone"] == other["phone"]:
                same.append("phone")
            if same:
                found.add((a, b, tuple(same)))
    return found


@oracle("enterprise_id", "deal_ids")
def customers_without_people(w, day):
    staffed = {r["to"] for r in w.live("WORKS_FOR", day)}
    by = defaultdict(set)
    for f in w.ties["FOR"]:
        if f["from"] in w.open_deals(day) and f["to"] not in staffed:
            by[f["to"]].add(f["from"])
    return {(e, tuple(sorted(deals))) for e, deals in by.items()}
