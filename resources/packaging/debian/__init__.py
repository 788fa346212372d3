"""The Debian package: what it says of itself, what it needs, and how it is put together."""
