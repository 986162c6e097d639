import { describe, expect, it } from 'vitest';
import { concludeDirectory } from '@loadcell/core';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { BRIEF, briefRun } from '../support/brief-run.ts';
import { eventsSoFar, latestRun, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell, startLoadcell } from '../support/run-loadcell.ts';
import { startMeteredServer } from '../support/metered-server.ts';
import { startMock, startMockWith } from '../support/start-mock.ts';
import { waitUntil } from '../support/wait-until.ts';

const LOAD = {
  idle: '20ms',
  cooldown: '20ms',
  calibration: false,
  stages: [{ kind: 'open', rate: 40, requests: 40, arrivals: 'constant' }],
} as const;

describe('a run over replicas', () => {
  it('has figures for each replica and for all, in every report', async () => {
    const [one, two] = [await startMock(), await startMockWith('--time-to-first-token=80ms')];
    const cwd = temporaryFolder();
    writeConfig(cwd, { phase: 'load', phases: { load: LOAD } });
    const args = ['run', '--url', one.url, '--url', two.url];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stderr + stdout).toBe(EXIT_CODES.pass);
    const { results, recommendations } = await concludeDirectory(latestRun(cwd));
    const [stage] = results.phases.flatMap(({ stages }) => stages);
    const groups = (stage?.groups ?? []).filter(({ by }) => by === 'replica');
    expect(groups.map(({ name, requests }) => [name, requests.due])).toEqual([
      [one.url, 20],
      [two.url, 20],
    ]);
    expect(groups.map(({ measurements }) => measurements['timeToFirstToken']?.count)).toEqual([
      20, 20,
    ]);
    expect(stage?.requests.due).toBe(40);
    expect(recommendations.map(({ rule }) => rule)).toContain('replicas-differ');
    const markdown = await runLoadcell(['report', latestRun(cwd), '--format', 'md'], { cwd });
    const page = await runLoadcell(['report', latestRun(cwd), '--format', 'html'], { cwd });
    expect(page.code, page.stderr).toBe(EXIT_CODES.pass);
    for (const { url } of [one, two]) {
      expect(stdout).toContain(url);
      expect(markdown.stdout).toContain(url.slice('http://'.length));
    }
  });

  it.each(['round-robin', 'least-in-flight'])(
    'fails and names a replica that dies, by %s',
    async (balance) => {
      const [alive, dying] = [await startMock(), await startMock()];
      const cwd = temporaryFolder();
      writeConfig(cwd, {
        phase: 'load',
        phases: {
          load: { ...LOAD, stages: [{ ...LOAD.stages[0], requests: 160, maxErrorRate: 1 }] },
        },
      });
      const args = ['run', '--url', alive.url, '--url', dying.url, '--balance', balance];
      const run = startLoadcell(args, { cwd });
      await waitUntil('the load runs', () =>
        eventsSoFar(cwd).find(({ kind, stage }) => kind === 'stage-began' && stage === 'open'),
      );
      dying.child.kill('SIGKILL');
      const { code, stdout } = await run.finished;
      expect(code, stdout).toBe(EXIT_CODES.criterionFailed);
      expect(stdout).toContain(`The replica ${dying.url}`);
      expect(stdout).toMatch(/error rate .* FAIL/);
      const { results, recommendations } = await concludeDirectory(latestRun(cwd));
      const lost = recommendations.find(({ rule }) => rule === 'replica-lost');
      expect(lost).toMatchObject({ severity: 'critical', phase: 'load' });
      expect(recommendations.map(({ rule }) => rule)).not.toContain('outage');
      expect(results.summary.overallSuccess).toBe(false);
    },
  );

  it('reads the metrics of every replica, whose counters add up', async () => {
    const urls = [
      await startMeteredServer({ keepsGoing: false }),
      await startMeteredServer({ keepsGoing: false }),
    ];
    const cwd = temporaryFolder();
    writeConfig(cwd, { phase: 'load', target: { urls }, phases: { load: LOAD } });
    const { code, stdout, stderr } = await runLoadcell(['run'], { cwd });
    expect(code, stderr + stdout).toBe(EXIT_CODES.pass);
    const { results, streams, recommendations } = await concludeDirectory(latestRun(cwd));
    const events = streams.phases.flatMap((phase) => phase.events);
    const scraped = events.flatMap((event) => (event.kind === 'server-edge' ? event.endpoint : []));
    expect(new Set(scraped)).toEqual(new Set([0, 1]));
    const [stage] = results.phases.flatMap(({ stages }) => stages);
    const { serverGenerationTokens, outputSequenceLength } = stage?.measurements ?? {};
    expect(outputSequenceLength?.count).toBe(40);
    expect(serverGenerationTokens?.avg).toBe(outputSequenceLength?.total);
    expect(recommendations.map(({ rule }) => rule)).not.toContain('server-counts-differ');
  });

  it('does not begin while one does not respond, or serves another model', async () => {
    const one = await startMock();
    const gone = 'http://127.0.0.1:9';
    const dead = await briefRun(['--url', one.url, '--url', gone]);
    expect(dead.code, dead.stderr).toBe(EXIT_CODES.targetFailed);
    expect(dead.stderr).toContain(`cannot reach the server at ${gone}`);
    const other = await startMock('--model=other');
    const unlike = await briefRun(['--url', one.url, '--url', other.url], BRIEF);
    expect(unlike.code, unlike.stderr).toBe(EXIT_CODES.targetFailed);
    expect(unlike.stderr).toContain(other.url);
  });
});
