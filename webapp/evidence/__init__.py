"""Evidence, its three verdicts, and the store of files (证据、三性审查、文件库)."""
