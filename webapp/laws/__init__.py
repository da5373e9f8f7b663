"""The library of laws: versions, provisions, citations (法律法规库)."""
