"""Predicts one transformed row at a time, in microseconds. Usage: predict.py LIBRARY FILE --threads N"""

import sys
import time

from models import MAKERS
from rounds import read_flights, serve_rounds

ROWS = 200

library, path = sys.argv[1:3]
frame, label, reading = read_flights(path, limit=100_000)
version, model = MAKERS[library](1)
model.fit(frame, label)

# The fastest door of each library that takes a row as it comes.
if library == "lightgbm":
    rows = frame.head(ROWS).astype("float64").to_numpy()
    predict = lambda row: model.booster_.predict(row, num_threads=1)
elif library == "xgboost":
    booster = model.get_booster()
    booster.set_param({"nthread": 1})
    rows = [frame.iloc[[index]] for index in range(ROWS)]
    predict = lambda row: booster.inplace_predict(row)
else:
    rows = [frame.iloc[[index]] for index in range(ROWS)]
    predict = model.predict_proba


def run():
    started = time.perf_counter()
    for index in range(ROWS):
        predict(rows[index : index + 1] if library == "lightgbm" else rows[index])
    return (time.perf_counter() - started) / ROWS * 1e6


serve_rounds(version, reading, run)
