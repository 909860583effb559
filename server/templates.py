"""Pages from templates. Everything inserted is escaped."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rag.citations.source_address import source_path
from rag.citations.web_address import is_web_address
from rag.documents import COVER
from rag.kinds import kind_name
from rag.purpose import INTENDED_PURPOSE
from rag.settings import SafetySettings
from server.assets import read_assets
from server.dates import long_date
from server.help_lines import HelpLines, dialled
from server.help_lines import help_lines as lines_for

FOLDER = Path(__file__).parent / "pages" / "templates"


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["asset"] = read_assets().address
    made.globals["intended_purpose"] = INTENDED_PURPOSE
    made.globals["cover"] = COVER
    made.tests["web_address"] = is_web_address
    made.filters["long_date"] = long_date
    made.filters["dialled"] = dialled
    made.filters["kind_name"] = kind_name
    made.globals["source_path"] = source_path
    return made


def rendered(template: str, *, help_lines: HelpLines | None = None, **values: object) -> str:
    """The page; without `help_lines` its foot names those for any place."""
    lines = help_lines or lines_for(SafetySettings(), None)
    return environment().get_template(template).render(help_lines=lines, **values)
