"""What believable officers type (演示情节): matters, parties, values of every form, paths of cases.

Plain data in one place, used by `faxun demo`, by the demonstration's cases and by the tests.
"""
