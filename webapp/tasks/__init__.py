"""To-dos and their completion: from what was typed to step, document and clocks (待办与办理)."""
