import { formatNumber, formatValue, type FleetFigures } from '@loadcell/core';
import { formatElapsed } from '../../progress/format-elapsed.ts';
import type { ProgressFrame, ProgressLine, ProgressView } from '../../progress/progress-view.ts';

const LABEL_WIDTH = 10;

/** `3 load agents`. */
function describeAgents({ loadAgents }: FleetFigures): string {
  return `${formatNumber(loadAgents)} load ${loadAgents === 1 ? 'agent' : 'agents'}`;
}

/** `1,200 · 3 failed · 56.2 req/s`; empty before the first request has ended. */
function describeRequests(figures: FleetFigures): string[] {
  const { successful, failed, requestsPerSecond } = figures;
  if (successful + failed === 0) return [];
  return [
    formatNumber(successful + failed),
    `${formatNumber(failed)} failed`,
    ...(Number.isNaN(requestsPerSecond) ? [] : [`${requestsPerSecond.toFixed(1)} req/s`]),
  ];
}

/** `4.2 GiB on gpu-1`, of each watching agent. */
function describeMemory({ memory }: FleetFigures): string[] {
  return memory.map(({ machine, bytes }) => `${formatValue('bytes', bytes)} on ${machine}`);
}

/** Agents that others wait for, or that are silent. */
function describeLaggards({ awaited, silent }: FleetFigures): string[] {
  return [
    ...(awaited.length === 0 ? [] : [`waiting for ${awaited.join(', ')}`]),
    ...silent.map(({ name, silenceMs }) => `${name} silent for ${formatElapsed(silenceMs)}`),
  ];
}

/** Title, stage and agents. */
function describeWork({ title, step }: ProgressLine, figures: FleetFigures): string[] {
  const { stage } = figures;
  const work = stage ?? step;
  return [title, ...(work === '' ? [] : [work]), describeAgents(figures)];
}

/** Shows the state of a run over several machines: sums of all load agents, and the agents that need attention. */
export function fleetView(figuresOf: () => FleetFigures): ProgressView {
  return {
    lines: (frame) => fleetLines(frame, figuresOf()),
    line: (line) => {
      const figures = figuresOf();
      const requests = describeRequests(figures);
      const [count, ...rest] = requests;
      return [
        ...describeWork(line, figures),
        ...(count === undefined ? [] : [`${count} requests`, ...rest]),
        ...describeMemory(figures).map((text) => `memory ${text}`),
        ...describeLaggards(figures),
      ].join(' · ');
    },
  };
}

function fleetLines(frame: ProgressFrame, figures: FleetFigures): string[] {
  const { palette } = frame;
  const [title = '', ...work] = describeWork(frame, figures);
  const labeled = (label: string, parts: readonly string[], isBad = false): string[] => {
    if (parts.length === 0) return [];
    const text = parts.join(' · ');
    return [`${palette.dim(label.padEnd(LABEL_WIDTH))}${isBad ? palette.red(text) : text}`];
  };
  return [
    [palette.bold(title), ...work].join(' · '),
    ...labeled('requests', describeRequests(figures), figures.failed > 0),
    ...labeled('memory', describeMemory(figures)),
    ...labeled('agents', describeLaggards(figures), figures.silent.length > 0),
  ];
}
