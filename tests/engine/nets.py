"""Nets at random, and what a walk must say about them whether or not they were made small."""

from engine.proof.net import Net, Transition


def random_net(choose, places=8, steps=12, acts="abc"):
    """Draw a net at random: some steps fork, join, look, clear, decide or carry an act."""
    every = [1 << (n + 2) for n in range(places)]
    values = {("v", "yes"): 1, ("v", "no"): 2}
    transitions = []
    for number in range(steps):
        pre = sum(set(choose.choices(every, k=choose.choice([1, 1, 1, 2]))))
        post = sum(set(choose.choices(every, k=choose.choice([0, 1, 1, 1, 2]))))
        kind, more = choose.random(), {}
        if kind < 0.08:
            more["none"] = choose.choice(every)
        elif kind < 0.16:
            more["clear"] = choose.choice(every)
        elif kind < 0.22:
            more["none"] = choose.choice([1, 2])
        elif kind < 0.3:
            name = choose.choice(["yes", "no"])
            more = {"clear": 3, "sets": frozenset({("v", name)})}
            post |= values["v", name]
        if choose.random() < 0.25:
            act = frozenset({choose.choice(acts)})
            more |= {"begins": act, "does": act}
        if choose.random() < 0.1:
            more["minutes"] = choose.choice([60, 1440])
        if more.get("none", 0) & pre:
            more.pop("none")
        transitions.append(Transition(pre, post, **more).with_elements(f"t{number}"))
    control = sum(every)
    return Net(tuple(transitions), every[0], control, 0, values)
