"""Questions and sheets of their own. A question is a class method `ask`, so that tests can answer it."""
