"""Proofs about drawn procedures: a token game over one integer per state.

`net` holds what a state and a step are, `building` makes a net of diagrams with all they call,
`conditions` says which values a flow needs, `reduction` makes the net small without changing any
answer, `search` walks it, `soundness` and `claims` ask the questions. A limit reached means
*undecided*, never *passed*.
"""
