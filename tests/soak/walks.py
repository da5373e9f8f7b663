"""Random walks through samples and shipped processes, the codec judged after each step (漫步)."""

import time
from random import Random

from tests.engine.roundtrip import compare
from tests.engine.samples import SAMPLES, shipped
from tests.engine.walking import Walk

ROUNDS = 100
STEPS = 200
"""Steps after which a walk that could go on is left."""

SEED = 20260302


def follow(walk: Walk, steps: int = STEPS) -> int:
    """Go on until nothing can be done, comparing codec and library; return the steps taken."""
    for number in range(steps):
        compare(walk.workflow)
        walk.save_and_restore()
        if not walk.step():
            return number
    return steps


def main(rounds: str = str(ROUNDS), seed: str = str(SEED)) -> int:
    """Walk through everything so many times; print how far it went."""
    begun, random, diagrams = time.monotonic(), Random(int(seed)), shipped()
    taken, longest, count = 0, 0, 0
    for number in range(int(rounds)):
        for name, files, start in [
            *((name, make(), "main") for name, make in SAMPLES.items()),
            *((name, diagrams, name) for name in sorted(diagrams)),
        ]:
            drawn = random.randrange(10**9)
            try:
                steps = follow(Walk(files, start, seed=drawn))
            except BaseException:
                print(f"  {name}, seed {drawn}, in round {number}:", flush=True)
                raise
            taken, longest, count = taken + steps, max(longest, steps), count + 1
    seconds = time.monotonic() - begun
    print(f"  {count} walks, {taken} steps, the longest {longest}, {seconds:.0f} s, no difference")
    return 0
