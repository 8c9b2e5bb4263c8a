"""What an analyst adds to sessions and turns: kept, found again, exported, and nobody else's."""

import pytest


@pytest.fixture
def session_id(client):
    first = client.post("/api/chat", json={"question": "Why did Baidu rise?"}).headers["x-session-id"]
    client.post("/api/chat", json={"question": "And 100 % of JD?", "session_id": first})
    return first


def turns_of(client, session_id):
    return client.get(f"/api/sessions/{session_id}").json()["turns"]


def test_a_note_a_pin_and_feedback_stay_with_their_turn(client, session_id):
    """Each is changed alone, the others stay; an empty note takes it away."""
    turn = turns_of(client, session_id)[1]["turn_id"]
    client.patch(f"/api/turns/{turn}", json={"note": "Check with the desk.\n看第二段", "pinned": True})
    client.patch(f"/api/turns/{turn}", json={"feedback": "bad"})

    first, second = turns_of(client, session_id)

    assert ("", False, "") == (first["note"], first["pinned"], first["feedback"])
    assert ("Check with the desk.\n看第二段", True, "bad") == (second["note"], second["pinned"], second["feedback"])
    assert "" == client.patch(f"/api/turns/{turn}", json={"note": " "}).json()["note"]


def test_pinned_turns_of_all_sessions_are_listed(client, session_id):
    """The newest first, each with its session; one that is no longer pinned is gone."""
    other = client.post("/api/chat", json={"question": "What of Alibaba?"}).headers["x-session-id"]
    for one in (session_id, other):
        client.patch(f"/api/turns/{turns_of(client, one)[0]['turn_id']}", json={"pinned": True})

    pins = client.get("/api/turns", params={"pinned": "true"}).json()["turns"]

    assert {("Why did Baidu rise?", session_id), ("What of Alibaba?", other)} == {
        (pin["question"], pin["session_id"]) for pin in pins
    }
    assert "Why did Baidu rise?" in [pin["title"] for pin in pins]
    client.patch(f"/api/turns/{pins[0]['turn_id']}", json={"pinned": False})
    assert [pins[1]] == client.get("/api/turns", params={"pinned": "true"}).json()["turns"]


def test_a_pinned_session_stands_first_and_keeps_its_tags(client, session_id):
    """Though another one was used later; tags are one line each and none twice."""
    client.post("/api/chat", json={"question": "What of Alibaba?"})
    changed = client.patch(f"/api/sessions/{session_id}", json={"pinned": True, "tags": ["chips", " chips", "a\nb", ""]})

    assert ["chips", "a b"] == changed.json()["tags"]
    assert [session_id, True] == [client.get("/api/sessions").json()["sessions"][0][name] for name in ("session_id", "pinned")]
    assert "Why did Baidu rise?" == changed.json()["title"]


@pytest.mark.parametrize(
    ("words", "excerpt"),
    [
        ("baidu", "Why did Baidu rise?"),
        ("100 %", "And 100 % of JD?"),
        ("晶片", "晶片"),
        ("watch-me", ""),
        ("BAIDU jd", "Baidu"),
    ],
)
def test_words_are_found_in_titles_tags_questions_answers_and_notes(client, session_id, words, excerpt):
    """Every word must be somewhere in the session, in any letters; the text around it is told."""
    client.patch(f"/api/turns/{turns_of(client, session_id)[0]['turn_id']}", json={"note": "晶片"})
    client.patch(f"/api/sessions/{session_id}", json={"tags": ["watch-me"]})
    client.post("/api/chat", json={"question": "What of Alibaba?"})

    found = [
        one for one in client.get("/api/sessions/found", params={"q": words}).json()["found"] if one["session_id"] == session_id
    ]

    assert [True] == [excerpt in one["excerpt"] for one in found]


@pytest.mark.parametrize("words", ["unheard-of", "_", "100 \\%"])
def test_words_that_are_not_there_find_nothing(client, session_id, words):
    """Signs that databases read as patterns are characters like others."""
    assert [] == client.get("/api/sessions/found", params={"q": words}).json()["found"]


def test_annotations_are_their_owners_alone(client, assistant, session_id):
    """Somebody else's turn and session cannot be marked, listed or found."""
    now = assistant.now()
    other = assistant.sessions.open(None, owner="ben", now=now)
    turn = assistant.sessions.begin(other.session_id, "A secret of Ben", as_of=now, now=now)
    assistant.sessions.annotations.mark_turn(turn.turn_id, owner="ben", note=None, pinned=True, feedback=None)

    for path in (f"/api/turns/{turn.turn_id}", f"/api/sessions/{other.session_id}"):
        assert [404, 404] == [client.patch(path, json=body).status_code for body in ({"pinned": True}, {})]
    assert [] == client.get("/api/turns", params={"pinned": "true"}).json()["turns"]
    assert [] == client.get("/api/sessions/found", params={"q": "secret"}).json()["found"]


def test_notes_and_tags_are_exported_and_not_shared(client, session_id):
    """An export is the owner's; a link shows the answers alone."""
    client.patch(f"/api/turns/{turns_of(client, session_id)[0]['turn_id']}", json={"note": "Ring the desk"})
    client.patch(f"/api/sessions/{session_id}", json={"tags": ["quiet"]})

    exported = client.get(f"/api/sessions/{session_id}/export", params={"format": "md"}).text
    shared = client.get(client.post(f"/api/sessions/{session_id}/share").json()["path"]).text

    assert "Ring the desk" in exported
    assert "Tags: quiet" in exported
    assert "Why did Baidu rise?" in shared
    assert "Ring the desk" not in shared
    assert "quiet" not in shared


@pytest.mark.parametrize("body", [{"note": "x" * 4001}, {"feedback": "fine"}, {"pinned": "yes"}, {"other": 1}, {"note": 7}])
def test_what_is_no_annotation_is_refused(client, session_id, body):
    """A long note, another opinion, a wrong type: 4xx, and nothing changes."""
    before = turns_of(client, session_id)
    assert 400 <= client.patch(f"/api/turns/{before[0]['turn_id']}", json=body).status_code < 500
    assert before == turns_of(client, session_id)
