import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.ts';

const url = 'http://127.0.0.1:8000';

describe('a server as a target', () => {
  it('needs nothing but its URL, and is judged by answering every request', () => {
    const config = parseConfig({ target: { url } });
    expect(config.phases.map(({ name, successCriteria }) => [name, successCriteria])).toEqual([
      ['baseline', { errorRate: 0 }],
      ['cross-model', {}],
      ['load', { errorRate: 0 }],
    ]);
  });

  it.each([
    [{ target: { pid: 1 } }, /target\.pid .*no server is configured.*--url/],
    [{ target: { url, models: [{ name: 'a', path: 'a.gguf' }] } }, /models: .*by name/],
    [{ target: { url }, phase: 'cross-model' }, /phase: .*attached.*Run baseline or load/],
    [{ target: { models: ['a.gguf'] }, phase: 'cross-model' }, /phase: .*only one is configured/],
    [{ target: { url, pid: 'atuo' } }, /target\.pid/],
    [{ target: { url, api: 'openai-chta' } }, /target\.api.*Did you mean "openai-chat"/s],
  ])('is refused as %j', (config, message) => {
    expect(() => parseConfig(config)).toThrow(message);
  });
});
