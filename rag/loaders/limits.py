"""How much of a file the loaders accept."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LoadLimits:
    """Bounds that keep one hostile or mistaken file from stopping an indexing run."""

    max_file_bytes: int = field(
        default=50_000_000,
        metadata={"help": "bytes of one file; a BEIR corpus is read line by line and exempt"},
    )
    max_line_bytes: int = field(
        default=10_000_000, metadata={"help": "bytes of one record of a BEIR corpus"}
    )
    max_pages: int = field(default=5_000, metadata={"help": "pages of one PDF"})
    max_pdf_memory_bytes: int = field(
        default=1_000_000_000, metadata={"help": "bytes of memory for reading one PDF"}
    )
    max_pdf_seconds: int = field(
        default=120, metadata={"help": "seconds of processor time for reading one PDF"}
    )
    max_text_characters: int = field(
        default=50_000_000, metadata={"help": "characters of the text of one PDF or DOCX"}
    )
    max_unpacked_bytes: int = field(
        default=500_000_000, metadata={"help": "bytes that one DOCX may unpack to"}
    )
    max_docx_tags: int = field(
        default=2_000_000,
        metadata={"help": "XML tags in one DOCX; a picture counts as one for each 256 bytes"},
    )
    max_front_matter_bytes: int = field(
        default=1_000_000, metadata={"help": "bytes of one YAML header"}
    )


DEFAULT_LIMITS = LoadLimits()
