"""Fines and what was paid (罚缴)."""
