"""What of a decision the public may see, and the approval of it (公示)."""
