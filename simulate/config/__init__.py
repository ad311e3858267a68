"""Between YAML and the schema: reading with positions, messages, the canonical text and hash, the JSON Schema."""
