"""What every command takes: the man page and the shells' completions are made from these."""

from __future__ import annotations

import argparse

from app.cli.check_log_options import check_log_parser
from app.cli.history_options import history_parser
from app.cli.peers_options import peers_parser
from app.cli.report_options import report_parser
from app.cli.simulate_options import simulate_parser
from app.cli.transfer_parsers import receive_parser, send_parser
from app.cli.window_options import window_parser


def parsers() -> dict[str, argparse.ArgumentParser]:
    """By the command's word, "" for the window."""
    return {
        "": window_parser(),
        "send": send_parser(),
        "receive": receive_parser(),
        "peers": peers_parser(),
        "history": history_parser(),
        "check-log": check_log_parser(),
        "simulate": simulate_parser(),
        "report": report_parser(),
    }
