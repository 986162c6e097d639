import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  directoriesOf,
  eventsOf,
  FleetLab,
  hasSent,
  type LabAgent,
  type LabRun,
  type LabServer,
} from './support/fleet-lab.ts';
import { COUNT, counted, endless } from './support/loads.ts';
import { SmallDisk } from './support/small-disk.ts';
import { whyNoLab } from './support/why-no-lab.ts';

const whySkipped = whyNoLab();

describe.skipIf(whySkipped !== undefined)(
  `a run with an agent that fails (${whySkipped ?? 'here'})`,
  () => {
    let lab: FleetLab;
    let server: LabServer;
    let good: LabAgent;
    let bad: LabAgent;
    beforeAll(async () => {
      lab = await FleetLab.start(1);
      server = await lab.addServer('server');
      good = lab.addLoad('good');
      bad = lab.addLoad('bad');
    });
    afterAll(async () => await lab.close());
    // A fault of an earlier test is none of the next.
    beforeEach(() => {
      if (!bad.program.isRunning) bad.start();
    });

    /** Starts a run that only a fault ends, and waits until both agents send. */
    async function beginEndless(): Promise<LabRun> {
      const before = [good, bad].map((agent) => directoriesOf(agent));
      const run = lab.run(endless(server.url), '--load-agents', 'good,bad');
      for (const [index, agent] of [good, bad].entries()) {
        await expect
          .poll(() => {
            if (!run.program.isRunning) throw new Error(`The run ended: ${run.program.output}`);
            return directoriesOf(agent) > (before[index] ?? 0) && hasSent(agent, 'endless');
          })
          .toBe(true);
      }
      return run;
    }

    /** What every fault has in common: the run ends, names who failed, does not pass, and keeps what there is. */
    async function expectUntrusted({ program, runDir }: LabRun): Promise<string> {
      const { code, stdout, stderr } = await program.finished;
      expect({ isUntrusted: code === 3 || code === 4, code, stdout, stderr }).toMatchObject({
        isUntrusted: true,
      });
      expect(stdout + stderr).toContain('bad');
      const kept = path.join(runDir(), 'machines', 'good', 'run.json');
      expect(existsSync(kept), stdout + stderr).toBe(true);
      expect(readFileSync(path.join(runDir(), 'report.md'), 'utf8')).toContain('bad');
      expect(good.program.isRunning).toBe(true);
      return stdout + stderr;
    }

    /** Both agents take another run. */
    async function expectUsable(): Promise<void> {
      const run = lab.run(counted(server.url), '--load-agents', 'good,bad');
      const { code, stdout, stderr } = await run.program.finished;
      expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
      const events = readFileSync(path.join(run.runDir(), 'events.jsonl'), 'utf8');
      const sent = [...events.matchAll(/"machine-merged".*?"requests":(\d+)/g)];
      expect(sent.reduce((sum, [, count]) => sum + Number(count), 0)).toBeGreaterThanOrEqual(COUNT);
    }

    it('ends when it dies, and takes it again when it is back', async () => {
      const run = await beginEndless();
      await bad.program.kill();
      expect(await expectUntrusted(run)).toContain('bad was lost');
      bad.start();
      await expectUsable();
    });

    it('ends when it hangs; once it goes on, it stops its load and waits', async () => {
      const run = await beginEndless();
      bad.program.signal('SIGSTOP');
      expect(await expectUntrusted(run)).toContain('bad was lost');
      bad.program.signal('SIGCONT');
      await expectUsable();
    });

    it('ends when it is cut off; it stops by itself, keeps its directory, and comes back', async () => {
      const run = await beginEndless();
      bad.machine.cut();
      try {
        expect(await expectUntrusted(run)).toContain('bad was lost');
        await expect.poll(() => eventsOf(bad)).toContain('phase-ended');
      } finally {
        bad.machine.join();
      }
      expect(directoriesOf(bad)).toBeGreaterThan(0);
      await expectUsable();
    });

    it('ends when its disk is full', async () => {
      await bad.program.kill();
      const disk = new SmallDisk(32_768);
      onTestFinished(() => disk.close());
      bad.start(disk.folder);
      onTestFinished(async () => await bad.program.kill());
      const run = await beginEndless();
      disk.fill(64);
      const said = await expectUntrusted(run);
      const reason = /bad.*the disk is full.*ENOSPC/u;
      expect(said).toMatch(reason);
      expect((await run.program.finished).code).toBe(4);
      for (const report of ['report.md', 'results.json', 'report.html']) {
        expect(readFileSync(path.join(run.runDir(), report), 'utf8')).toMatch(reason);
      }
      // It reports the reason itself, and waits for the next run.
      expect(bad.program.output).toMatch(/Run \w+ failed:.*the disk is full/u);
      expect(bad.program.isRunning).toBe(true);
    });
  },
);
