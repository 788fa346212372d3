"""What the views of the window show, as Qt's item models. GUI thread only."""
