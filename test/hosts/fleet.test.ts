import { readFileSync } from 'node:fs';
import path from 'node:path';
import { concludeDirectory } from '@loadcell/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LENIENT_CALIBRATION } from '../e2e/support/run-folder.ts';
import { runLoadcell } from '../e2e/support/run-loadcell.ts';
import { FleetLab, SERVER_PORT } from '../fleet/support/fleet-lab.ts';
import type { LabMachine } from '../fleet/support/lab.ts';
import { whyNoLab } from '../fleet/support/why-no-lab.ts';
import { successful } from './support/healthy-run.ts';
import { useRealServer, type RealServer } from './support/real-server.ts';
import { countedBetween, vllmCountersIn, type VllmCounters } from './support/vllm-counters.ts';

const STAGE = 'shared';
const REQUESTS = 60;
/** PyTorch alone takes more. */
const LEAST_MEMORY_BYTES = 200 * 2 ** 20;
const MACHINES = ['load-a', 'load-b', 'watch'] as const;

const PRINT_BODY = `process.stdout.write(await (await fetch(process.argv[1])).text())`;

/** Reads counters of vLLM from its own machine: no other network reaches it. */
async function countersOf(machine: LabMachine, { url }: RealServer): Promise<VllmCounters> {
  const print = [process.execPath, '--input-type=module', '-e', PRINT_BODY, `${url}/metrics`];
  const { stdout } = await machine.start(print).finished;
  return vllmCountersIn(stdout);
}

function loadOn(url: string): object {
  const stage = { kind: 'closed', name: STAGE, concurrency: 4, requests: REQUESTS };
  return {
    seed: 7,
    phase: 'load',
    successCriteria: { errorRate: 0 },
    target: { url },
    phases: {
      load: {
        idle: '500ms',
        cooldown: '500ms',
        calibration: LENIENT_CALIBRATION,
        outputTokens: 16,
        stages: [stage],
      },
    },
  };
}

const whySkipped = whyNoLab();

describe.skipIf(whySkipped !== undefined)(
  `vLLM on a machine of its own (${whySkipped ?? 'here'})`,
  () => {
    let lab: FleetLab;
    let machine: LabMachine;
    beforeAll(async () => {
      lab = await FleetLab.start();
      machine = lab.addMachine('server');
    });
    afterAll(async () => await lab.close());
    const vllm = useRealServer('vllm', () => ({ on: { ...machine, port: SERVER_PORT } }));

    it('gets load from two machines, and its memory and metrics from a third, in one report', async () => {
      lab.addLoad('load-a');
      lab.addLoad('load-b');
      lab.addWatch('watch', { machine }, '--hz', '50', '--metrics-url', `${vllm().url}/metrics`);
      const before = await countersOf(machine, vllm());
      const run = lab.run(loadOn(vllm().url), '--load-agents', '2', '--watch-agents', '1');
      const { code, stdout, stderr } = await run.program.finished;
      const output = `${stderr}\n${stdout}`;
      const counted = countedBetween(before, await countersOf(machine, vllm()));
      expect(code, output).toBe(0);
      const { streams, results, recommendations } = await concludeDirectory(run.runDir());
      const [phase] = streams.phases;
      const [result] = results.phases;
      if (phase === undefined || result === undefined) throw new Error('The run has no phase.');
      const served = successful(phase);
      const measured = served.filter(({ stage }) => stage === STAGE);
      expect(measured).toHaveLength(REQUESTS);
      const refused = phase.requests.filter((row) => !served.includes(row));
      expect(refused.every(({ purpose }) => purpose === 'over-long')).toBe(true);
      // vLLM counted every request of both clients, and the third machine scraped those of the stage.
      expect(counted.requests).toBe(served.length);
      const [stage] = result.stages;
      // The clocks of both move, and none of their requests ends after the window.
      expect(stage?.drain.requests).toBe(0);
      expect(stage?.measurements['serverQueueTime']?.count).toBe(REQUESTS);
      expect(stage?.measurements['serverDecodeTime']?.avg).toBeGreaterThan(0);
      expect(recommendations.map(({ rule }) => rule)).not.toContain('server-counts-differ');
      expect(result.metrics.memoryUsage.peak).toBeGreaterThan(LEAST_MEMORY_BYTES);

      const machines = results.machines ?? [];
      expect(machines.map(({ name }) => name).toSorted()).toEqual(MACHINES);
      for (const { clock, name, requests, problems } of machines) {
        expect(clock.source, name).toBe('exchanges');
        // All machines of a lab share one kernel, and thus one clock.
        expect(Math.abs(clock.offsetNs), name).toBeLessThanOrEqual(clock.boundNs);
        expect(requests > 0, name).toBe(name !== 'watch');
        expect(problems, name).toEqual([]);
      }
      const text = await runLoadcell(['report', run.runDir(), '--verbose']);
      const page = readFileSync(path.join(run.runDir(), 'report.html'), 'utf8');
      for (const name of MACHINES) {
        expect(text.stdout).toContain(`Machine ${name}`);
        expect(page).toContain(`Machine ${name}`);
      }
    });
  },
);
