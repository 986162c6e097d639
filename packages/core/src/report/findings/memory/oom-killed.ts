import { describeOomKill } from '../../../metric/format/describe-event.ts';
import { figure, inEachPhase, type Rule } from '../finding.ts';

/** Processes that the kernel killed because memory ran out. Of kills outside of the cgroup only those that hit the target count. */
export const oomKilled: Rule = {
  name: 'oom-killed',
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
          ? 'Figures end or fall there. Raise the memory limit of the cgroup, or use less memory.'
          : 'Figures end or fall there. The counter of its cgroup did not rise: look in the kernel log for the limit that was reached.',
      },
    ];
  }),
};

/** More kills than this are only counted. */
const MOST_FIGURES = 4;
