import httpx

from rag.index.analysis import term, terms, words


def test_facets_list_what_filters_can_be_set_to(client: httpx.Client) -> None:
    facets = client.get("/v1/facets").json()
    assert facets["kind"]["values"] == [
        {"value": "study-answer", "label": "AI-generated study answer", "n_documents": 2},
        {"value": "magazine-article", "label": "Magazine article", "n_documents": 1},
        {"value": "training-brief", "label": "Training brief", "n_documents": 1},
    ]
    assert [v["value"] for v in facets["author"]["values"]] == ["QuickTakes", "Scott Green"]
    assert [v["value"] for v in facets["subject"]["values"]] == ["Psychology", "Therapy approaches"]
    assert facets["published"] == {
        "earliest": "2024-11-27",
        "latest": "2025-07-28",
        "n_undated": 1,
    }


def test_every_value_of_a_facet_filters_the_documents_that_it_counts(
    client: httpx.Client,
) -> None:
    facets = client.get("/v1/facets").json()
    for name in ("kind", "subject", "author"):
        for value in facets[name]["values"]:
            body = {"question": "therapy", "top_k": 100, "filters": {name: [value["value"]]}}
            hits = client.post("/v1/search", json=body).json()["hits"]
            assert len({hit["document_id"] for hit in hits}) == value["n_documents"], value


def test_fewer_values_can_be_asked_for_and_none_too_many(client: httpx.Client) -> None:
    kind = client.get("/v1/facets", params={"limit": 1}).json()["kind"]
    assert (len(kind["values"]), kind["n_values"]) == (1, 3)
    for limit in (0, 1001, "x"):
        assert client.get("/v1/facets", params={"limit": limit}).status_code == 422


def test_hits_say_which_words_match_in_either_spelling(client: httpx.Client) -> None:
    question = "Do safety behaviours weaken exposure?"
    hits = client.post("/v1/search", json={"question": question}).json()["hits"]
    assert hits
    wanted = set(terms(question))
    for hit in hits:
        matched = [hit["text"][span["start"] : span["end"]] for span in hit["matches"]]
        assert all(term(next(words(word))) in wanted for word in matched)
        found = [word for word in words(hit["text"]) if term(word) in wanted]
        assert len(found) == len(matched)
    assert {"behaviors", "exposure"} <= {
        hit["text"][span["start"] : span["end"]].casefold()
        for hit in hits
        for span in hit["matches"]
    }


def test_a_mistyped_word_matches_as_it_was_searched(client: httpx.Client) -> None:
    hits = client.post("/v1/search", json={"question": "inhibitry lerning"}).json()["hits"]
    best = hits[0]
    matched = {best["text"][s["start"] : s["end"]].casefold() for s in best["matches"]}
    assert {"inhibitory", "learning"} <= matched


def test_related_questions_are_of_the_documents_themselves(client: httpx.Client) -> None:
    answer = client.post("/v1/search", json={"question": "What is inhibitory learning?"}).json()
    assert 1 <= len(answer["related"]) <= 6
    for suggestion in answer["related"]:
        document = client.get(f"/v1/documents/{suggestion['document_id']}").json()
        metadata = document["metadata"]
        own = {
            "title": [metadata["title"]],
            "related": [article["title"] for article in metadata["related"]],
            "heading": [
                document["text"][block["span"]["start"] : block["span"]["end"]]
                for block in document["blocks"]
                if block["kind"] == "heading"
            ],
        }
        assert suggestion["question"] in own[suggestion["origin"]]


def test_a_question_that_speaks_of_danger_gets_no_suggestions(client: httpx.Client) -> None:
    body = {"question": "I don't want to live anymore"}
    response = client.post("/v1/search", json=body).json()
    assert response["related"] == response["hits"] == []
    assert response["safety"]["resources"]


def test_documents_tell_their_kind_in_plain_words(client: httpx.Client) -> None:
    document = client.get("/v1/documents/000_899c46a37953c817").json()
    assert document["metadata"]["kind"] == "study-answer"
    assert document["metadata"]["kind_name"] == "AI-generated study answer"
