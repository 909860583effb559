"""The command `footnote config`."""

from typing import Annotated

import typer

from server.cli.invocation import invocation_of
from server.cli.output import show, show_columns, show_json

app = typer.Typer(
    help="The settings and where they come from.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("show")
def show_settings(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="The settings as JSON.")] = False,
) -> None:
    """Show every setting, its value and where the value comes from."""
    from rag.configuration import setting_values

    loaded = invocation_of(context).load()
    values = setting_values(loaded.settings)
    if as_json:
        show_json(
            {
                name: {"value": value, "origin": loaded.origins[name]}
                for name, value in values.items()
            }
        )
    else:
        show_columns(
            [(name, str(value), loaded.origins[name]) for name, value in values.items()], indent=""
        )


@app.command("path")
def path(context: typer.Context) -> None:
    """Show which settings file is read."""
    from rag.configuration import DEFAULT_FILE

    loaded = invocation_of(context).load()
    if loaded.file is None:
        show(f"no settings file; {DEFAULT_FILE.resolve()} would be read")
    else:
        show(str(loaded.file.resolve()))
