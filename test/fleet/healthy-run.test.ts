import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { FleetLab } from './support/fleet-lab.ts';
import { COUNT, counted } from './support/loads.ts';
import { whyNoLab } from './support/why-no-lab.ts';

/** What the test reads of an event. */
const MergedSchema = z.looseObject({
  kind: z.literal('machine-merged'),
  machine: z.string(),
  requests: z.number(),
  clock: z.looseObject({
    source: z.string(),
    offsetNs: z.number(),
    boundNs: z.number().nullable(),
  }),
});

const DELAY_MS = 20;
const LOSS = 0.01;
const MONOTONIC_S = 3;
const NS_PER_S = 1e9;

const whySkipped = whyNoLab();

describe.skipIf(whySkipped !== undefined)(
  `a run over five machines (${whySkipped ?? 'here'})`,
  () => {
    let lab: FleetLab;
    beforeAll(async () => {
      lab = await FleetLab.start(DELAY_MS);
    });
    afterAll(async () => await lab.close());

    it('passes over a slow and lossy bus, and finds the clocks of its machines', async () => {
      const [server, other] = await Promise.all([lab.addServer('server'), lab.addServer('other')]);
      lab.addLoad('load-a', { loss: LOSS });
      lab.addLoad('load-b', { loss: LOSS, clock: { monotonicS: MONOTONIC_S } });
      lab.addLoad('load-c', { loss: LOSS, clock: { wallS: 60 } });
      lab.addWatch('watch-a', server);
      lab.addWatch('watch-b', other);
      const run = lab.run(counted(server.url), '--load-agents', '3', '--watch-agents', '2');
      const { code, stdout, stderr } = await run.program.finished;
      expect({ code, stderr, stdout }).toMatchObject({ code: 0 });

      const lines = readFileSync(path.join(run.runDir(), 'events.jsonl'), 'utf8').split('\n');
      const merged = lines.flatMap((line) => {
        const parsed = line === '' ? undefined : MergedSchema.safeParse(JSON.parse(line));
        return parsed?.success === true ? [parsed.data] : [];
      });
      const names = ['load-a', 'load-b', 'load-c', 'watch-a', 'watch-b'];
      expect(merged.map(({ machine }) => machine).toSorted()).toEqual(names);
      expect(merged.reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThanOrEqual(COUNT);
      const sent = (role: string): number[] =>
        merged.flatMap(({ machine, requests }) => (machine.startsWith(role) ? [requests] : []));
      expect(Math.min(...sent('load'))).toBeGreaterThanOrEqual(COUNT / 3);
      expect(sent('watch')).toEqual([0, 0]);
      for (const { machine, clock } of merged) {
        // All machines of a lab share one kernel, so the truth is known.
        const truthNs = machine === 'load-b' ? -MONOTONIC_S * NS_PER_S : 0;
        expect(clock.source).toBe('exchanges');
        expect(clock.boundNs ?? 0).toBeGreaterThan(0);
        expect(Math.abs(clock.offsetNs - truthNs)).toBeLessThanOrEqual(clock.boundNs ?? 0);
        expect(existsSync(path.join(run.runDir(), 'machines', machine, 'run.json'))).toBe(true);
      }
    });
  },
);
