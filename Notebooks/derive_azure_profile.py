# SPDX-License-Identifier: GPL-3.0-or-later
"""Derives Scenarios/library/workloads.yaml from the Azure LLM inference traces of 2023.

Usage: python3 Notebooks/derive_azure_profile.py FOLDER > Scenarios/library/workloads.yaml

FOLDER holds AzureLLMInferenceTrace_conv.csv and AzureLLMInferenceTrace_code.csv of the Azure Public Dataset. Only the
standard library is used; the same files give the same text.

Per minute: requests in each full minute since the first request; the last, partial minute is left out, because the
profile is repeated. Quantiles: 101 of them, at 0 %, 1 %, ..., 100 %, by linear interpolation between order statistics.
"""

import csv
import pathlib
import sys

TRACES = [
    ("azure-conversation-2023", "AzureLLMInferenceTrace_conv.csv", "conversation", 19_366),
    ("azure-code-2023", "AzureLLMInferenceTrace_code.csv", "code", 8_819),
]

HEADER = """\
# Shapes of recorded workloads. Written by Notebooks/derive_azure_profile.py; do not edit by hand.
#
# Derived from the Azure LLM inference traces 2023 (conversation and code), Microsoft Azure Public Dataset, licence
# CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). P. Patel, E. Choukse, C. Zhang, A. Shah, Í. Goiri, S. Maleki,
# R. Bianchini: Splitwise: Efficient generative LLM inference using phase splitting, ISCA 2024.
# Changes: the rows are condensed to requests per full minute and to 101 quantiles of the prompt and answer lengths.
#
# per-minute: requests in each full minute since the first one.
# input-quantiles, output-quantiles: tokens of the prompt and of the answer at 0 %, 1 %, ..., 100 %.
# The prompts of the code trace pile up at a limit of 7,437 tokens; one pause of 217 s is in its minutes.
"""


def nanoseconds(timestamp):
    """The time of day of '2023-11-16 18:17:03.9799600', exactly; the traces lie within one day."""
    clock, _, fraction = timestamp.split(" ")[1].partition(".")
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * 10**9 + int(fraction.ljust(9, "0"))


def quantiles(values, count=101):
    """Quantiles at evenly spaced probabilities, interpolated linearly, in hundredths where they are not whole."""
    ordered = sorted(values)
    result = []
    for index in range(count):
        place, rest = divmod(index * (len(ordered) - 1), count - 1)
        upper = ordered[min(place + 1, len(ordered) - 1)]
        hundredths = ordered[place] * 100 + (upper - ordered[place]) * 100 * rest // (count - 1)
        whole, part = divmod(hundredths, 100)
        result.append(f"{whole}.{part:02}".rstrip("0") if part else str(whole))
    return result


def flow(key, items):
    """A list in flow style, wrapped at 120 columns."""
    lines, line = [], f"    {key}: ["
    for number, item in enumerate(items):
        piece = item + ("]" if number + 1 == len(items) else ", ")
        if len(line) + len(piece) > 120:
            lines.append(line.rstrip())
            line = "      "
        line += piece
    return "\n".join(lines + [line])


def workload(identifier, path, kind, expected):
    with open(path, newline="", encoding="ascii") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == expected, f"{path}: expected {expected} rows, found {len(rows)}"
    times = [nanoseconds(row["TIMESTAMP"]) for row in rows]
    offsets = [time - times[0] for time in times]
    minutes = [0] * (offsets[-1] // (60 * 10**9))
    for offset in offsets:
        minute = offset // (60 * 10**9)
        if minute < len(minutes):
            minutes[minute] += 1
    return "\n".join([
        f"  - id: {identifier}",
        flow("per-minute", [str(count) for count in minutes]),
        flow("input-quantiles", quantiles([int(row["ContextTokens"]) for row in rows])),
        flow("output-quantiles", quantiles([int(row["GeneratedTokens"]) for row in rows])),
        f"    source: Azure LLM inference trace 2023 ({kind}), Microsoft Azure Public Dataset, CC BY 4.0",
        "    grade: derived",
    ])


def main():
    folder = pathlib.Path(sys.argv[1])
    entries = [workload(identifier, folder / name, kind, rows) for identifier, name, kind, rows in TRACES]
    print(HEADER + "workloads:\n" + "\n".join(entries))


main()
