"""One live process per worker slot."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newswire.errors import ConfigError
from newswire.slots import Slot


def test_a_slot_is_held_once_and_names_its_holder(tmp_path: Path) -> None:
    first = Slot(tmp_path, "newswire-stream", 0).hold()
    with pytest.raises(ConfigError, match=f"held by process {os.getpid()}"):
        Slot(tmp_path, "newswire-stream", 0).hold(wait_s=0.1)
    assert Slot(tmp_path, "newswire-stream", 1).hold().instance_id == "newswire-stream-1"
    first.release()
    assert Slot(tmp_path, "newswire-stream", 0).hold(wait_s=0.1).instance_id == "newswire-stream-0"
