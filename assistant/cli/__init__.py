"""The command `rally`."""


def main() -> None:
    """Runs the verb that the command line names."""
    from assistant.cli.verbs import app

    app()
