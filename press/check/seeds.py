"""Chance without a seed: what a program draws that its next run would not."""

import functools
import linecache
import math
import os
import random
import re
import sys

SEEDED = re.compile(r"RandomState\((?!None)[^)]")  # takes entropy none the less
unseeded: list[str] = []


def asks():
    """The frame that asks for chance; None while something is imported."""
    frame = sys._getframe(2)
    while frame.f_globals.get("__name__") in ("random", "secrets", __name__):
        frame = frame.f_back
    above, name = frame, None
    while above and name != "__main__":
        name = above.f_globals.get("__name__")
        if name == "importlib._bootstrap":
            return None
        above = above.f_back
    return frame


def take_entropy() -> None:
    """Somebody wants a seed that nobody has chosen; Python itself may."""
    if not (frame := asks()):
        return
    top = str(frame.f_globals.get("__name__")).split(".")[0]
    line = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
    if top not in sys.stdlib_module_names and not SEEDED.search(line):
        unseeded.append(f"a generator without a seed: {line.strip()!r}")


class Shared:
    """A generator of the whole program, which starts differently in each run."""

    def __init__(self, name: str, drawn) -> None:
        self.name, self.drawn, self.seeded = name, drawn, False

    def check(self) -> None:
        if not self.seeded and self.drawn():
            self.seeded = True  # say it once
            unseeded.append(f"drawn from {self.name} before it has a seed")

    def seeding(self, function):
        """The function that seeds it; it sees whether it comes too late."""

        def seed(*args, **kwargs):
            self.check()
            self.seeded = self.seeded or bool(args or kwargs)
            return function(*args, **kwargs)

        return seed


shared: list[Shared] = []


def watch_random() -> None:
    """Python's own generators, and all that draw from the operating system."""
    start, seed = random.getstate(), random.Random.seed

    def seed_of_one(self, a=None, version=2):
        if a is None:
            take_entropy()
        return seed(self, a, version)

    def urandom(size: int) -> bytes:
        take_entropy()
        return os.urandom(size)

    random.Random.seed, random._urandom = seed_of_one, urandom
    found = Shared("random", lambda: random.getstate() != start)
    random.seed = found.seeding(random.seed)
    random.setstate = found.seeding(random.setstate)
    shared.append(found)


def watch_numpy(mtrand) -> None:
    """The generator behind np.random.rand and its kind."""

    def state() -> tuple:
        _, key, *rest = mtrand._rand.get_state()
        return key.tobytes(), *rest

    start = state()
    found = Shared("np.random", lambda: state() != start)
    mtrand.seed = found.seeding(mtrand.seed)
    mtrand.set_state = found.seeding(mtrand.set_state)
    shared.append(found)


def watch_torch(module) -> None:
    """The generator behind torch.rand and dropout."""
    generator, torch, seed = module.default_generator, module.torch, module.seed
    start = generator.initial_seed()

    def drawn() -> bool:
        fresh = torch.Generator().manual_seed(start).get_state()
        same = torch.equal(generator.get_state(), fresh)
        return generator.initial_seed() == start and not same

    def seed_anyhow():
        take_entropy()
        return seed()

    found = Shared("torch", drawn)
    module.manual_seed = found.seeding(module.manual_seed)
    module.set_rng_state = found.seeding(module.set_rng_state)
    module.seed = seed_anyhow
    shared.append(found)


def watch_layers(init) -> None:
    """A layer made before a seed holds NaN, until it gets its weights."""
    (found,) = (each for each in shared if each.name == "torch")

    def unseeded_first(function):
        @functools.wraps(function)
        def fill(tensor, *args, **kwargs):
            if found.seeded or kwargs.get("generator"):
                return function(tensor, *args, **kwargs)
            with init.torch.no_grad():
                return tensor.fill_(math.nan)

        return fill

    for name in LAYERS:
        setattr(init, name, unseeded_first(getattr(init, name)))


LAYERS = ("uniform_", "normal_", "trunc_normal_", "xavier_uniform_")
LAYERS += ("xavier_normal_", "kaiming_uniform_", "kaiming_normal_")
LAYERS += ("orthogonal_", "sparse_")
WATCHED = {
    "numpy.random.mtrand": watch_numpy,
    "torch.random": watch_torch,
    "torch.nn.init": watch_layers,
}


class Arrivals:
    """A finder that lets a watched module be looked at as soon as it is there."""

    def find_spec(self, name, path, target=None):
        if name not in WATCHED:
            return None
        others = (f for f in sys.meta_path if f is not self)
        found = (finder.find_spec(name, path, target) for finder in others)
        spec = next(filter(None, found))
        execute = spec.loader.exec_module

        def exec_module(module) -> None:
            execute(module)
            WATCHED[name](module)

        spec.loader.exec_module = exec_module
        return spec


def await_libraries() -> None:
    """Look at the generators of libraries as they arrive, each once."""
    if not any(isinstance(finder, Arrivals) for finder in sys.meta_path):
        sys.meta_path.insert(0, Arrivals())


def begin() -> None:
    """Look at every generator from now on."""
    watch_random()
    await_libraries()


def complaint() -> str | None:
    """What has been drawn so far that the next run would draw otherwise."""
    for generator in shared:
        generator.check()
    return unseeded.pop(0) if unseeded else None
