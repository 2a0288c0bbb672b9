"""Programs of other people that the tests need."""

import os
import shutil

import pytest


def tool(name: str, package: str) -> str:
    """The path of a program. Without it the test is skipped, in CI it fails: there everything must be installed."""
    found = shutil.which(name)
    if found is None:
        message = f"{name} is missing: apt-get install {package}, or make setup"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found
