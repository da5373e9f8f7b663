"""These tests read the city of the demonstration."""

from tests.webapp.city import city, enter, law_files, loaded_city, rows

__all__ = ["city", "enter", "law_files", "loaded_city", "rows"]
