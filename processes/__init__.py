"""State the enforcement procedures and their law (执法程序): diagrams, acts, deadlines, safeguards.

`penalty` and `shared` hold the diagrams, `acts` the codes that tie a task to the law, `facts` all
that the law may look at, `parameters` what a field or a place may settle, `deadlines` the statutory
clocks and `safeguards` the conditions that a completing officer cannot get around.
"""
