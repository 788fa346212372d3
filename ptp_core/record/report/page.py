"""A recording as one HTML file that can be mailed: sentences, graphs, tables, the rules that were followed.

It contains everything and asks for nothing: no script, no picture from elsewhere, no address. Whatever text is in a
recording is escaped. Light and dark follow the reader's system.
"""

from __future__ import annotations

import html
import time
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from ptp_core.formatting import format_count
from ptp_core.record.files.whole_file import written_whole
from ptp_core.record.model.events import Event
from ptp_core.record.model.meaning import Meaning
from ptp_core.record.model.recording import Recording
from ptp_core.record.model.series import SeriesGroup
from ptp_core.record.report.charts import css_class, sequence_chart, series_chart
from ptp_core.record.report.findings import counts, rules, sentences, share_lines, told_events
from ptp_core.record.side import Side
from ptp_core.record.titles import title_of
from ptp_core.sentences import Translate, declare, joined, phrase, untranslated, worded

_CONNECTION = declare("report-connection", "Connection {name}")
_RECORDED: Final = {
    (): phrase("nothing was recorded"),
    (Side.SENDER,): phrase("recorded at the sender"),
    (Side.RECEIVER,): phrase("recorded at the receiver"),
    (Side.SENDER, Side.RECEIVER): phrase("recorded at the sender and the receiver"),
}
_EVENT_COUNT = declare("report-events", "{count} events")
_FORGOTTEN = declare("report-forgotten", "{count} older ones were not kept")
_LINE = declare("report-line", "{parts}.")
_ONE_BESIDE_ANOTHER = declare("one-beside-another", "{first}, {then}")
_LIMITS = phrase("What limited the sender, for which share of the time")
_LIMITED_BY = phrase("limited by")
_SHARE = phrase("share")
_SEGMENTS = phrase("Segments")
_NUMBER = phrase("number")
_SETTINGS = phrase("Settings")
_RULES = phrase("Rules that were followed")
_RULE = phrase("rule")
_FIRST_TIME = phrase("the first time")
_EVENTS = phrase("Events")
_SOME_EVENTS = declare("report-some-events", "Events: {count} of {of}")
_TIME = phrase("time")
_SIDE = phrase("side")
_WHAT = phrase("what happened")

FILE_SUFFIX: Final = ".html"
_CHARTS: Final = (SeriesGroup.RATES, SeriesGroup.WINDOWS, SeriesGroup.TIMES, SeriesGroup.RETRANSMISSIONS)
# Those of the palette that have too little contrast for small letters on one of the two backgrounds, and what they are
# there.
_ON_LIGHT: Final = {
    Meaning.IN_FLIGHT: "#207bb3",
    Meaning.FAST_RETRANSMIT: "#9b6b00",
    Meaning.SPURIOUS: "#b6538a",
    Meaning.OUT_OF_ORDER: "#7e7709",
    Meaning.WRITTEN: "#00835f",
    Meaning.WAITING: "#6f6f6f",
    Meaning.TIMEOUT: "#bf5300",
}
_ON_DARK: Final = {Meaning.ACKNOWLEDGED: "#3ba3e6", Meaning.TIMEOUT: "#f16a00", Meaning.WRITTEN: "#00a87a"}
_STYLE: Final = """
:root{color-scheme:light dark;--page:#f3f3f3;--surface:#fff;--text:#1b1b1b;--muted:#5c5c5c;--grid:#e2e2e2;LIGHT}
@media (prefers-color-scheme:dark){:root{--page:#202124;--surface:#2a2b2e;--text:#ececec;--muted:#b0b0b0;--grid:#404247;
DARK}}
body{margin:0 auto;max-width:1040px;padding:24px;background:var(--page);color:var(--text);
font:15px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:24px;margin:0 0 4px;overflow-wrap:anywhere}h2{font-size:17px;margin:32px 0 8px}
p{margin:4px 0}.muted,.label,figcaption{color:var(--muted)}
figure{margin:16px 0;padding:12px 16px;background:var(--surface);border-radius:8px}
figcaption{font-size:13px;margin-bottom:4px}svg{width:100%;height:auto;display:block}
svg text{font-size:12px;fill:var(--muted)}
table{border-collapse:collapse;width:100%;background:var(--surface);border-radius:8px}
th,td{text-align:left;padding:4px 12px;vertical-align:top;border-top:1px solid var(--grid);overflow-wrap:anywhere}
th{font-weight:600;border-top:0}td.number{text-align:right;white-space:nowrap}
.line{fill:none;stroke-width:1.5}.bar{fill:none;stroke-width:1}.wide{stroke-width:3}.grid{stroke:var(--grid)}
"""


def write_report(recording: Recording, path: Path, translate: Translate = untranslated, language: str = "en") -> None:
    """Write it to `path`, as a whole or not at all. Raises DestinationError."""
    with written_whole(path) as unfinished:
        unfinished.write_text(report_html(recording, translate, language), encoding="utf-8", errors="replace")


def report_html(recording: Recording, translate: Translate = untranslated, language: str = "en") -> str:
    """The page, in the language of `translate`, whose code is `language`."""
    return _Page(recording, translate).html(language)


class _Page:
    def __init__(self, recording: Recording, translate: Translate) -> None:
        self._recording = recording
        self._translate = translate

    def html(self, language: str) -> str:
        recording, translate, say = self._recording, self._translate, self._say
        about = recording.about
        title = say(title_of(about.title) or _CONNECTION(name=about.connection))
        side = next(iter(recording.sides), Side.SENDER)
        charts = [series_chart(recording, group, side, translate) for group in _CHARTS]
        body = [
            f"<h1>{_text(title)}</h1>",
            f'<p class="muted">{_text(self._about_line())}</p>',
            *(f"<p>{_text(say(sentence))}</p>" for sentence in sentences(recording)),
            *charts[:3],
            sequence_chart(recording, side, translate),
            *charts[3:],
            self._table(_LIMITS, (_LIMITED_BY, _SHARE), share_lines(recording)),
            self._table(_SEGMENTS, ("", _NUMBER), counts(recording)),
            self._rules(),
            self._events(),
            self._table(_SETTINGS, ("",), ((value,) for value in about.values)),
        ]
        return (
            f'<!DOCTYPE html>\n<html lang="{_text(language.replace("_", "-"))}"><head><meta charset="utf-8">'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{_text(title)}</title><style>{_style()}</style></head>\n<body>\n"
            + "\n".join(part for part in body if part)
            + "\n</body></html>\n"
        )

    def _say(self, text: str) -> str:
        return worded(text, self._translate)

    def _of_recording(self, text: str) -> str:
        return self._translate("recording", text)

    def _about_line(self) -> str:
        recording = self._recording
        about = recording.about
        parts: list[str] = [_CONNECTION(name=about.connection)]
        if about.began_unix_s is not None:
            parts.append(time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(about.began_unix_s)))
        parts.append(_RECORDED[recording.sides])
        parts.append(_EVENT_COUNT(count=len(recording.events)))
        if recording.events.forgotten:
            parts.append(_FORGOTTEN(count=recording.events.forgotten))
        return self._say(_LINE(parts=joined(parts, _ONE_BESIDE_ANOTHER)))

    def _rules(self) -> str:
        lines = [
            (
                rule.first.rule_in_words(self._translate),
                format_count(rule.count),
                rule.first.sentence(self._translate),
            )
            for rule in rules(self._recording)
        ]
        return self._table(_RULES, (_RULE, _NUMBER, _FIRST_TIME), lines)

    def _events(self) -> str:
        events, number = told_events(self._recording)
        title = _EVENTS if len(events) == number else _SOME_EVENTS(count=len(events), of=number)
        return self._table(title, (_TIME, _SIDE, _WHAT, _RULE), (self._event_line(event) for event in events))

    def _event_line(self, event: Event) -> tuple[str, ...]:
        side = self._of_recording(event.side.value)
        rule = event.rule_in_words(self._translate)
        return f"{event.time_s:.6f} s", side, event.sentence(self._translate), rule

    def _table(self, title: str, names: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
        """A table with a heading; nothing where it would be empty."""
        rows = [
            "<tr>"
            + "".join(
                f"<td{_class_of(name)}>{_text(self._say(cell))}</td>" for name, cell in zip(names, line, strict=True)
            )
            + "</tr>"
            for line in lines
        ]
        if not rows:
            return ""
        head = "".join(f"<th>{_text(self._say(name))}</th>" for name in names) if any(names) else ""
        heading = f"<h2>{_text(self._say(title))}</h2>"
        return f"{heading}<table>{f'<tr>{head}</tr>' if head else ''}{''.join(rows)}</table>"


def _class_of(name: str) -> str:
    return ' class="number"' if name in (_NUMBER, _SHARE, _TIME) else ""


def _style() -> str:
    colours = {
        "LIGHT": "".join(f"--{css_class(each)}:{_ON_LIGHT.get(each, each.value)};" for each in Meaning),
        "DARK": "".join(f"--{css_class(each)}:{_ON_DARK.get(each, each.value)};" for each in Meaning),
    }
    style = _STYLE
    for name, values in colours.items():
        style = style.replace(name, values)
    return style + "".join(
        f".{css_class(each)}{{stroke:var(--{css_class(each)})}}text.{css_class(each)}{{stroke:none;"
        f"fill:var(--{css_class(each)})}}"
        for each in Meaning
    )


def _text(words: str) -> str:
    """Any text as HTML: escaped, and nothing in it that is not seen or that turns what stands beside it."""
    shown = "".join("\ufffd" if unicodedata.category(letter).startswith("C") else letter for letter in words)
    return html.escape(shown, quote=True)
