"""Hand-overs to other bodies and to the police (移送)."""
