"""The library of enforcement items: what may be punished, by whom, on which clause (执法事项库)."""
