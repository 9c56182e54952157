"""How the site looks and behaves; every transformation is a plain function that theme/hooks/site.py calls."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
BUILD = ROOT / "build"
CONFIGS = {"zh": ROOT / "mkdocs.yml", "en": ROOT / "mkdocs.en.yml"}
HTML_LANG = {"zh": "zh-Hans", "en": "en"}
