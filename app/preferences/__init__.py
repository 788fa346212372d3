"""Settings in one place: what can be set is declared once, and the dialog is made from that."""
