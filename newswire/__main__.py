"""Run the command line as ``python -m newswire``."""

from newswire.cli import main

main()
