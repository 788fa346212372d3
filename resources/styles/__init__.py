"""Style sheets; `@name` is replaced by app.theme with a colour or a length of the scheme in use."""
