"""What the scripts of all peers share: the protocol with the bench, and the data."""

import json
import sys
import time

import pandas


def read_flights(path, limit=None):
    """The transformed training window: 41 features, airports as categories, and the label."""
    started = time.perf_counter()
    frame = pandas.read_parquet(path)
    if limit is not None:
        frame = frame.head(limit)
    label = frame.pop("late").to_numpy()
    for name in ("origin", "destination"):
        frame[name] = frame[name].astype("int32").astype("category")
    return frame, label, time.perf_counter() - started


def say(message):
    print(json.dumps(message), flush=True)


def serve_rounds(version, reading, run):
    """Says what is there, then runs a round for every line that comes in and says its figure."""
    say({"version": version, "reading": reading})
    for _ in sys.stdin:
        say({"figure": run()})
