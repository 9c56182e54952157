"""The walker sees what is wrong with a class that remembers, and with its methods."""

import numpy as np
import pytest

from snippets.foundations.neuron import expect
from tests.gates.snippets import front_door
from tests.kit.calls import Call, Door


class Ring:
    """The last of the states of width D that it was given."""

    def __init__(self, s):
        expect("s", s, "D")
        self.last = np.zeros_like(s)

    def keep(self, s):
        expect("s", s, *self.last.shape)
        self.last = s.copy()


class Open(Ring):
    def __init__(self, s):
        self.last = 0 * s

    def keep(self, s):
        self.last = self.last + s


class Stretched(Ring):
    def __init__(self, s):
        expect("s", s, "D")
        self.last = np.zeros(3)

    def keep(self, s):
        expect("s", s, *self.last.shape)
        self.last = np.array(s.strides)


def walk(kind):
    """The breaches of making one, and of handing it a state."""

    def made(rng):
        return Call((rng.normal(size=3),))

    def kept(rng):
        return Call((kind(np.zeros(3)), rng.normal(size=3)))

    doors = Door("Ring", kind, made), Door("Ring.keep", kind.keep, kept)
    return [b for door in doors for b in front_door.walk(door, {})]


def test_a_sound_class_passes():
    assert walk(Ring) == []


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (Open, "Ring takes s as int64: refuse it with expect('s', …) first"),
        (Open, "Ring.keep takes s of shape ()"),
        (Open, "Ring.keep repeats s of shape (1,), not (3,),"),
        (Stretched, "Ring repeats s of shape (1,), not (3,),"),
        (Stretched, "Ring.keep: strided s gives another result"),
    ],
)
def test_a_planted_fault_of_a_class_is_seen(kind, message):
    assert any(message in breach for breach in walk(kind)), walk(kind)
