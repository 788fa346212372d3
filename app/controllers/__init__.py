"""Between the pages and the engine: a wish goes to a background thread, what came of it back to the page."""
