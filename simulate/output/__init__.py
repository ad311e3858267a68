"""What a run writes: tables with their schemas, the manifest, and a directory that appears whole or not at all."""
