"""The house itself: style, rooms, workflows."""
