"""Rules of drawing (流程图规则): one rule, one function, one message, one page of documentation.

Rules of one file look at a `Drawn`, rules of a process with all it calls at a `Bundle`. A page says
what a rule wants and why, beside it lie a good and a bad drawing (`pages/<rule>/`); the tests hold
that the bad one has that finding and no other, and the good one none. What may be in a file at all
is for the gate.
"""
