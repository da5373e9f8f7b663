"""Storm after storm of kills, each on a database of its own (强杀长跑)."""

import time

from tests.crash.striking import reading, served, strike
from tests.databases import SERVER, Pool, with_database
from webapp.postgres import FOR_TESTS, EmbeddedPostgres

SEED = 20260302
ROUNDS = 6
"""Storms of fifty kills."""


def main(rounds: str = str(ROUNDS), seed: str = str(SEED)) -> int:
    """Let storms come until one loses something; print what each came to."""
    server = EmbeddedPostgres(SERVER, FOR_TESTS).start()
    pool = Pool(server.url())
    kills = writes = 0
    try:
        for number in range(int(rounds)):
            begun, drawn = time.monotonic(), int(seed) + number
            url = with_database(pool.url, pool.take())
            with served(url) as platform, reading(platform) as records:
                storm = strike(platform, records, drawn)
            kills, writes = kills + storm.kills, writes + storm.writes
            print(
                f"  seed {drawn}: {storm.kills} kills, {storm.writes} writes answered,"
                f" {storm.broken} requests cut, {time.monotonic() - begun:.0f} s",
                flush=True,
            )
    finally:
        pool.close()
        server.stop()
    print(f"  {kills} kills, {writes} writes answered, nothing lost or doubled")
    return 0
