"""Tests of snippets, pages and site."""
