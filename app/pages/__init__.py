"""The window's pages: each shows and asks, and leaves the doing to the controllers. GUI thread only."""
