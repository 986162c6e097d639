import { expect, test } from 'vitest';
import { splitCommand } from '../../../src/init/target/split-command.ts';

test.each([
  [
    'vllm serve  Qwen/Qwen3-0.6B --port {port}',
    ['vllm', 'serve', 'Qwen/Qwen3-0.6B', '--port', '{port}'],
  ],
  ['./serve --port={port} --ratio=0.5', ['./serve', '--port={port}', '--ratio=0.5']],
])('splits plain words: %s', (line, words) => {
  expect(splitCommand(line)).toEqual(words);
});

test.each([
  `serve --options '{"a": 1}'`,
  'CUDA_VISIBLE_DEVICES=0 serve',
  'cd server && exec ./serve',
  'serve ~/models/a.gguf',
  'serve $MODEL',
])('leaves to a shell what only a shell understands: %s', (line) => {
  expect(splitCommand(line)).toEqual(['sh', '-c', line]);
});
