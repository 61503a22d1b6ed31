#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One training step of the paper's network written plainly, with double autograd in PyTorch.

The yardstick of bench_training (which runs this script): 99 inputs (x, z, source depth and 96
latents), 12 x 128 ELU, the L1 residual of T = r * s(u), Adam. For every batch the best thread
count is looked for. Prints one JSON object a line: {"batch", "threads", "ms"} for a step,
{"field", "threads", "ms"} for the evaluation of a whole 128 x 128 field.
"""
import argparse
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


def median_ms(action, seconds):
    for _ in range(3):
        action()
    times, end = [], time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, nargs="+", default=[163, 1024, 4096])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seconds", type=float, default=2.0, help="for each measurement")
    parser.add_argument("--no-field", action="store_true", help="leave the whole field out")
    options = parser.parse_args()

    torch.manual_seed(1)
    net = network()
    adam = torch.optim.Adam(net.parameters(), lr=1e-4)
    for batch in options.batches:
        x = (5 * torch.rand(batch, 1)).requires_grad_()
        z = torch.rand(batch, 1).requires_grad_()
        rest = torch.randn(batch, 97)
        v = 2 + 4 * torch.rand(batch, 1)
        for threads in options.threads:
            torch.set_num_threads(threads)
            ms = median_ms(lambda: step(net, adam, x, z, rest, v), options.seconds)
            print(json.dumps({"batch": batch, "threads": threads, "ms": ms}), flush=True)

    if options.no_field:
        return
    x, z = 5 * torch.rand(16384, 1), torch.rand(16384, 1)
    rest = torch.randn(1, 97).expand(16384, 97)
    for threads in options.threads:
        torch.set_num_threads(threads)
        with torch.no_grad():
            ms = median_ms(lambda: traveltime(net, x, z, rest), options.seconds)
        print(json.dumps({"field": 16384, "threads": threads, "ms": ms}), flush=True)


if __name__ == "__main__":
    main()
