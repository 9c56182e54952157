"""Agents that learn from rewards, and the worlds in which they act."""
