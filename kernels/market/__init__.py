"""Market models: each fills a tile of sessions of one path with closes, bids and volumes."""
