-- Text and spans of one generation. Written once, then opened read-only and immutable.
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,          -- from 0, in indexing order
    document_id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,                  -- canonical text; spans count its code points
    blocks TEXT NOT NULL,                -- JSON [[kind, start, end, level, page, [heading, …], header?], …]
    sentences TEXT NOT NULL,             -- JSON [[start, end, block], …]
    metadata TEXT NOT NULL,              -- JSON, as rag.index.rows writes it
    kind TEXT NOT NULL,                  -- kind and subject case-folded, for filters
    subject TEXT NOT NULL,
    published TEXT,                      -- ISO 8601 day, month or year, or NULL
    source_path TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    content_sha256 TEXT NOT NULL         -- of everything above but the path: tells a change
) STRICT;
CREATE INDEX documents_kind ON documents (kind);
CREATE INDEX documents_subject ON documents (subject);
CREATE INDEX documents_published ON documents (published);
-- What other sources call a document; `Store.find_document` asks by these very expressions.
CREATE INDEX documents_url ON documents (json_extract(metadata, '$.url'));
CREATE INDEX documents_title ON documents (json_extract(metadata, '$.title'));

CREATE TABLE document_authors (
    document INTEGER NOT NULL REFERENCES documents (number),
    name TEXT NOT NULL                   -- case-folded
) STRICT;
CREATE INDEX document_authors_name ON document_authors (name);

CREATE TABLE passages (
    number INTEGER PRIMARY KEY,          -- from 0: the row of its vector
    passage_id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents (number),
    headings TEXT NOT NULL,              -- JSON [heading, …], outermost first
    context TEXT NOT NULL,               -- JSON [title or heading, …], as the encoder read them
    sentences TEXT NOT NULL,             -- JSON [[start, end], …]
    first_sentence INTEGER NOT NULL,     -- row of its first sentence's vector; the rest follow
    page INTEGER,
    n_tokens INTEGER NOT NULL
) STRICT;
CREATE INDEX passages_document ON passages (document);
