"""Matters: what every procedure has (执法事件)."""
