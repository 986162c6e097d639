import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { concludeDirectory } from '@loadcell/core';
import {
  startMetricsServer,
  vllmText,
} from '../../../packages/core/test/scrape/scraper/metrics-server.ts';
import { latestRun, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';

/** Only a load. */
const LOAD = {
  idle: '100ms',
  cooldown: '100ms',
  stages: [{ kind: 'closed', concurrency: 2, duration: '2500ms', minRequests: 4 }],
  calibration: false,
} as const;

/** Just above the limit, and made once: on a busy machine the whole of it must arrive within the time limit. */
const HUGE = Buffer.alloc(17 * 2 ** 20, '#');

describe('metrics of a server', () => {
  it('that are slow, huge, cut, corrupt or protected do not disturb a run, and the reasons are recorded', async () => {
    let promptTokens = 0;
    const metrics = await startMetricsServer((request, response) => {
      switch (request.url) {
        case '/good':
          promptTokens += 10;
          response.end(vllmText(promptTokens));
          break;
        case '/huge':
          response.end(HUGE);
          break;
        case '/cut':
          response.writeHead(200, { 'Content-Length': '1000' });
          response.write('# TYPE');
          setImmediate(() => response.destroy());
          break;
        case '/spoilt':
          response.setHeader('Content-Encoding', 'gzip');
          response.end(gzipSync('a text').subarray(0, 12));
          break;
        case '/guarded':
          response.writeHead(401);
          response.end();
          break;
        default:
        // The slow path never responds.
      }
    });
    const { url: mock } = await startMock();
    const cwd = temporaryFolder();
    const paths = ['good', 'slow', 'huge', 'cut', 'spoilt', 'guarded'];
    writeConfig(cwd, {
      phase: 'load',
      target: { url: mock, metrics: paths.map((path) => `${metrics.url}/${path}`) },
      phases: { load: LOAD },
    });
    const { code, stdout, stderr } = await runLoadcell(['run'], {
      cwd,
      env: { LOADCELL_API_KEY: 'a-secret-key' },
    });
    expect(code, stderr + stdout).toBe(0);
    const run = await concludeDirectory(latestRun(cwd));
    const absent = new Map(
      run.streams.phases
        .flatMap(({ events }) => events)
        .flatMap((event) =>
          event.kind === 'server-metrics-absent' ? [[event.url, event.reason]] : [],
        ),
    );
    const at = (path: string): string | undefined => absent.get(`${metrics.url}/${path}`);
    expect(at('good')).toBeUndefined();
    expect(at('slow')).toContain('no complete response within 900 ms');
    expect(at('huge')).toContain('16 MiB');
    expect(at('cut')).toBeDefined();
    expect(at('spoilt')).toBeDefined();
    expect(at('guarded')).toContain('returned 401');
    const [stage] = run.results.phases[0]?.stages ?? [];
    expect(stage?.measurements['serverPromptTokens']?.avg).toBeGreaterThan(0);
    expect(stage?.measurements['errorRate']?.avg).toBe(0);
    const keys = metrics.requests.map(({ headers }) => headers.authorization);
    expect(keys.filter((key) => key !== undefined)).toEqual([]);
  });

  it('are not read with --no-server-metrics', async () => {
    const { url: mock } = await startMock();
    const cwd = temporaryFolder();
    writeConfig(cwd, { phase: 'load', target: { url: mock }, phases: { load: LOAD } });
    const { code, stderr } = await runLoadcell(['run', '--no-server-metrics'], { cwd });
    expect(code, stderr).toBe(0);
    const run = await concludeDirectory(latestRun(cwd));
    const kinds = run.streams.phases.flatMap(({ events }) => events.map(({ kind }) => kind));
    expect(kinds.filter((kind) => /^server-(?:metrics|series|edge)/.test(kind))).toEqual([]);
  });
});
