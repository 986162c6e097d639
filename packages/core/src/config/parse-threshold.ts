import type { MetricDefinition } from '../metric/metric.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { parseBytes, parseDurationMs } from '../spec/quantity.ts';
import { parseCriterion, type Criterion } from '../verdict/criterion.ts';

/** A criterion with its threshold, as a configuration holds it. */
export interface WrittenCriterion {
  /** A key of `successCriteria`. */
  readonly key: string;
  /** Bytes, milliseconds, a share or a plain number: the unit of the metric. */
  readonly threshold: number;
}

const EXAMPLE = "'stages.open.ttft.p95<=200ms'";

/**
 * Reads a criterion of one line, such as `stages.open.timeToFirstToken.p95<=200ms`. A number without a unit is in the
 * unit of the metric; a share may be written in percent.
 * @throws {ConfigError} when it is no criterion, has no threshold of the metric's unit, or the sign of the other side
 */
export function parseThreshold(text: string): WrittenCriterion {
  const [, key, sign, written] = /^\s*([^<>=\s]+)\s*(<=|>=)\s*(.+?)\s*$/.exec(text) ?? [];
  if (key === undefined || sign === undefined || written === undefined) {
    throw new ConfigError(`invalid criterion "${text}": expected KEY<=VALUE or KEY>=VALUE.`, {
      help: `write it as ${EXAMPLE}`,
    });
  }
  const criterion = parseCriterion(key);
  const expected = signOf(criterion);
  if (sign !== expected) {
    const side = expected === '<=' ? 'at most' : 'at least';
    throw new ConfigError(
      `invalid criterion "${text}": ${criterion.metric.name} must be ${side} its threshold.`,
      { help: `write it as '${key}${expected}${written}'` },
    );
  }
  return { key, threshold: readThreshold(text, written, criterion.metric) };
}

function signOf({ bound }: Criterion): '<=' | '>=' {
  return bound === 'at-most' ? '<=' : '>=';
}

const UNITS: Partial<Record<MetricDefinition['unit'], string>> = {
  ms: 'a time such as 200ms or 1.5s',
  bytes: 'an amount such as 512MiB or 14GiB',
  ratio: 'a share such as 5% or 0.05',
};

function readThreshold(text: string, written: string, { name, unit }: MetricDefinition): number {
  const plain = Number(written);
  if (Number.isFinite(plain)) return plain;
  const read = withUnit(written, unit);
  if (Number.isFinite(read)) return read;
  throw new ConfigError(
    `invalid criterion "${text}": expected ${UNITS[unit] ?? 'a number'} of ${name}, not "${written}".`,
    { help: `write it as ${EXAMPLE}` },
  );
}

/** In the unit of the metric; `NaN` where the text has no unit of it. */
function withUnit(written: string, unit: MetricDefinition['unit']): number {
  try {
    switch (unit) {
      case 'ms':
        return parseDurationMs(written);
      case 'bytes':
        return parseBytes(written);
      case 'ratio':
        return written.endsWith('%') ? Number(written.slice(0, -1)) / 100 : Number.NaN;
      default:
        return Number.NaN;
    }
  } catch (error) {
    if (error instanceof ConfigError) return Number.NaN;
    throw error;
  }
}
