import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BRIEF } from './support/brief-run.ts';
import { readRunJson, temporaryFolder, writeConfig } from './support/run-folder.ts';
import { LOADCELL, startProgram } from './support/run-loadcell.ts';
import { startMock } from './support/start-mock.ts';
import { unwrapped } from './support/unwrapped.ts';

const LAUNCHER = fileURLToPath(new URL('support/reject_timestamping.py', import.meta.url));
const whyNot = spawnSync('python3', [LAUNCHER, 'true'], { encoding: 'utf8' });

describe('a run where the kernel rejects timestamps of what arrives', () => {
  it.skipIf(whyNot.status !== 0)(
    'has the times of the client thread, and reports it with their number',
    async () => {
      const { url } = await startMock();
      const cwd = temporaryFolder();
      writeConfig(cwd, BRIEF);
      const run = [process.execPath, LOADCELL, 'run', '--url', url, '--verbose'];
      const { code, stdout, stderr } = await startProgram('python3', [LAUNCHER, ...run], { cwd })
        .finished;
      expect(code, stdout + stderr).toBe(0);
      expect(unwrapped(stdout)).toMatch(
        /Responses have timestamps of the client thread, not of the kernel \(reads by the thread \d+, of all reads 100\.0%\)/,
      );
      expect(unwrapped(stdout)).toMatch(
        /arrival by the kernel for 0\.0% of reads, time of the thread for \d+ reads/,
      );
      expect(readRunJson(cwd, 'results')).toMatchObject({
        phases: [
          {
            client: {
              usage: [{ usage: { stamps: { kernelReads: 0, threadReads: expect.any(Number) } } }],
            },
            stages: [{ measurements: { timeToFirstToken: { p50: expect.any(Number) } } }],
          },
        ],
      });
    },
  );
});
