import type { TargetDescription, TargetLimitation } from '../target.ts';
import type { RunningServer } from './running-server.ts';

/** Metrics that need a model to be unloaded while its server keeps running. */
const OF_RELEASE = ['retainedMemory'];

/**
 * Limitations of a started server: those found when it was reached, adapted to switching models by process.
 * @param switches whether another model is loaded by starting another process
 */
export function limitStarted(
  limitations: readonly TargetLimitation[],
  switches: boolean,
): readonly TargetLimitation[] {
  if (!switches) return limitations;
  return [
    ...limitations.filter(({ ability }) => ability !== 'load-models'),
    {
      ability: 'release-models',
      reason: 'the server keeps its model until it exits; a switch starts another process',
      metrics: OF_RELEASE,
    },
  ];
}

/**
 * Describes a started server: its own description once it was reached, and its command without secrets.
 * @param named models that each have their own process; undefined where the server chooses its models
 * @param asked models of the configuration, used until the server has listed its own
 */
export function describeStarted(
  server: RunningServer | undefined,
  named: readonly string[] | undefined,
  asked: readonly string[],
): TargetDescription {
  const described = server?.http?.description;
  const { kind = 'server', version = '', details = {} } = described ?? {};
  return {
    kind,
    version,
    models: named ?? described?.models ?? asked,
    details: {
      ...details,
      ...(server === undefined ? {} : { command: server.command.join(' ') }),
    },
  };
}
