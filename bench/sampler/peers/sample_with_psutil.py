"""Samples a process as psutil does.

sample_with_psutil.py record PID PERIOD_S
    until stdin closes; then one line "MONOTONIC_NS RSS_BYTES" for each sample
sample_with_psutil.py cost PID CALLS
    one line "NET_US GROSS_US TIGHT_US": the median call in a 1 ms loop, the CPU time of a turn of it, and the CPU
    time of a call without pauses
"""

import select
import statistics
import sys
import time

import psutil


def record(pid, period_s):
    process = psutil.Process(pid)
    samples = []
    deadline_s = time.monotonic()
    print("ready", flush=True)
    while True:
        deadline_s = max(deadline_s + period_s, time.monotonic())
        wait_s = max(0, deadline_s - time.monotonic())
        if select.select([sys.stdin], [], [], wait_s)[0]:
            break
        samples.append((time.monotonic_ns(), process.memory_info().rss))
    for stamp_ns, rss_bytes in samples:
        print(stamp_ns, rss_bytes)


def cpu_us_of(calls, turn):
    before_ns = time.process_time_ns()
    for _ in range(calls):
        turn()
    return (time.process_time_ns() - before_ns) / calls / 1e3


def cost(pid, calls):
    process = psutil.Process(pid)
    durations_ns = []

    def paced():
        time.sleep(0.001)
        called_ns = time.perf_counter_ns()
        process.memory_info()
        durations_ns.append(time.perf_counter_ns() - called_ns)

    gross_us = cpu_us_of(calls, paced)
    tight_us = cpu_us_of(calls, process.memory_info)
    print(statistics.median(durations_ns) / 1e3, gross_us, tight_us)


if sys.argv[1] == "record":
    record(int(sys.argv[2]), float(sys.argv[3]))
else:
    cost(int(sys.argv[2]), int(sys.argv[3]))
