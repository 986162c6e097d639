import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { readRunJson, temporaryFolder } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';

const LOAD = ['--phase', 'load', '--concurrency', '2', '--requests', '20'];

describe('a server of embeddings', () => {
  it('is measured in items and input tokens per second, without any time of a token', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    const api = ['--api', 'openai-embeddings', '--items-per-request', '4'];
    const args = ['run', '--url', mock.url, ...api, ...LOAD, '--input-tokens', '10'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    expect(stdout).toMatch(/throughput .* req\/s, .* items\/s, .* input tok\/s/u);
    expect(stdout).not.toMatch(/TTFT|TPOT|ITL/u);
    const results = JSON.parse(JSON.stringify(readRunJson(cwd, 'results')));
    const [stage] = results.phases[0].stages;
    expect(stage.measurements.itemsPerRequest).toMatchObject({ count: 20, min: 4, max: 4 });
    expect(stage.measurements.inputSequenceLength).toMatchObject({ min: 40, max: 40 });
    expect(stage.measurements.timeToFirstToken.reason).toMatch(/generates no text/u);
  });

  it('passes every phase, with no context in the baseline', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    const args = ['run', '--url', `${mock.url}/v1/embeddings`, '--duration', '500ms'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const results = JSON.parse(JSON.stringify(readRunJson(cwd, 'results')));
    const baseline = results.phases.find(({ name }: { name: string }) => name === 'baseline');
    expect(baseline.measurements.contextLoadTime.reason).toMatch(/generates no text/u);
  });

  it('is not asked for text or conversations', async () => {
    const args = ['run', '--url', 'http://127.0.0.1:9', '--api', 'rerank', '--slo', 'ttft=1s'];
    const { code, stderr } = await runLoadcell([...args, '--output-tokens', '8']);
    expect(code).toBe(EXIT_CODES.usage);
    expect(stderr).toContain('phases.load.outputTokens cannot be combined with api "rerank"');
    expect(stderr).toContain('slos.ttft cannot be combined with api "rerank"');
  });
});
