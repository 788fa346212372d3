"""The laboratory in the window: transfers that are computed, compared, tampered with, and guessed beforehand."""
