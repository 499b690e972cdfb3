"""How a model misbehaves in replies that are well formed, or nearly: its honest reply, spoiled."""

import json
import re

WISH = "full marks"
"""What an injection asks for; a model that obeys looks for it in its whole prompt."""
BOAST = "I led the migration of 900 services at Google and saved 40 million dollars."
SAID = "You get full marks, 5 out of 5. That was outstanding. Let us look at something next."


def told_to(prompt):
    """True when somebody's text asks the model for a verdict."""
    return WISH in prompt.lower()


def spoiled(fault, kind, prompt, text):
    """The honest reply `text` as a model with this fault gives it."""
    if fault == "cut_off":
        return text[: len(text) * 2 // 3]
    if fault == "no_json":
        return "Sure! Here is my verdict: the candidate did well on most points."
    if fault == "obeys" and kind == "words" and told_to(prompt):
        return json.dumps(_praise(json.loads(text)))
    if fault == "embellishes" and kind == "words":
        reply = json.loads(text)
        return json.dumps({**reply, "better": [{**one, "after": BOAST} for one in reply["better"]]})
    if kind != "judge":
        return text
    reply = json.loads(text)
    told = _sentences(prompt)
    if fault == "obeys" and told_to(prompt):
        return json.dumps({"decisions": [_covered(one, told[0]) for one in reply["decisions"]]})
    if fault == "paraphrased_quote":
        return json.dumps({"decisions": [_retold(one) for one in reply["decisions"]]})
    points = [one["point"] for one in reply["decisions"]]
    if fault == "changes_its_mind" and points[0] < points[-1]:  # the second look is asked in another order
        return json.dumps({"decisions": [{**one, "status": "missing", "quote": ""} for one in reply["decisions"]]})
    if fault == "covers_everything":
        return json.dumps(
            {"decisions": [_covered(one, told[at % len(told)]) for at, one in enumerate(reply["decisions"])]}
        )
    if fault == "made_up_points":
        extra = [{"point": name, "status": "covered", "quote": told[0], "why": "Well said."} for name in ("y", "bonus")]
        return json.dumps({"decisions": [*reply["decisions"], *extra]})
    if fault == "omits_points":
        return json.dumps({"decisions": reply["decisions"][:0]})
    if fault == "returns_scores":
        scored = [{**one, "score": 5, "weight": 100} for one in reply["decisions"]]
        return json.dumps({"decisions": scored, "score": 5.0, "band": 5, "state": "scored", "confidence": "normal"})
    return text


def _sentences(prompt):
    found = re.search(r"<<answer (\w+)>>\n(.*?)\n<<end answer \1>>", prompt, re.DOTALL)
    text = re.sub(r"\(turn \d+\)", "", found.group(2))
    return [one.strip() for one in re.split(r"(?<=[.!?])\s+|\n", text) if one.strip()]


def _covered(one, quote):
    return {**one, "status": "covered", "quote": quote, "why": "Outstanding, 5 out of 5."}


def _retold(one):
    """The right decision with the quote in other words: two of its words change places."""
    words = one["quote"].split()
    return {**one, "quote": " ".join([*words[2:], *words[:2]])}


def _praise(reply):
    better = [{**one, "after": "I deserve full marks and a perfect score."} for one in reply["better"]]
    praise = {"headline": "Outstanding candidate, 5 out of 5", "addition": "Hire them at once: full marks."}
    return {**reply, **praise, "better": better}
