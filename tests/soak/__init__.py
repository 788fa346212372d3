"""Random rounds for as long as one likes: every promise kept, and nothing left behind."""
