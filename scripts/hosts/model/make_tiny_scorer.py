"""Writes the tiny model as a classifier of one label, whose output is the score of a pair: 14 MB of random weights, the same
for the same libraries.
"""

import json
import shutil
import sys
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForSequenceClassification

SEED = 1


def main(tiny: Path, folder: Path) -> None:
    torch.manual_seed(SEED)
    config = LlamaConfig.from_pretrained(tiny)
    config.num_labels = 1
    LlamaForSequenceClassification(config).to(torch.bfloat16).save_pretrained(folder)
    for file in sorted(tiny.glob("*token*.json")):
        shutil.copy(file, folder / file.name)
    written = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if len(written["id2label"]) != 1:
        raise SystemExit(f"The classifier has {len(written['id2label'])} labels instead of 1.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
