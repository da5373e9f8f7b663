"""Enforcement bodies, their units, officers and certificates (执法主体及人员库)."""
