"""Pages from templates. Everything inserted is escaped."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rag.citations.web_address import is_web_address
from rag.documents import COVER
from rag.purpose import INTENDED_PURPOSE
from server.assets import read_assets
from server.dates import long_date

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
    return made


def rendered(template: str, **values: object) -> str:
    return environment().get_template(template).render(**values)
