"""The command line: from words to a command, and from what ends it to an exit status. No Qt unless a window is opened.

Exit status: 0 all is across and verified, 1 it is not, 2 the command line is wrong, 130 interrupted. What went wrong is
one line on standard error, never a traceback.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.cli.options import ReceiveCommand, SendCommand, parse_command
from app.cli.speaking import said, speak, wanted_language
from app.display import missing_display
from app.exit_status import ExitStatus
from app.loading import imports_that_stay
from ptp_core.errors import AddressError, PtpError, SettingsError
from ptp_core.sentences import phrase
from ptp_core.system_errors import own_fault

if TYPE_CHECKING:
    from app.cli.options import Command, OtherCommand
    from app.cli.window_options import WindowCommand

_WITHOUT_WINDOW = phrase("Without a window there are ptp send, ptp receive and ptp --demo.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; `arguments` without its name, those of the process by default. The exit status."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        # A file name with bytes that are no text must not end the program.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    speak(wanted_language(arguments))
    try:
        command = parse_command(arguments)
    except (SettingsError, AddressError) as error:
        return _report(error, ExitStatus.USAGE, json="--json" in arguments)
    common = command.common if isinstance(command, (SendCommand, ReceiveCommand)) else command
    json = getattr(common, "json", False)
    try:
        return _run(command)
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:
        # Nobody reads any more; the interpreter must not try to flush into the closed pipe at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitStatus.FAILED
    except SettingsError as error:
        return _report(error, ExitStatus.USAGE, json=json)
    except PtpError as error:
        return _report(error, ExitStatus.FAILED, json=json)
    except Exception as error:
        return _report(own_fault(error), ExitStatus.FAILED, json=json)


def _run(command: Command) -> int:
    # Imported when wanted: `--help` and wrong command lines answer at once, and servers need no Qt.
    if isinstance(command, SendCommand):
        with imports_that_stay():
            from app.cli.send import run_send

        return run_send(command)
    if isinstance(command, ReceiveCommand):
        with imports_that_stay():
            from app.cli.receive import run_receive

        return run_receive(command)
    return _run_other(command)


def _run_other(command: OtherCommand) -> int:
    from app.cli.check_log_options import CheckLogCommand
    from app.cli.history_options import HistoryCommand
    from app.cli.peers_options import PeersCommand
    from app.cli.report_options import ReportCommand
    from app.cli.simulate_options import SimulateCommand

    if isinstance(command, CheckLogCommand):
        from app.cli.check_log import run_check_log

        return run_check_log(command)
    if isinstance(command, PeersCommand):
        from app.cli.peers import run_peers

        return run_peers(command)
    if isinstance(command, HistoryCommand):
        from app.cli.history import run_history

        return run_history(command)
    if isinstance(command, ReportCommand):
        from app.cli.report import run_report

        return run_report(command)
    if isinstance(command, SimulateCommand):
        with imports_that_stay():
            from app.cli.simulate import run_simulate

        return run_simulate(command)
    return _open_window(command)


def _open_window(command: WindowCommand) -> int:
    lack = missing_display()
    if lack is not None:
        if command.demo and command.screenshots_directory is None:
            from app.cli.demo import demo_without_window

            print(said(lack), flush=True)
            return demo_without_window(quit_after_s=command.quit_after_s)
        if not command.demo:
            raise PtpError(lack, hint=_WITHOUT_WINDOW)
        # Pictures can be drawn without a display.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if not command.demo and _is_taken(command):
        return ExitStatus.DONE
    from app.window_libraries import check_platform, load_error

    try:
        with imports_that_stay():
            from app.application import run_window
    except ImportError as error:
        raise load_error(error) from error
    check_platform()
    return run_window(command)


def _is_taken(command: WindowCommand) -> bool:
    """Whether a window that is open has taken it, so that nothing more has to be loaded."""
    from app.staying.calling import Answer, Call, activation_token, call_window
    from app.staying.meeting_places import meeting_place

    place = meeting_place()
    return place is not None and call_window(Call(command, activation_token()), place) is Answer.TAKEN


def _report(error: PtpError, status: int, *, json: bool) -> int:
    from app.cli.output import JsonOutput, print_error

    if json:
        JsonOutput().error(error.message, error.hint)
    else:
        print_error(error.message, error.hint)
    return status
