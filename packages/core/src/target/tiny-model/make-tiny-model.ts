import { WORDS } from '../../workload/words.ts';
import { layOutGguf, type GgufTensor, type GgufValue, type PlacedTensor } from './gguf-layout.ts';
import { createWeightSource } from './random-weights.ts';
import type { TinyModelRecipe } from './recipe.ts';
import { makeVocabulary, type Vocabulary } from './vocabulary.ts';

const OUTPUT_TENSOR = 'output.weight';

/**
 * Makes the file of a tiny llama model with random weights. It runs like any other model and generates only whole words
 * (never a byte or the end of text, so lengths are exact), without meaning.
 *
 * Writes numbers in the byte order of the machine; GGUF requires little endian, which all supported machines have.
 */
export function makeTinyModel(recipe: TinyModelRecipe): Uint8Array {
  const vocabulary = makeVocabulary(WORDS);
  const { file, tensors } = layOutGguf(
    describe(recipe, vocabulary),
    listTensors(recipe, vocabulary.tokens.length),
  );
  const source = createWeightSource(recipe.seed);
  for (const tensor of tensors) {
    if (tensor.type === 'f32') {
      new Float32Array(file, tensor.offsetBytes, tensor.elements).fill(1);
      continue;
    }
    const weights = new Uint16Array(file, tensor.offsetBytes, tensor.elements);
    source.writeUniform(weights, Math.sqrt(3 / tensor.columns));
    if (tensor.name === OUTPUT_TENSOR) muteTokens(weights, tensor, vocabulary.firstWordId);
  }
  return new Uint8Array(file);
}

/** A row of zeros gives logit 0; the maximum of hundreds of random logits exceeds it. */
function muteTokens(weights: Uint16Array, tensor: PlacedTensor, count: number): void {
  weights.fill(0, 0, count * tensor.columns);
}

function describe(recipe: TinyModelRecipe, vocabulary: Vocabulary): Map<string, GgufValue> {
  return new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['general.name', { type: 'string', value: recipe.name }],
    ['llama.context_length', uint32(recipe.trainedContextTokens)],
    ['llama.embedding_length', uint32(recipe.width)],
    ['llama.block_count', uint32(recipe.layers)],
    ['llama.feed_forward_length', uint32(recipe.feedForwardWidth)],
    ['llama.attention.head_count', uint32(recipe.heads)],
    ['llama.attention.head_count_kv', uint32(recipe.heads)],
    ['llama.attention.layer_norm_rms_epsilon', { type: 'float32', value: 1e-5 }],
    ['llama.rope.dimension_count', uint32(recipe.width / recipe.heads)],
    ['llama.vocab_size', uint32(vocabulary.tokens.length)],
    ['tokenizer.ggml.model', { type: 'string', value: 'llama' }],
    ['tokenizer.ggml.tokens', { type: 'strings', value: vocabulary.tokens }],
    ['tokenizer.ggml.scores', { type: 'float32s', value: vocabulary.scores }],
    ['tokenizer.ggml.token_type', { type: 'int32s', value: vocabulary.types }],
    ['tokenizer.ggml.bos_token_id', uint32(vocabulary.beginningId)],
    ['tokenizer.ggml.eos_token_id', uint32(vocabulary.endId)],
    ['tokenizer.ggml.unknown_token_id', uint32(vocabulary.unknownId)],
  ]);
}

function listTensors(recipe: TinyModelRecipe, vocabularySize: number): GgufTensor[] {
  const { width, feedForwardWidth } = recipe;
  const norm = (name: string): GgufTensor => ({ name, type: 'f32', columns: width, rows: 1 });
  const block = (index: number): GgufTensor[] => [
    norm(`blk.${index}.attn_norm.weight`),
    matrix(`blk.${index}.attn_q.weight`, width, width),
    matrix(`blk.${index}.attn_k.weight`, width, width),
    matrix(`blk.${index}.attn_v.weight`, width, width),
    matrix(`blk.${index}.attn_output.weight`, width, width),
    norm(`blk.${index}.ffn_norm.weight`),
    matrix(`blk.${index}.ffn_gate.weight`, width, feedForwardWidth),
    matrix(`blk.${index}.ffn_up.weight`, width, feedForwardWidth),
    matrix(`blk.${index}.ffn_down.weight`, feedForwardWidth, width),
  ];
  return [
    matrix('token_embd.weight', width, vocabularySize),
    norm('output_norm.weight'),
    matrix(OUTPUT_TENSOR, width, vocabularySize),
    ...Array.from({ length: recipe.layers }, (_, index) => block(index)).flat(),
  ];
}

function uint32(value: number): GgufValue {
  return { type: 'uint32', value };
}

function matrix(name: string, columns: number, rows: number): GgufTensor {
  return { name, type: 'f16', columns, rows };
}
