"""What the holder does: one policy per file. ``hold`` gives no notices before maturity, so it has nothing to
compute.
"""
