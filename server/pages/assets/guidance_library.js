// The documents that the desk has met: fetched once, kept for this visit.

export class Library {
  constructor(service) {
    this.service = service;
    this.metadata = new Map();
    this.documents = new Map();
  }

  /** Take over a page of the list of documents. */
  note(summaries) {
    for (const { document_id, metadata } of summaries) this.metadata.set(document_id, metadata);
  }

  /** The whole document. A failure is not kept: the next call tries again. */
  document(id) {
    const path = `/v1/documents/${id.split("/").map(encodeURIComponent).join("/")}`;
    if (!this.documents.has(id)) {
      const found = this.service.get(path).then((document) => {
        this.metadata.set(id, document.metadata);
        return document;
      });
      found.catch(() => this.documents.delete(id));
      this.documents.set(id, found);
    }
    return this.documents.get(id);
  }

  /** What these documents say about themselves, as far as the service tells. */
  async know(ids) {
    const unknown = [...new Set(ids)].filter((id) => !this.metadata.has(id));
    await Promise.allSettled(unknown.map((id) => this.document(id)));
    return this.metadata;
  }
}
