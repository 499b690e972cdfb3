"""Sentences of a web page or a job description that give orders to a program that reads it; they are cut out, named, and never followed."""
# ruff: noqa: E501 - patterns, one a line

import re

from agents.grading.instructions import is_instruction

_AI = r"(?:ai|a\.i\.|llms?|gpts?|chatgpt|claude|gemini|copilot|(?:large )?language models?|(?:ai |virtual |automated )?(?:assistants?|agents?|bots?|chatbots?|crawlers?|summari[sz]ers?))"
_TEXT = r"(?:answers?|brief(?:ing)?s?|summar(?:y|ies)|reports?|responses?|outputs?|repl(?:y|ies))"
_ORDER = re.compile(
    rf"\b(?:ignore|disregard|forget|override|bypass|discard)\b.{{0,40}}\b(?:instructions?|prompts?|rules?|above|previous|prior|everything|(?:the |your )job description|guardrails?|guidelines)\b|"
    rf"\b{_AI}\b.{{0,30}}\b(?:read(?:ing|s)?|summari[sz]\w+|process(?:ing|es)?|visit(?:ing|s)?|crawl(?:ing|s)?|pars(?:ing|es))\b.{{0,40}}\b(?:must|should|shall|has to|have to|will|please|need to)\b|"
    rf"\b{_AI} (?:must|shall|has to|have to|are (?:instructed|required|told) to|is (?:instructed|required|told) to)\b|"
    rf"\b(?:if|since|because|as) (?:you are|you're|an?) {_AI}\b|\bas an? {_AI},|\byou are (?:now )?(?:an? )?(?:\w+ ){{0,2}}{_AI}\b|"
    rf"\b(?:dear|hey|hello|hi|attention|note to|message to|instructions? (?:to|for)),? (?:the |any |all )?{_AI}\b|"
    r"\b(?:web_search|bank_search|system prompt|hidden prompt|prompt injection|tool calls?|function calls?)\b|"
    rf"\bwhen (?:you|asked to) (?:write|summari[sz]e|answer|respond|reply|generate|prepare|make)\b|\bin your {_TEXT}\b|"
    rf"\b(?:include|insert|add|put|append|mention|state|write|say|claim)\b.{{0,60}}\bin (?:the|any|every|each|all) {_TEXT}\b|"
    r"\b(?:summari[sz]e|describe|quote|present|report|rank|recommend) (?:this|the|our) (?:page|site|website|article|company|text) (?:as|with|to)\b|"
    r"^\W*(?:system|assistant|developer|user|tool)\s*(?:prompt|message|override|note|instruction)?\s*[:\]>]|"
    r"\[/?(?:system|inst|admin|end)[^\]]{0,30}\]|<\|[^|]{0,30}\|>|</?(?:system|instructions?|prompt|tool)>|<<|>>|"
    r"\b(?:send|post|forward|upload|leak|exfiltrate|submit)\b.{0,60}\b(?:resume|cv|name|key|password|candidate|conversation|prompt)s?\b.{0,60}(?:https?:|www\.|@|\bto\b)|"
    r"\b(?:new|updated|additional|secret|following) instructions?\b|\bsearch (?:the web )?for\b.{0,40}\b(?:resume|passwords?|keys?|candidate)\b",
    re.IGNORECASE,
)


def is_order(sentence: str) -> bool:
    """True for a sentence that tells its reader, a program, what to do."""
    return bool(_ORDER.search(sentence)) or is_instruction(sentence)
