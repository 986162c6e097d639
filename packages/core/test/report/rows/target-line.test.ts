import { describe, expect, it } from 'vitest';
import { targetLine } from '../../../src/report/rows/target-line.ts';

const details = { url: 'http://127.0.0.1:8000', product: 'vLLM 0.32.0' };
const target = 'vllm 0.32.0';

describe('the first line of a report', () => {
  it.each([
    [{ pid: 4711 }, 'Server: vLLM 0.32.0, model tiny, PID 4711'],
    [
      { listedModels: 2 },
      'Server: vLLM 0.32.0, model tiny (1 of 2 listed; --model chooses another)',
    ],
    [
      { modelList: 'GET /v1/models returned 500' },
      'Server: vLLM 0.32.0, model tiny (not listed: GET /v1/models returned 500)',
    ],
    [
      { pid: 7, pidUnconfirmed: 'not confirmed that PID 7 listens' },
      'Server: vLLM 0.32.0, model tiny, PID 7 (not confirmed that PID 7 listens)',
    ],
  ])('names server, model and process with %j', (more, line) => {
    expect(targetLine({ target, models: ['tiny'], details: { ...details, ...more } })).toBe(line);
  });

  it('names an engine and its models', () => {
    const models = ['a', 'b'];
    expect(targetLine({ target: 'llama-cpp v0.5.0', models })).toBe(
      'Engine: llama-cpp v0.5.0, models a, b',
    );
  });

  it('keeps control characters of a server out', () => {
    expect(targetLine({ target, models: ['a\u001B[2J\nb'], details })).toBe(
      'Server: vLLM 0.32.0, model a b',
    );
  });
});
