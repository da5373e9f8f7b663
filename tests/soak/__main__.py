"""`make soak`: the long forms of kills, walks and faults, with figures; minutes to hours.

    make soak                       all four
    make soak ARGS="kills 6"        so many storms of fifty kills each
    make soak ARGS="walks 200"      so many random walks over every sample and shipped process
    make soak ARGS="office 200"     so many random walks of whole matters: nobody gets stuck
    make soak ARGS="faults dec"     the faults and removals whose name holds the word

The short forms run with all tests: `tests/crash`, `tests/engine/test_codec.py`,
`tests/journeys/test_wandering.py`, `tests/soak`.
"""

import sys

from tests.soak import faults, kills, walks, wandering

PARTS = {"kills": kills.main, "walks": walks.main, "office": wandering.main, "faults": faults.main}


def main(words: list[str]) -> int:
    """Run the parts that are named, else all; return 1 when one of them found something."""
    if words and words[0] not in PARTS:
        print(__doc__, file=sys.stderr)
        return 2
    wanted = {words[0]: words[1:]} if words else {part: [] for part in PARTS}
    results = []
    for part, rest in wanted.items():
        print(f"— {part}", flush=True)
        results.append(PARTS[part](*rest))
    return max(results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
