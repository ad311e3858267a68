"""``python -m simulate.cli``: the command without its script."""

from simulate.cli import main

main()
