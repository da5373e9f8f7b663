"""Safeguards (程序保障): what an officer completing a step cannot get around, with its article.

One module per subject, each ending with its explicit `SAFEGUARDS`; `processes.catalogue` gathers
them. A safeguard looks at the submission and the facts of the case and at nothing else.
"""
