"""Run enforcement procedures; know no law, no web framework and no database.

The story in one breath: a `Procedure` (diagrams) becomes an immutable `ProcedureVersion`
(`procedure`); the upload `gate` and the `diagram_rules` (a function and a page each, in `rules`)
decide what may become one, and `proof` shows that every way of it comes to an end. The `runner`
drives an instance of it: it loads compact bytes through a `store`, restores the workflow with the
`codec`, completes a task, runs the automatic steps of `workflow` under limits, and saves everything
that follows from it (to-dos, timers, one trajectory step) as one change. What is behind the
instance is carried along unread (`past`), whose value counts where is the rule of `scope`. 退回
grows the task tree (`returns`). Conditions are the whitelisted language of `expressions`; nothing
in a diagram is ever run as Python. Statutory clocks are plain values (`deadlines` on `workdays`),
and the time comes from `clock` alone. Law itself lives in `processes`.
"""
