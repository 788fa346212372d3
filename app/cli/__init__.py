"""The command line: its words, its commands, and what they print. No Qt."""
