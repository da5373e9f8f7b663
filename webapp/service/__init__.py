"""Service of documents: attempts, receipts, addresses, consents (送达)."""
