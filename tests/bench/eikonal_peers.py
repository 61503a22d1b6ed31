#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares isochron-cli's solver with scikit-fmm (order 2) in one run, turn by turn.

Needs Debian's python3-scikit-fmm. Each round times both programs on the same cases, so that a
machine whose speed drifts does not favour either; medians and the median ratio are printed.

    tests/bench/eikonal_peers.py [--cli build/release/bin/isochron-cli] [--data FOLDER] [--rounds 7]
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

import numpy
import skfmm

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
REPEAT = 9


def skfmm_milliseconds(velocity):
    nz, nx = velocity.shape
    phi = numpy.ones_like(velocity)
    phi[nz // 2, nx // 2] = -1e-9
    spacing = [1.0 / (nz - 1), 5.0 / (nx - 1)]
    times = []
    for _ in range(REPEAT):
        start = time.perf_counter()
        result = skfmm.travel_time(phi, velocity, dx=spacing, order=2)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3, numpy.asarray(result)


def mean_error(result, exact):
    known = exact > 0
    return numpy.mean(numpy.abs(result[known] - exact[known]) / exact[known])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cli", default=os.path.join(ROOT, "build/release/bin/isochron-cli"))
    parser.add_argument("--data", default=os.environ.get(
        "ISOCHRON_SHARED_DATA", os.path.join(os.path.dirname(ROOT), "shared", "data")))
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()

    names = {"const 128": "const_128", "grad 128": "grad_128", "grad 512": "grad_512",
             "grf 128": "grf_128"}
    folder = os.path.join(arguments.data, "eikonal")
    if not os.path.isdir(folder):
        sys.exit(f"{folder} is absent: name the reference data with --data")
    fields = {name: (numpy.load(f"{folder}/{file}_v.npy"), numpy.load(f"{folder}/{file}_t.npy"))
              for name, file in names.items()}
    ours = {name: [] for name in names}
    theirs = {name: [] for name in names}
    errors = {}
    for _ in range(arguments.rounds):
        report = json.loads(subprocess.run(
            [arguments.cli, "bench", "eikonal", "--json", "--repeat", str(REPEAT),
             "--data", arguments.data], check=True, capture_output=True).stdout)
        for case in report:
            if case["case"] not in names:
                continue
            ours[case["case"]].append(case["median_ms"])
            velocity, exact = fields[case["case"]]
            milliseconds, result = skfmm_milliseconds(velocity)
            theirs[case["case"]].append(milliseconds)
            errors[case["case"]] = (case["mean_relative_error"], mean_error(result, exact))

    print(f"{'case':12}{'ours ms':>10}{'skfmm ms':>10}{'ratio':>8}{'our error':>12}{'skfmm error':>13}")
    for name in names:
        ratio = statistics.median(t / o for o, t in zip(ours[name], theirs[name]))
        print(f"{name:12}{statistics.median(ours[name]):10.3f}{statistics.median(theirs[name]):10.2f}"
              f"{ratio:8.2f}{errors[name][0]:12.2e}{errors[name][1]:13.2e}")


if __name__ == "__main__":
    main()
