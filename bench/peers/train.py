"""Trains on the transformed window, binning included. Usage: train.py LIBRARY FILE --threads N"""

import sys
import time

from models import MAKERS
from rounds import read_flights, serve_rounds

library, path = sys.argv[1:3]
threads = int(sys.argv[sys.argv.index("--threads") + 1])
frame, label, reading = read_flights(path)
version, _ = MAKERS[library](threads)


def run():
    _, model = MAKERS[library](threads)
    started = time.perf_counter()
    model.fit(frame, label)
    return time.perf_counter() - started


serve_rounds(version, reading, run)
