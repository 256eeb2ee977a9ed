"""PDF files: text layer, reading order and paragraphs, each line with its page and box."""
