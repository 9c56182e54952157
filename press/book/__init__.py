"""The site as a book: one PDF and one EPUB for each language, made of the built HTML."""
