import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/parse-config.ts';

const url = 'http://127.0.0.1:8000';

describe('a server as a target', () => {
  it('only needs its URL, and must serve every request successfully', () => {
    const config = parseConfig({ target: { url } });
    expect(config.phases.map(({ name, successCriteria }) => [name, successCriteria])).toEqual([
      ['baseline', { errorRate: 0 }],
      ['cross-model', {}],
      ['load', { errorRate: 0 }],
    ]);
  });

  it.each(['close', 'keep-alive'])('takes "connection: %s" as a header of the user', (value) => {
    expect(() => parseConfig({ target: { url, headers: { connection: value } } })).not.toThrow();
  });

  it.each([
    [{ target: { pid: 1 } }, /target\.pid needs a server.*--url/],
    [{ target: { url, models: [{ name: 'a', path: 'a.gguf' }] } }, /models: .*by name/],
    [
      { target: { url }, phase: 'cross-model' },
      /phase: the server keeps its models loaded.*Run baseline or load/,
    ],
    [
      { target: { models: ['a.gguf'] }, phase: 'cross-model' },
      /phase: cross-model needs two models, and one is configured/,
    ],
    [{ target: { url, pid: 'atuo' } }, /target\.pid/],
    [{ target: { headers: { a: 'b' } } }, /target\.headers needs a server.*--url/],
    [{ target: { extraBody: { a: 1 } } }, /target\.extraBody needs a server/],
    [
      { target: { url, headers: { Connection: 'upgrade' } } },
      /invalid target\.headers\.Connection: expected "close"/,
    ],
    [{ target: { url, headers: { Host: 'x' } } }, /headers: "Host" is set by Loadcell/],
    [{ target: { url, headers: { a: { envv: 'x' } } } }, /target\.headers\.a: /],
    [{ target: { url, extraBody: { stream: false } } }, /extraBody: "stream" is set by/],
    [{ target: { url, extraBody: { max_tokens: 1 } } }, /prompts and lengths are options/],
    [
      { target: { url, extraBody: { options: { num_ctx: 9, num_predict: 1 } } } },
      /extraBody\.options: "num_predict" is set by/,
    ],
    [
      { target: { url, apiKeyEnv: 'K', headers: { Authorization: 'x' } } },
      /authorization cannot be combined with target\.apiKeyEnv/,
    ],
    [{ target: { url, caCertificates: ['a.pem'] } }, /caCertificates needs an https URL/],
    [{ target: { url, api: 'openai-chta' } }, /target\.api.*did you mean "openai-chat"/s],
  ])('is refused as %j', (config, message) => {
    expect(() => parseConfig(config)).toThrow(message);
  });
});
