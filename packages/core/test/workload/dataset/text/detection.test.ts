import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../../src/workload/dataset/open-dataset.ts';
import { fixture, temporaryFile } from '../read-file.ts';

/** The format and the number of requests, faults and warnings of a file. */
async function summaryOf(path: string, format?: string): Promise<unknown> {
  const dataset = await openDataset({ path, ...(format === undefined ? {} : { format }) });
  const entries = [...dataset.entries()];
  dataset.close();
  return {
    format: dataset.format.name,
    requests: entries.reduce(
      (sum, entry) => sum + ('conversation' in entry ? entry.conversation.turns.length : 0),
      0,
    ),
    faults: entries.flatMap((entry) => ('fault' in entry ? [entry.fault.line] : [])),
    warnings: entries.flatMap((entry) => ('warning' in entry ? [entry.warning.line] : [])),
  };
}

describe('a file of texts or conversations', () => {
  it.each([
    ['sharegpt.json', 'sharegpt', 14, [3, 4, 9, 14], [15]],
    ['openai-batch.jsonl', 'openai-batch', 10, [10, 13, 14, 15], []],
    ['multi-turn.jsonl', 'aiperf-multi-turn', 19, [9, 11, 12, 13], [3]],
    ['tool-conversation.jsonl', 'tool-conversations', 25, [], [7, 8]],
    ['multimodal.jsonl', 'prompts', 9, [6, 7, 8, 11, 14], []],
    ['gsm8k-like.jsonl', 'gsm8k', 14, [], [13]],
  ])('%s is recognized as %s', async (name, format, requests, faults, warnings) => {
    expect(await summaryOf(fixture(name))).toEqual({ format, requests, faults, warnings });
  });

  it.each([
    ['a.jsonl', '"one"\n"two"', 'prompts', 2],
    ['a.jsonl', '{"prompt": "one"}', 'prompts', 1],
    ['a.json', '["one", "two"]', 'prompts', 2],
    ['a.csv', 'prompt,outputTokens\r\n"one, or two",3\r\nthree,', 'prompts', 2],
    ['a.csv', 'prompt\n42\n', 'prompts', 1],
    ['a.txt', 'one\r\n\r\ntwo', 'text', 2],
    ['a.text', 'one\ntwo\n', 'text', 2],
    ['a.csv', 'prompt,output_tokens\none,3\n', 'vllm-custom', 1],
    ['a.jsonl', '{"prompt": "one", "output_tokens": 3}', 'vllm-custom', 1],
    ['a.jsonl', '{"prompt_0": "one", "prompt_1": "two"}', 'guidellm', 2],
    ['a.csv', 'system,question,output_tokens_count\nbrief,one,3\n', 'guidellm', 1],
    ['a.csv', 'text,source\none,web\n', 'guidellm', 1],
    ['a.jsonl', '{"text": "one"}', 'aiperf-single-turn', 1],
    ['a.jsonl', '{"type": "single_turn", "text": "one", "other": 1}', 'aiperf-single-turn', 1],
    ['a.jsonl', '{"type": "random_pool", "texts": ["one"]}', 'aiperf-random-pool', 1],
    [
      'a.jsonl',
      '{"model": "m", "messages": [{"role": "user", "content": "one"}]}',
      'aiperf-raw-payload',
      1,
    ],
    [
      'inputs.json',
      '{"data": [{"session_id": "s", "payloads": [{"prompt": "a"}]}]}',
      'aiperf-inputs',
      1,
    ],
    [
      'a.jsonl',
      '{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}',
      'openai-fine-tuning',
      1,
    ],
    ['a.jsonl', '{"question": "a", "choices": ["1", "2", "3", "4"], "answer": 1}', 'mmlu', 1],
    ['a.csv', 'Question,A,B,C,D,Answer,Subject\na,1,2,3,4,B,sea\n', 'mmlu', 1],
    ['a.csv', '"a, b",1,1,31%,4,B\nc,1,2,3,4,D\n', 'mmlu-original', 2],
  ])('%s with %j is recognized as %s', async (name, text, format, requests) => {
    const summary = await summaryOf(temporaryFile(name, text));
    expect(summary).toMatchObject({ format, requests, faults: [] });
  });

  it('is text by its name only: a log is no list of prompts unless the user says so', async () => {
    const log = temporaryFile('system.log', 'started\nstopped\n');
    await expect(summaryOf(log)).rejects.toThrow(/unknown format/);
    expect(await summaryOf(log, 'text')).toMatchObject({ format: 'text', requests: 2 });
  });

  it('is read as the format that is named', async () => {
    const file = temporaryFile('a.jsonl', '{"prompt": "one"}\n');
    expect(await summaryOf(file, 'guidellm')).toMatchObject({ format: 'guidellm', requests: 1 });
    expect(await summaryOf(file, 'sharegpt')).toMatchObject({ requests: 0, faults: [1] });
  });
});
