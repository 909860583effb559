"""Questions in, cited answers out: one open generation with everything that it needs."""

from rag.answers.messages import Answer, AskRequest, Citation, SearchRequest, SearchResponse
from rag.answers.messages import Verification
from rag.documents import Document


class Engine:
    """One generation, opened read-only. Safe to use from several threads.

    `ask` and `search` raise `InvalidQuestion` for a question without a word to search for only
    when it is empty; nonsense gets `no_answer`.
    """

    generation: str

    def ask(self, request: AskRequest) -> Answer:
        raise NotImplementedError

    def search(self, request: SearchRequest) -> SearchResponse:
        raise NotImplementedError

    def verify(self, citation: Citation) -> Verification:
        raise NotImplementedError

    def document(self, document_id: str) -> Document:
        raise NotImplementedError
