"""Callers over parts that the tests of one file share: each test has new ones."""

import uuid

import pytest

from core.caller import Caller


@pytest.fixture
def me():
    return Caller(owner=uuid.uuid4().hex, role="guest")


@pytest.fixture
def them():
    return Caller(owner=uuid.uuid4().hex, role="guest")
