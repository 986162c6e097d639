import { rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { startFleet } from '../support/fleet/start-fleet.ts';
import { LENIENT_CALIBRATION, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';

it('a run whose agent fails before the first stage names it, why, and is unreliable', async () => {
  const [mock, fleet] = await Promise.all([startMock(), startFleet()]);
  await fleet.agentThatWaits('left');
  const right = await fleet.agentThatWaits('right');
  // It was usable when the agent started.
  rmSync(right.outputDir, { recursive: true, force: true });
  writeFileSync(right.outputDir, '');
  const cwd = temporaryFolder();
  const stages = [{ kind: 'closed', name: 'endless', concurrency: 2, duration: '10min' }];
  const load = { calibration: LENIENT_CALIBRATION, stages };
  writeConfig(cwd, { phase: 'load', target: { url: mock.url }, phases: { load } });
  const flags = ['--fleet', fleet.bus.url, '--load-agents', '2', '--wait-agents', '60s'];
  const { code, stdout, stderr } = await runLoadcell(['run', ...flags], { cwd });
  expect(code, stdout + stderr).toBe(EXIT_CODES.unreliable);
  expect(stderr).toContain('machine right: cannot use output directory');
  expect(stdout + stderr).not.toContain('no phase reported an error');
  expect(right.child.exitCode).toBeNull();
});
