"""Discretion benchmarks: grades, bands and factors (裁量权基准库)."""
