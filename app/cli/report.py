"""`ptp report`: a recording as a page that can be mailed. No engine, no Qt."""

from __future__ import annotations

from app.cli.report_options import ReportCommand
from app.cli.speaking import language, translate
from app.exit_status import ExitStatus
from ptp_core.record.files.opening import open_any
from ptp_core.record.report.page import write_report


def run_report(command: ReportCommand) -> int:
    """Write it, and say where; the exit status. Raises SourceError and DestinationError."""
    write_report(open_any(command.recording), command.output, translate, language())
    print(command.output)
    return ExitStatus.DONE
