#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One training step of the paper's network written plainly, with double autograd in PyTorch.

The yardstick of `isochron-cli bench training --peer` (which runs this script): 99 inputs (x, z, source depth and 96
latents), 12 x 128 ELU, the L1 residual of T = r * s(u), Adam; and the value alone on a whole
128 x 128 field (16384 points). Every number of PyTorch's and of OpenBLAS's threads is tried.
Prints one JSON object a line: {"task", "points", "threads", "blas_threads", "ms", "processor_ms"}:
"step" or "field", and medians; the last is the processor time of all threads.
"""
import argparse
import ctypes
import json
import statistics
import time

import torch

VELOCITY = (2.0, 6.0)
SOURCE = (2.5, 0.5)


def network():
    layers, inputs = [], 99
    for _ in range(12):
        layers += [torch.nn.Linear(inputs, 128), torch.nn.ELU()]
        inputs = 128
    return torch.nn.Sequential(*layers, torch.nn.Linear(inputs, 1))


def traveltime(net, x, z, rest):
    u = net(torch.cat([x, z, rest], dim=1))
    slow, fast = 1 / VELOCITY[0], 1 / VELOCITY[1]
    r = torch.sqrt((x - SOURCE[0]) ** 2 + (z - SOURCE[1]) ** 2)
    return r * (fast + (slow - fast) * torch.sigmoid(u))


def step(net, adam, x, z, rest, v):
    adam.zero_grad(set_to_none=True)
    t = traveltime(net, x, z, rest)
    tx, tz = torch.autograd.grad(t, (x, z), torch.ones_like(t), create_graph=True)
    loss = (v * torch.sqrt(tx**2 + tz**2) - 1).abs().mean()
    loss.backward()
    adam.step()
    return loss


def medians(action, seconds):
    """Milliseconds a call on the clock, and of the processor."""
    for _ in range(3):
        action()
    wall, processor, end = [], [], time.perf_counter() + seconds
    while len(wall) < 5 or time.perf_counter() < end:
        start, start_of_processor = time.perf_counter(), time.process_time()
        action()
        processor.append(time.process_time() - start_of_processor)
        wall.append(time.perf_counter() - start)
    return 1e3 * statistics.median(wall), 1e3 * statistics.median(processor)


def blas_threads_setter():
    """OpenBLAS has threads of its own, which PyTorch does not set."""
    try:
        return ctypes.CDLL("libopenblas.so.0").openblas_set_num_threads
    except (OSError, AttributeError):
        return None


def measure(task, points, action, options):
    set_blas_threads = blas_threads_setter()
    for blas in options.threads if set_blas_threads else [0]:
        if set_blas_threads:
            set_blas_threads(blas)
        for threads in options.threads:
            torch.set_num_threads(threads)
            ms, processor = medians(action, options.seconds)
            result = {"task": task, "points": points, "threads": threads, "blas_threads": blas,
                      "ms": ms, "processor_ms": processor}
            print(json.dumps(result), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, nargs="+", default=[163, 1024, 4096])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seconds", type=float, default=2.0, help="for each measurement")
    options = parser.parse_args()

    torch.manual_seed(1)
    net = network()
    adam = torch.optim.Adam(net.parameters(), lr=1e-4)
    for batch in options.batches:
        x = (5 * torch.rand(batch, 1)).requires_grad_()
        z = torch.rand(batch, 1).requires_grad_()
        rest = torch.randn(batch, 97)
        v = 2 + 4 * torch.rand(batch, 1)
        measure("step", batch, lambda: step(net, adam, x, z, rest, v), options)

    x, z = 5 * torch.rand(16384, 1), torch.rand(16384, 1)
    rest = torch.randn(1, 97).expand(16384, 97)
    with torch.no_grad():
        measure("field", 16384, lambda: traveltime(net, x, z, rest), options)


if __name__ == "__main__":
    main()
