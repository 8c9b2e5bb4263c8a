"""The sample story: taken in once, into a store that holds nothing yet."""

from importlib.resources import as_file, files

from assistant.bootstrap import open_stores
from assistant.cli.failures import say
from assistant.cli.ingesting import pipeline
from assistant.settings import Settings


def ingest_sample(settings: Settings) -> None:
    """Takes the sample in where there is nothing; a store with news of its own is left as it is."""
    with open_stores(settings) as stores:
        held = stores.knowledge.documents.counts()["documents"]
        if held:
            say(f"The store already holds {held:,} documents, so the sample is not taken in again.")
            return
        with as_file(files("ingest") / "sample") as folder:
            paths = sorted(str(path) for path in folder.iterdir() if path.suffix.lower() != ".md" or path.is_dir())
            report = pipeline(stores).run(paths)
    taken = f"{report.articles.new} articles, {report.bars.new} bars, {report.stats.new} statistics"
    say(f"The sample story is in the store: {taken}.")
