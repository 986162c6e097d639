import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { inspectServer } from '../../../src/doctor/server/inspect-server.ts';
import type { MachineReport } from '../../../src/doctor/machine-report.ts';
import { ServerReportSchema, type ServerReport } from '../../../src/doctor/server/server-report.ts';
import { ConfigError } from '../../../src/spec/error/errors.ts';
import { listenRecorded } from '../../target/server/recorded-server.ts';
import {
  chunk,
  CHUNKED_HEAD,
  LAST_CHUNK,
  response,
  type RawScript,
} from '../../target/server/raw-server.ts';
import { useCleanup } from '../../target/transport/transport-run.ts';

const onCleanup = useCleanup();

type Change = Parameters<typeof listenRecorded>[0];

/** A machine that is ready, or is not. */
const machineThat = (ready: boolean): MachineReport => ({
  schema: 'loadcell/doctor-machine/1',
  ready,
  purposes: [],
  checks: [],
});
const MACHINE = machineThat(true);

async function inspect(
  change: Change,
  target: object = {},
  machine: MachineReport = MACHINE,
): Promise<ServerReport> {
  const server = await listenRecorded(change);
  onCleanup(() => server.close());
  const config = parseConfig({ target: { url: server.url, ...target } }).target;
  const report = await inspectServer(config, { machine });
  // The schema describes the printed JSON.
  expect(ServerReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  return report;
}

/** A recording of a server from its socket. */
function recordedAs(folder: string, name: string): RawScript {
  const file = new URL(`../../../../../test/fixtures/${folder}/${name}.http`, import.meta.url);
  return (_request, socket) => socket.end(readFileSync(file));
}

/** A vLLM response with and without usage details. */
const vllmAnswer =
  (details: string): RawScript =>
  (_request, socket) => {
    const events = [
      '{"choices":[{"delta":{"content":"one"}}]}',
      '{"choices":[{"delta":{"content":" two"},"finish_reason":"length"}]}',
      `{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2${details}}}`,
      '[DONE]',
    ].map((data) => chunk(`data: ${data}\n\n`));
    socket.write(`${CHUNKED_HEAD}${events.join('')}${LAST_CHUNK}`);
  };

const VLLM: Change = {
  '/props': null,
  '/completion': null,
  '/v1/models': recordedAs('vllm-server', 'models'),
  '/version': recordedAs('vllm-server', 'version'),
  '/health': recordedAs('vllm-server', 'health'),
  '/metrics': recordedAs('vllm-server', 'metrics'),
  '/v1/chat/completions': vllmAnswer(''),
};

const changes = ({ notMeasured }: ServerReport): string =>
  notMeasured.map(({ what, change }) => `${what}: ${change}`).join('\n');

describe('an inspected server', () => {
  it('is ready when the request of a run succeeds, and its process is found', async () => {
    const report = await inspect({});
    expect(report).toMatchObject({
      ready: true,
      api: 'openai-chat',
      server: { kind: 'llama.cpp' },
      model: 'gguf/a.gguf',
      reports: { usage: true, cachedTokens: true, tokenizer: true, contextLength: true },
      process: { pid: process.pid, status: 'found', canBeSampled: true },
      problems: [],
    });
    expect(report.roundTripMs).toBeGreaterThan(0);
    expect(report.server?.evidence.join()).toContain('GET /props');
    expect(report.requests.map(({ name }) => name)).toContain('one token');
    expect(changes(report)).toMatch(/memory.*--pid auto/);
  });

  it('of vLLM names the flags that a run would need', async () => {
    const report = await inspect(VLLM, { pid: process.pid });
    expect(report).toMatchObject({
      ready: true,
      server: { product: 'vLLM 0.32.0', version: '0.32.0' },
      models: [{ name: 'tiny', contextTokens: 2048 }],
      reports: { cachedTokens: false, metrics: true },
      process: { status: 'confirmed' },
    });
    expect(changes(report)).toMatch(/prefix cache hit rate: .*--enable-prompt-tokens-details/);
    expect(changes(report)).toMatch(/switching: .*--enable-sleep-mode/);
    expect(changes(report)).not.toMatch(/^memory|metrics/m);
  });

  it('reports cached tokens where the usage has them', async () => {
    const details = ',"prompt_tokens_details":{"cached_tokens":0}';
    const report = await inspect({ ...VLLM, '/v1/chat/completions': vllmAnswer(details) });
    expect(report.reports.cachedTokens).toBe(true);
    expect(changes(report)).not.toContain('prefix cache hit rate');
  });

  it('is not ready when its requests are refused, and names the API that works', async () => {
    const report = await inspect({ '/v1/chat/completions': null });
    expect(report.ready).toBe(false);
    expect(report.problems).toMatchObject([
      {
        error: expect.stringContaining('404'),
        help: expect.stringContaining('api openai-completions responds'),
      },
    ]);
    expect(report.requests).toHaveLength(1);
  });

  it('is not ready when it requires a key, reported in two lines', async () => {
    const refuse: RawScript = (_request, socket) => socket.write(response(401, '{"error":"no"}'));
    const report = await inspect({ '/v1/models': refuse });
    expect(report).toMatchObject({
      ready: false,
      server: null,
      problems: [
        {
          error: 'GET /v1/models returned 401: "no"',
          help: expect.stringContaining('LOADCELL_API_KEY'),
        },
      ],
    });
  });

  it('is not ready on a machine that is not', async () => {
    const machine = machineThat(false);
    const report = await inspect({}, {}, machine);
    expect(report).toMatchObject({ ready: false, problems: [], machine });
  });

  it('is not ready when nothing listens', async () => {
    const server = await listenRecorded();
    const { url } = server;
    await server.close();
    const { ready, problems } = await inspectServer(parseConfig({ target: { url } }).target, {
      machine: MACHINE,
    });
    expect(ready).toBe(false);
    expect(problems[0]?.error).toMatch(/connection refused$/);
  });

  it('rejects a model that it does not have', async () => {
    await expect(inspect(VLLM, { models: ['tinny'] })).rejects.toThrow(ConfigError);
  });
});
