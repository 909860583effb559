"""The address of a document's page."""

from urllib.parse import quote


def source_path(document_id: str) -> str:
    return f"/sources/{quote(document_id, safe='/')}"
