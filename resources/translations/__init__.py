"""The sources of the languages, and the program that keeps them up to date: `python -m resources.translations`."""
