"""What a contributor asks for: a new chapter, a quick check, the outputs of a page."""
