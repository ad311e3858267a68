"""The functions that people call, as ``simulate`` offers them: nothing heavy is imported before one is called."""
