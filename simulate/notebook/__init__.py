"""What a notebook shows: scenarios, results, ledgers and tables as HTML, and the explorer with its sliders."""
