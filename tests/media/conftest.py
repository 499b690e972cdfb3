"""One store for all tests of a file; each test has owners of its own in it."""

import uuid

import pytest

from core.caller import Caller


@pytest.fixture(scope="module")
def deps(parts):
    return parts


@pytest.fixture
def caller():
    return Caller(owner=uuid.uuid4().hex, role="local")


@pytest.fixture
def other():
    return Caller(owner=uuid.uuid4().hex, role="guest")
