import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LENIENT_CALIBRATION } from '../support/run-folder.ts';
import { startMock, startMockWith } from '../support/start-mock.ts';
import { startFakeGithub } from './fake-github.ts';
import { action, FakeRunner } from './fake-runner.ts';

const TOKEN = 'sesame';

/** A short load whose criterion is of failures, which no busy machine changes. */
function writeConfig(runner: FakeRunner, url: string, errorRate = 1): void {
  const config = {
    target: { url },
    phase: 'load',
    sampling: { hz: 50 },
    successCriteria: { errorRate },
    phases: {
      load: {
        idle: '100ms',
        cooldown: '100ms',
        stages: [{ kind: 'closed', concurrency: 2, requests: 40, maxErrorRate: 1 }],
        calibration: LENIENT_CALIBRATION,
      },
    },
  };
  writeFileSync(path.join(runner.project, 'loadcell.config.json'), JSON.stringify(config));
}

/** The slow server is far beyond the margin; the same server on a busy machine is not. */
const INPUTS = { metrics: 'p50Ttft', margin: '90%', 'github-token': TOKEN };

describe('the action', () => {
  it('keeps a run of the default branch, and compares a pull request with it', async () => {
    const [runner, mock, github] = [new FakeRunner(), await startMock(), await startFakeGithub()];
    writeConfig(runner, mock.url);
    const first = await runner.runJob('push', INPUTS);
    expect(first.log).not.toContain('::error');
    expect(first.code, first.log).toBe(0);
    expect(first.summary).toContain('Not compared: the default branch has no run yet');

    const env = { GITHUB_API_URL: github.url };
    const second = await runner.runJob('pull_request', INPUTS, env);
    expect(second.code, second.log).toBe(0);
    expect(second.outputs.get('steps.compare.outputs.exit-code')).toBe('0');
    expect(github.comments).toHaveLength(2);
    expect(github.comments[1]?.body).toMatch(/^<!-- loadcell-action loadcell -->\n/);

    const slow = await startMockWith('--time-to-first-token=200ms', '--output-tokens=2');
    writeConfig(runner, slow.url);
    const third = await runner.runJob('pull_request', { ...INPUTS, 'allow-mismatch': 'true' }, env);
    expect(third.code, third.log).toBe(1);
    expect(third.outputs.get('steps.measure.outputs.exit-code')).toBe('0');
    expect(third.log).toContain('A metric is worse than on the default branch');
    expect(third.summary).toContain('worse');
    // The comment of the push before is replaced, and that of a person is left alone.
    expect(github.comments).toHaveLength(2);
    expect(github.comments[1]?.body).toContain('worse');
    expect(github.comments[0]?.body).toContain('quoted');

    const lenient = { ...INPUTS, 'allow-mismatch': 'true', 'fail-on-regression': 'false' };
    expect((await runner.runJob('pull_request', lenient, env)).code).toBe(0);
    for (const { log } of [first, second, third]) expect(log).not.toContain(TOKEN);
  });

  it('fails by a criterion, and reports a comment that it may not post', async () => {
    const [runner, mock] = [new FakeRunner(), await startMock('--error-rate=50%')];
    const github = await startFakeGithub({ isReadOnly: true });
    writeConfig(runner, mock.url, 0);
    const job = await runner.runJob('pull_request', INPUTS, { GITHUB_API_URL: github.url });
    expect(job.code, job.log).toBe(1);
    expect(job.log).toContain('::error title=Loadcell::loadcell run exited with 1');
    expect(job.log).toContain('::warning title=Loadcell::Comment not posted: ');
    expect(job.log).toContain('returned 403');
  });

  it('fails without a run directory when the configuration is invalid', async () => {
    const runner = new FakeRunner();
    const job = await runner.runJob('push', { config: '$(touch injected).json' });
    expect(job.code, job.log).toBe(2);
    expect(job.outputs.get('steps.measure.outputs.run-dir')).toBe('');
  });

  it('refuses a version that names another package', async () => {
    const runner = new FakeRunner();
    const job = await runner.runJob('push', { version: 'npm:other@1.0.0' });
    expect(job.code, job.log).toBe(1);
    expect(job.log).toContain('invalid version "npm:other@1.0.0"');
  });

  it('has no script with an expression in it', () => {
    for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{');
  });
});
