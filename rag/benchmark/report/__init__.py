"""What finished runs say, as Markdown and as one page for a browser."""

from rag.benchmark.report.write import ReportFiles, write_report

__all__ = ["ReportFiles", "write_report"]
