import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  directoriesOf,
  eventsOf,
  FleetLab,
  hasSent,
  type LabAgent,
  type LabRun,
  type LabServer,
} from './support/fleet-lab.ts';
import { counted, endless } from './support/loads.ts';
import { whyNoLab } from './support/why-no-lab.ts';

const whySkipped = whyNoLab();
const BOTH = ['--load-agents', 'one,two'];

describe.skipIf(whySkipped !== undefined)(
  `a fleet that is disturbed (${whySkipped ?? 'here'})`,
  () => {
    let lab: FleetLab;
    let server: LabServer;
    let agents: LabAgent[];
    beforeAll(async () => {
      lab = await FleetLab.start(1);
      server = await lab.addServer('server');
      agents = [lab.addLoad('one'), lab.addLoad('two')];
    });
    afterAll(async () => await lab.close());

    async function beginEndless(): Promise<LabRun> {
      const before = agents.map(directoriesOf);
      const run = lab.run(endless(server.url), ...BOTH);
      for (const [index, agent] of agents.entries()) {
        await expect
          .poll(() => {
            if (!run.program.isRunning) throw new Error(`The run ended: ${run.program.output}`);
            return directoriesOf(agent) > (before[index] ?? 0) && hasSent(agent, 'endless');
          })
          .toBe(true);
      }
      return run;
    }

    it('lists who is there, and who is not, when agents are missing', async () => {
      const { program, folder } = lab.run(
        counted(server.url),
        '--load-agents',
        'one,absent',
        '--wait-agents',
        '3s',
      );
      const { code, stderr } = await program.finished;
      expect(code).toBe(3);
      expect(stderr).toContain('absent');
      expect(existsSync(path.join(folder, 'latest'))).toBe(false);
    });

    it('refuses an agent of another version before the start', async () => {
      const stranger = await lab.announceStranger('stranger', '0.0.1');
      onTestFinished(async () => await stranger.kill());
      const flags = ['--load-agents', 'one,stranger', '--wait-agents', '5s'];
      const { code, stderr } = await lab.run(counted(server.url), ...flags).program.finished;
      expect(code).toBe(3);
      expect(stderr).toMatch(/stranger has Loadcell 0\.0\.1/);
    });

    it('refuses a second run of busy agents, and names the first', async () => {
      const first = await beginEndless();
      const second = lab.run(counted(server.url), ...BOTH, '--wait-agents', '3s');
      const { code, stderr } = await second.program.finished;
      expect(code).toBe(3);
      expect(stderr).toMatch(/busy with run \w+/);
      first.program.signalFirst('SIGINT');
      expect((await first.program.finished).code).toBe(130);
    });

    it('stops its load when the coordinator is killed, keeps its directories, and takes the next run', async () => {
      const { program } = await beginEndless();
      const kept = agents.map(directoriesOf);
      await program.kill();
      for (const agent of agents) await expect.poll(() => eventsOf(agent)).toContain('phase-ended');
      expect(agents.map(directoriesOf)).toEqual(kept);
      const next = await lab.run(counted(server.url), ...BOTH).program.finished;
      expect(next).toMatchObject({ code: 0 });
    });

    it('survives a restart of the bus, or names it', async () => {
      const { program } = await beginEndless();
      await lab.stopBus();
      await lab.startBus();
      program.signalFirst('SIGINT');
      const { code } = await program.finished;
      expect(code).toBe(130);
      const next = await lab.run(counted(server.url), ...BOTH).program.finished;
      expect(next).toMatchObject({ code: 0 });
    });

    it('does not trust a directory that was cut short, and names its agent', async () => {
      const tamperer = await lab.tamper('one');
      onTestFinished(async () => await tamperer.kill());
      const run = lab.run(counted(server.url), ...BOTH);
      const { code, stdout, stderr } = await run.program.finished;
      expect([3, 4]).toContain(code);
      expect(stdout + stderr).toMatch(/cut short|incomplete|absent|differs/);
      expect(stdout + stderr).toMatch(/cannot fetch the run directory of one/);
      expect(stdout + stderr).not.toMatch(/cannot fetch the run directory of two/);
      expect(agents.map(directoriesOf).every((count) => count > 0)).toBe(true);
    });
  },
);
