"""Files that others read, held against the schemas of those who read them."""

import subprocess
import sys
from pathlib import Path


def complaints(path: Path, schema: str) -> str:
    """What check-jsonschema says against a file; empty if nothing."""
    command = [sys.executable, "-m", "check_jsonschema"]
    command += ["--builtin-schema", schema, str(path)]
    run = subprocess.run(command, capture_output=True, text=True)
    return run.stdout + run.stderr if run.returncode else ""
