"""Compile product.c: python -m press.run.product [FILE]."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FLAGS = [
    *("-target", "wasm32-freestanding", "-O3", "-msimd128"),
    "-ffp-contract=off",  # every product is rounded before it is added
    *("-nostdlib", "-Wl,--no-entry", "-Wl,--strip-all"),
    "-Wl,--import-memory",  # the memory is Python's
    "-Wl,-z,stack-size=0",  # and no part of it is this module's
]


def compile_product(target: Path) -> None:
    """Make the module. RuntimeError if the compiler refuses it."""
    command = [sys.executable, "-m", "ziglang", "cc", *FLAGS]
    command += ["-o", str(target), str(HERE / "product.c")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)


if __name__ == "__main__":
    compile_product(
        Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "product.wasm")
    )
