"""State the enforcement procedures and their law (执法程序): diagrams, acts, deadlines, safeguards.

`penalty` and `shared` are families: each holds its diagrams, the rows of its `acts` that tie a task
to the law, and what pauses or lengthens its periods (`timeline`). `facts` are all that the law may
look at, `parameters` what a field or a place may settle, `deadlines` the statutory clocks and
`safeguards` the conditions that a completing officer cannot get around.
"""
