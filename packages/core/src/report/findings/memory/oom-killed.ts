import { describeOomKill } from '../../../metric/format/describe-event.ts';
import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';

export const oomKilled: FindingDefinition = {
  name: 'oom-killed',
  meaning:
    'The kernel killed processes because memory ran out. Outside of the cgroup of the target, only kills of the target count.',
  section: 'memory',
  look: inEachPhase(({ streams }) => {
    const kills = streams.events.filter((event) => event.kind === 'oom-kill');
    if (kills.length === 0) return [];
    const isOfCgroup = kills.some(({ scope }) => scope === 'cgroup');
    return [
      {
        severity: 'critical',
        finding: 'The kernel killed processes for memory (OOM)',
        evidence: [
          figure(
            'killed',
            'count',
            kills.reduce((sum, { processes }) => sum + processes, 0),
          ),
          ...kills.map((kill) => ({
            name: `after ${figure('', 'ms', (kill.atNs - streams.beganNs) / 1e6).value}`,
            value: describeOomKill(kill),
          })),
        ].slice(0, MOST_FIGURES),
        advice: isOfCgroup
          ? 'Figures stop or drop at that time. Raise the memory limit of the cgroup, or use less memory.'
          : 'Figures stop or drop at that time. The OOM counter of its cgroup did not rise: check the kernel log for the limit that was reached.',
      },
    ];
  }),
};

/** Kills beyond this number of figures are only counted. */
const MOST_FIGURES = 4;
