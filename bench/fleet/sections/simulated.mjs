import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atMost, LOWER, measured } from '../../suite/report/figure.mjs';
import { withActor } from '../actors/actor.mjs';
import { withFleet } from '../running-fleet.mjs';

const NS_PER_MS = 1e6;
/** Time from the decision to start a stage to its start: an agent that learns of it later is late. */
const START_LEAD_MS = 2500;
/** Counts come once a second: they are half as old on average. */
const AGE_MS = 1000;

/**
 * Of a fleet.
 * @type {readonly { name: string, unit: string, wanted: import('../../suite/report/figure.mjs').Target | import('../../suite/report/figure.mjs').Better }[]}
 */
const MEASURES = [
  { name: 'BarrierMs', unit: 'ms', wanted: atMost(START_LEAD_MS) },
  { name: 'LiveAgeMs', unit: 'ms', wanted: atMost(AGE_MS) },
  { name: 'LiveCpuCores', unit: 'cores', wanted: LOWER },
  { name: 'FetchMs', unit: 'ms', wanted: LOWER },
  { name: 'MergeMs', unit: 'ms', wanted: LOWER },
  { name: 'PeakRssBytes', unit: 'bytes', wanted: LOWER },
];

/** @param {import('../plan.mjs').Plan} plan */
export async function measureSimulated({ simulated }) {
  const { repeats, few, many } = simulated;
  const rounds = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    rounds.push({
      few: await measureFleet({ ...simulated, count: few }),
      many: await measureFleet({ ...simulated, count: many }),
    });
  }
  const of = (size, name) => rounds.map((round) => round[size][name]);
  return [
    measured('fewAgents', 'count', few),
    measured('manyAgents', 'count', many),
    ...MEASURES.flatMap(({ name, unit, wanted }) => [
      measured(`few${name}`, unit, of('few', name), wanted),
      measured(`many${name}`, unit, of('many', name), wanted),
      measured(
        `growthOf${name.replace(/(?:Ms|Cores|Bytes)$/, '')}`,
        'ratio',
        rounds.map((round) => round.many[name] / round.few[name]),
        LOWER,
      ),
    ]),
  ];
}

/** One run over simulated agents: the agents are one process, the coordinator is another one. */
async function measureFleet({ count, ratePerAgent, durationS }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-simulated-'));
  const rate = count * ratePerAgent;
  try {
    return await withFleet(0, async ({ url }) => {
      const agents = { url, count, outputDir: folder };
      const written = writtenFor(rate, durationS, path.join(folder, 'results'));
      return await withActor('simulated-agents', agents, async (nextOfAgents) => {
        await nextOfAgents();
        const times = nextOfAgents();
        // Awaited below; an error of the coordinator comes first.
        times.catch(() => {});
        const coordinator = { url, count, written };
        const run = await withActor('coordinator', coordinator, (next) => next());
        if (run.successful !== rate * durationS) {
          throw new Error(`the merged run has ${run.successful} of ${rate * durationS} requests`);
        }
        return figuresOf(run, await times, { rate, durationS });
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writtenFor(rate, durationS, outputDir) {
  const stage = {
    name: 'made',
    kind: 'open',
    rate,
    duration: `${durationS}s`,
    arrivals: 'constant',
  };
  const load = { idle: '100ms', cooldown: '100ms', stages: [stage] };
  // Nothing is sent there.
  const target = { url: 'http://127.0.0.1:9', models: ['made'] };
  return { seed: 7, phase: 'load', target, phases: { load }, outputDir };
}

function figuresOf({ looks, fetchMs, mergeMs, peakRssBytes }, times, { rate, durationS }) {
  const last = (name) => Math.max(...times.map((time) => time[name]));
  const startNs = last('startNs');
  const untilNs = startNs + durationS * 1e9;
  // Before the second count of all there is no figure yet.
  const during = looks.filter(({ atNs }) => atNs >= startNs + 2e9 && atNs <= untilNs);
  const [first, final] = [during[0], during.at(-1)];
  const ages = during.map(
    ({ atNs, successful }) => (atNs - startNs) / NS_PER_MS - (successful / rate) * 1000,
  );
  return {
    BarrierMs: (last('knownNs') - last('readyNs')) / NS_PER_MS,
    LiveAgeMs: ages.reduce((sum, age) => sum + age, 0) / ages.length,
    LiveCpuCores: (final.cpuMs - first.cpuMs) / ((final.atNs - first.atNs) / NS_PER_MS),
    FetchMs: fetchMs,
    MergeMs: mergeMs,
    PeakRssBytes: peakRssBytes,
  };
}
