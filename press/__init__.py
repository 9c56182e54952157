"""What makes the site: read/ takes sources in, compute/ draws and counts, check/ runs pages, finish/ turns HTML into the page that the reader gets."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
BUILD = ROOT / "build"
CONFIGS = {"zh": ROOT / "mkdocs.yml", "en": ROOT / "mkdocs.en.yml"}
HTML_LANG = {"zh": "zh-Hans", "en": "en"}
