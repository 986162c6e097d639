"""Writes a tiny Llama model with its tokenizer: 7 M random weights, 14 MB, the same for the same libraries.

A random model ends some responses at the first token. That stays: real models do it, too.
"""

import json
import pydoc_data.topics
import sys
from collections.abc import Iterator
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

SEED = 1
VOCABULARY_SIZE = 8_192
CONTEXT_TOKENS = 4_096
END_OF_TEXT, TURN_START, TURN_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
CHAT_TEMPLATE = (
    "{% for message in messages %}"
    f"{{{{ '{TURN_START}' + message['role'] + '\n' + message['content'] + '{TURN_END}\n' }}}}"
    "{% endfor %}"
    f"{{% if add_generation_prompt %}}{{{{ '{TURN_START}assistant\n' }}}}{{% endif %}}"
)


def training_text() -> Iterator[str]:
    """English from Python's own documentation, and its library: on every machine that runs this."""
    yield from pydoc_data.topics.topics.values()
    for source in sorted(Path(json.__file__).parent.parent.glob("*.py")):
        yield source.read_text(encoding="utf-8", errors="ignore")


def make_tokenizer() -> PreTrainedTokenizerFast:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY_SIZE,
        special_tokens=[END_OF_TEXT, TURN_START, TURN_END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(training_text(), trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token=TURN_END,
        pad_token=END_OF_TEXT,
        chat_template=CHAT_TEMPLATE,
        model_max_length=CONTEXT_TOKENS,
    )


def make_model(tokenizer: PreTrainedTokenizerFast) -> LlamaForCausalLM:
    torch.manual_seed(SEED)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=256,
        intermediate_size=688,
        num_hidden_layers=4,
        num_attention_heads=8,
        num_key_value_heads=4,
        max_position_embeddings=CONTEXT_TOKENS,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
        pad_token_id=tokenizer.pad_token_id,
        dtype=torch.bfloat16,
    )
    return LlamaForCausalLM(config).to(torch.bfloat16)


def name_tokenizer_class(folder: Path) -> None:
    """Other versions of transformers know the tokenizer by this name only."""
    file = folder / "tokenizer_config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    config["tokenizer_class"] = "PreTrainedTokenizerFast"
    file.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def main(folder: Path) -> None:
    tokenizer = make_tokenizer()
    if len(tokenizer) != VOCABULARY_SIZE:
        raise SystemExit(f"The tokenizer has {len(tokenizer)} entries instead of {VOCABULARY_SIZE}.")
    make_model(tokenizer).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    name_tokenizer_class(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
