"""Another embedder takes over a store whole, and the former one serves until then."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from assistant.errors import EmbedderChanged
from tests.support.knowledge import NOW, WordEmbedder, doc_ids, knowledge_in, make_document, put


class Interrupted(WordEmbedder):
    """An embedder that is stopped after its first batch, and lets a document in meanwhile."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__("other:32")
        self.meanwhile: Callable[[], None] | None = meanwhile
        self.stops = True

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        if self.meanwhile:
            self.meanwhile()
            self.meanwhile = None
        elif self.stops:
            self.stops = False
            raise KeyboardInterrupt
        return super().embed(texts)


def test_the_old_index_serves_while_another_embedder_embeds(tmp_path):
    """Searches and new documents go on; an interrupted run is taken up; then all vectors change at once."""
    serving = knowledge_in(tmp_path)
    for number in range(600):
        put(serving.documents, make_document(f"d{number}", text=f"Baidu report {number}."))
    serving.follow()

    def meanwhile() -> None:
        assert len(serving.search("Baidu", as_of=NOW, k=5)) == 5
        put(serving.documents, make_document("late", text="Baidu was late."))

    other = Interrupted(meanwhile)
    changed = knowledge_in(tmp_path, other, any_embedder=True)
    with pytest.raises(KeyboardInterrupt):
        changed.embed_again()
    assert serving.search("late", as_of=NOW)
    told: list[tuple[str, int, int]] = []
    assert changed.embed_again(lambda *step: told.append(step)) == 101
    assert told == [("embedding", 101, 101)]
    with pytest.raises(EmbedderChanged, match=r"'other:32'"):
        serving.search("Baidu", as_of=NOW)
    serving.close()
    changed.close()
    again = knowledge_in(tmp_path, WordEmbedder("other:32"))
    assert doc_ids(again.search("late", as_of=NOW, k=1)) == ["late"]
    again.close()
