"""All that the law may look at (案件事实): frozen values, gathered once per submission.

`case.CaseFacts` is the whole; the other modules hold its parts by noun. `gathering` makes it from
the completed submissions of a case and what the registers say; safeguards read it and nothing else.
"""
