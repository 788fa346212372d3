"""What draws a moment of a recording: each view takes a `Viewing`, and none knows where the recording comes from."""
