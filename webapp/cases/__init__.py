"""Cases, leads, parties, handlers and their clocks (案件、案源、当事人、承办人、期限)."""
