"""A pasted text with several jobs: cut at drawn lines and at the titles of other jobs, put together again where a person says so."""

import pytest

from agents.resume.several import pieces
from bench.resume_edits import pairs

ADS = [pair["job"].strip() for pair in pairs()]


@pytest.mark.parametrize("ad", ADS, ids=lambda ad: ad[:20])
def test_one_ad_stays_one(ad):
    assert [one.text for one in pieces(ad)] == [ad]


@pytest.mark.parametrize("between", ["\n===\n", "\n\n----------\n\n", "\n***\n", "\n\n", "\n\n\n"])
def test_several_ads_are_cut_where_the_next_begins(between):
    assert [one.text for one in pieces(between.join(ADS))] == ADS


def test_a_line_inside_an_ad_cuts_nothing_off():
    ad = "Nurse\n\n---\n\nRequirements\n- Triage\n- Wound care\n\n---\n\nWe offer 30 days of holiday and a bicycle to everybody."
    assert len(pieces(ad)) == 1


def test_an_ad_that_says_whom_it_looks_for_begins_a_new_one():
    second = "We are hiring a Data Engineer to build our lake.\n\nRequirements: 3+ years of SQL; experience with Kafka."
    assert [one.title for one in pieces(f"{ADS[0]}\n\n{second}")] == ["Senior Accountant", "Data Engineer"]


def test_a_cut_that_was_taken_back_joins_the_ad_to_the_one_before():
    whole = "\n\n".join(ADS[:3])
    found = pieces(whole)
    assert [one.title for one in pieces(whole, [found[1].key])] == [found[0].title, found[2].title]
    assert ADS[1] in pieces(whole, [found[1].key])[0].text


def test_two_ads_with_the_same_first_line_can_be_told_apart():
    found = pieces(f"{ADS[0]}\n===\n{ADS[0]}")
    assert len({one.key for one in found}) == 2


def test_nothing_in_gives_nothing_out():
    assert pieces("") == ()
    assert pieces("\n===\n\n") == ()
