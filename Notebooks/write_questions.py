#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the questions that language models are asked: 40 topics times 8 forms, shuffled, 256 to be asked and 64 to fit
tolerances on. Both were made up for this project.

    python3 Notebooks/write_questions.py

writes Sources/CModelFiles/files/questions-test.txt and questions-calibration.txt. Needs nothing but Python.
"""

import random
from pathlib import Path

TOPICS = [
    "a rainbow", "the tides", "a volcano", "photosynthesis", "a solar eclipse", "the water cycle", "an earthquake",
    "the seasons", "a black hole", "gravity", "magnetism", "electricity", "the speed of light", "an atom", "rust",
    "bread baking", "a lighthouse", "the printing press", "a steam engine", "a bicycle", "a sailing boat", "a compass",
    "a calendar", "a mechanical clock", "glass", "paper", "a bridge", "a windmill", "the number zero", "a prime number",
    "a triangle", "probability", "a computer network", "a search engine", "a public library", "democracy", "money",
    "a market", "insurance", "a honey bee",
]
FORMS = [
    "Explain {} to a child of ten in two sentences.",
    "What is the most surprising fact about {}?",
    "Write a short poem about {}.",
    "List three things people often get wrong about {}.",
    "How would the world look different without {}?",
    "Who first studied {}, and what did they find?",
    "Compare {} with something from everyday life.",
    "Give one practical use of what we know about {}.",
]


def main():
    questions = [form.format(topic) for topic in TOPICS for form in FORMS]
    random.Random(1).shuffle(questions)
    folder = Path(__file__).resolve().parent.parent / "Sources/CModelFiles/files"
    for name, part in [("test", questions[:256]), ("calibration", questions[256:])]:
        (folder / f"questions-{name}.txt").write_text("\n".join(part) + "\n")


main()
