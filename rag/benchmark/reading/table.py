"""A report's tables as text, the same for a terminal and for Markdown."""

from rag.benchmark.reading.report import ReadingReport, ReadingSection

Row = tuple[str, ...]


def table_of(section: ReadingSection) -> tuple[Row, tuple[Row, ...]]:
    """Head and rows; where two readers were measured their difference stands in points of 100."""
    if section.against_speed is None:
        return ("measure", "value", "95 %"), tuple(
            (m.measure, f"{m.value:.4f}", _interval(m.interval)) for m in section.measures
        )
    head = ("measure", "value", "95 %", "against", "points", "95 %", "within 0.5")
    return head, tuple(
        (
            m.measure,
            f"{m.value:.4f}",
            _interval(m.interval),
            f"{m.paired.against:.4f}",
            f"{100 * m.paired.difference:+.2f}",
            "[{:+.2f}, {:+.2f}]".format(*(100 * end for end in m.paired.interval)),
            "yes" if m.paired.is_within else "NO",
        )
        for m in section.measures
        if m.paired is not None
    )


def remarks_of(section: ReadingSection) -> tuple[str, ...]:
    """What was left out, and the time it took."""
    speeds = [(section.reader, section.speed)]
    if section.against_speed is not None:
        speeds.append(("against", section.against_speed))
    return (
        *section.facts,
        *(
            f"{name}: {speed.ms_per_window:.1f} ms a window, {speed.ms_per_question:.1f} ms a "
            f"question (p50), {speed.windows_per_question:.1f} windows a question"
            for name, speed in speeds
        ),
    )


def readers_of(report: ReadingReport) -> str:
    """One line with the readers and their weights."""
    line = f"{report.reader.name} ({report.reader.weights_sha256[:12]})"
    if report.against is not None:
        line += f" against {report.against.name} ({report.against.weights_sha256[:12]})"
    return line


def _interval(ends: tuple[float, float]) -> str:
    return f"[{ends[0]:.4f}, {ends[1]:.4f}]"
