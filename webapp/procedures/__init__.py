"""Procedures (流程): published, immutable versions of diagrams with their forms and templates."""
