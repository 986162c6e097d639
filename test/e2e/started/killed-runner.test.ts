import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BRIEF } from '../support/brief-run.ts';
import { temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { startLoadcell } from '../support/run-loadcell.ts';
import { MODEL_SERVER, processesWith } from '../support/started-run.ts';
import { waitUntil } from '../support/wait-until.ts';

const INSTANTS = 20;
/** Half of the instants count from the start of the runner, and half from its first process, whenever that comes. */
const FROM_FIRST_PROCESS = INSTANTS / 2;
/** On an idle machine, from before the launcher to after the load; on a busy one, the instants are equally valid. */
const STEP_MS = 150;

describe('kill -9 of the runner', () => {
  it(`leaves no process at any of ${INSTANTS} instants`, async () => {
    const command = [...MODEL_SERVER, '--loading', '0.5', '--leave-child', '--ignore-terminate'];
    const kill = async (instant: number): Promise<boolean> => {
      const mark = randomUUID();
      const cwd = temporaryFolder();
      writeConfig(cwd, { ...BRIEF, target: { env: { LOADCELL_TEST_TREE: mark } } });
      const { child, finished } = startLoadcell(['run', '--', ...command], { cwd });
      const isRunning = (): boolean => processesWith('LOADCELL_TEST_TREE', mark).length > 0;
      if (instant >= FROM_FIRST_PROCESS) {
        await waitUntil('a process that it started', () => isRunning() || undefined);
      }
      await Promise.race([finished, delay((instant % FROM_FIRST_PROCESS) * STEP_MS)]);
      const wasRunning = isRunning();
      child.kill('SIGKILL');
      await finished;
      await waitUntil('the end of all that it started', () => !isRunning() || undefined);
      return wasRunning;
    };
    const wereRunning: boolean[] = [];
    for (let instant = 0; instant < INSTANTS; instant += 4) {
      const four = [0, 1, 2, 3].map((offset) => kill(instant + offset));
      wereRunning.push(...(await Promise.all(four)));
    }
    // Some kills happened while there was a process to leave behind.
    expect(wereRunning.filter(Boolean).length).toBeGreaterThan(0);
  });
});
