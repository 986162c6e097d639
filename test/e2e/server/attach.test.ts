import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { isRunning } from '../support/processes.ts';
import {
  LENIENT_CALIBRATION,
  readRunJson,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';
import { unwrapped } from '../support/unwrapped.ts';

const WINDOWS = { idle: '150ms', cooldown: '150ms' } as const;

/** Short phases; every request must succeed, and quickly. */
const SHORT = {
  sampling: { hz: 50 },
  phases: {
    baseline: { ...WINDOWS, duration: '300ms', minRequests: 8, contextLoads: 2, transitions: 2 },
    load: {
      ...WINDOWS,
      duration: '800ms',
      stages: [
        { kind: 'closed', concurrency: 2, minRequests: 8 },
        { kind: 'open', minRequests: 8 },
      ],
      calibration: LENIENT_CALIBRATION,
    },
  },
};

type Measured = Readonly<
  Record<string, { readonly count: number; readonly min: number | null; reason?: string }>
>;

/** The parts of results.json that these tests read. */
interface Results {
  readonly phases: readonly {
    readonly name: string;
    readonly metrics: { readonly memoryUsage: { readonly peak: number | null } };
    readonly measurements: Measured;
    readonly stages: readonly { readonly measurements: Measured }[];
  }[];
  readonly skipped: readonly { readonly phase: string; readonly reason: string }[];
}

function readResults(cwd: string): Results {
  return JSON.parse(JSON.stringify(readRunJson(cwd, 'results')));
}

describe('a running server', () => {
  it('is measured with its memory, by URL and pid, and left running', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    writeConfig(cwd, SHORT);
    const args = ['run', '--url', mock.url, '--pid', 'auto', '--verbose'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const { phases, skipped } = readResults(cwd);
    expect(phases.map(({ name }) => name)).toEqual(['baseline', 'load']);
    expect(skipped.map(({ phase }) => phase)).toEqual(['cross-model']);
    expect(skipped[0]?.reason).toContain('keeps its models loaded');
    for (const { metrics, measurements, stages } of phases) {
      expect(metrics.memoryUsage.peak).toBeGreaterThan(2 ** 20);
      // No client can see a token before the server sends it.
      for (const stage of stages) {
        expect(stage.measurements['timeToFirstToken']?.min).toBeGreaterThanOrEqual(20);
        expect(stage.measurements['inferenceTime']?.min).toBeGreaterThanOrEqual(20 + 11 * 5);
      }
      expect(measurements['loadTime']?.reason).toContain('keeps its model loaded');
    }
    expect(stdout).toContain('Client calibration (local mock server, native thread)');
    expect(isRunning(mock.pid)).toBe(true);
    mock.child.kill('SIGTERM');
    const ended = await mock.finished;
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/\d+ requests: \d+ successful, 0 failed on purpose/);
  });

  it('without a PID fails a memory criterion, with the reason', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    writeConfig(cwd, { ...SHORT, phase: 'baseline', successCriteria: { maxMemoryUsage: 2 ** 40 } });
    const { code, stdout } = await runLoadcell(['run', '--url', mock.url], { cwd });
    expect(code).toBe(EXIT_CODES.criterionFailed);
    expect(unwrapped(stdout)).toMatch(/no process to sample; pass --pid/);
    expect(readResults(cwd).phases[0]?.metrics.memoryUsage.peak).toBeNull();
  });

  it('that fails requests on purpose fails the run, which counts the failures by kind', async () => {
    const mock = await startMock('--error-rate', '40%');
    const cwd = temporaryFolder();
    // Enough requests that some fail and some succeed.
    const stages = [{ kind: 'closed', concurrency: 8, minRequests: 40 }];
    const load = { ...SHORT.phases.load, stages };
    writeConfig(cwd, { ...SHORT, phase: 'load', phases: { load } });
    const { code, stdout } = await runLoadcell(['run', '--url', mock.url], { cwd });
    expect(code).toBe(EXIT_CODES.criterionFailed);
    expect(stdout).toMatch(/http-5xx × \d+/);
  });

  it('that is unreachable is a target error with advice', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, { ...SHORT, phase: 'baseline' });
    const { code, stderr } = await runLoadcell(['run', '--url', 'http://127.0.0.1:1'], { cwd });
    expect(code).toBe(EXIT_CODES.targetFailed);
    expect(stderr).toMatch(/cannot reach the server at http:\/\/127\.0\.0\.1:1.*\nhelp: start/);
  });
});

describe('loadcell mock', () => {
  it('serves one model by name and tokenizes, so that prompts have exact lengths', async () => {
    const { url } = await startMock('--model', 'north');
    const ask = async (path: string, body: unknown): Promise<unknown> => {
      const answer = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
      return { status: answer.status, ...JSON.parse(await answer.text()) };
    };
    expect(await ask('/tokenize', { content: 'a word or two' })).toMatchObject({
      status: 200,
      tokens: [0, 1, 2, 3],
    });
    const messages = [{ role: 'user', content: 'go' }];
    const question = { messages, max_tokens: 2 };
    expect(await ask('/v1/chat/completions', { ...question, model: 'south' })).toMatchObject({
      status: 404,
      error: { message: expect.stringContaining('south') },
    });
    expect(await ask('/v1/chat/completions', { ...question, model: 'north' })).toMatchObject({
      status: 200,
      model: 'north',
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    });
  });

  it.each([
    [['--output-tokens', '0'], /invalid outputTokens 0: expected an integer from 1/],
    [['--concurrency', '0'], /invalid concurrency 0: expected an integer of at least 1/],
    [['--port', '99999'], /port must be an integer from 0 to 65535/],
    [['--jitter', '-5ms'], /--jitter: invalid duration "-5ms"/],
    [['--jiter', '10ms'], /did you mean "--jitter"\?/],
    [['--gap', '10ms'], /--gap is now --inter-token-latency/],
    [['--error-rate', '120%'], /--error-rate: invalid share "120%"/],
    [['--inter-token-latency', '10'], /--inter-token-latency: invalid duration "10"/],
    [['--host', 'example'], /example/],
  ])('rejects %j and serves nothing', async (args, message) => {
    const { code, stdout, stderr } = await runLoadcell(['mock', ...args]);
    expect({ code, stdout }).toEqual({ code: EXIT_CODES.usage, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
