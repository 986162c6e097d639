import type { MetricDefinition } from '../metric/metric.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { parseBytes, parseDurationMs } from '../spec/quantity.ts';
import { parseCriterion, type Criterion } from '../verdict/criterion.ts';

/** A criterion with its threshold, as a configuration holds it. */
export interface WrittenCriterion {
  /** A key of `successCriteria`. */
  readonly key: string;
  /** In the unit of the metric: bytes, milliseconds, a ratio or a plain number. */
  readonly threshold: number;
}

const EXAMPLE = "'stages.open.ttft.p95<=200ms'";

/**
 * Reads a criterion of one line, such as `stages.open.timeToFirstToken.p95<=200ms`. A number without a unit is in the
 * unit of the metric; a ratio may be written in percent.
 * @throws {ConfigError} for an unknown criterion, a threshold in another unit, or the wrong sign
 */
export function parseThreshold(text: string): WrittenCriterion {
  const [, key, sign, written] = /^\s*([^<>=\s]+)\s*(<=|>=)\s*(.+?)\s*$/.exec(text) ?? [];
  if (key === undefined || sign === undefined || written === undefined) {
    throw new ConfigError(`invalid criterion "${text}": expected KEY<=VALUE or KEY>=VALUE`, {
      help: `write it as ${EXAMPLE}`,
    });
  }
  const criterion = parseCriterion(key);
  const expected = signOf(criterion);
  if (sign !== expected) {
    const side = expected === '<=' ? 'at most' : 'at least';
    throw new ConfigError(
      `invalid criterion "${text}": ${criterion.metric.name} must be ${side} its threshold`,
      { help: `write it as '${key}${expected}${written}'` },
    );
  }
  return { key, threshold: readThreshold(text, written, criterion.metric) };
}

function signOf({ bound }: Criterion): '<=' | '>=' {
  return bound === 'at-most' ? '<=' : '>=';
}

const UNITS: Partial<Record<MetricDefinition['unit'], string>> = {
  ms: 'a duration such as 200ms',
  bytes: 'a size such as 512MiB',
  ratio: 'a ratio such as 5% or 0.05',
};

function readThreshold(text: string, written: string, { name, unit }: MetricDefinition): number {
  const plain = Number(written);
  if (Number.isFinite(plain)) return plain;
  const read = withUnit(written, unit);
  if (Number.isFinite(read)) return read;
  throw new ConfigError(
    `invalid criterion "${text}": expected ${UNITS[unit] ?? 'a number'} for ${name}, not "${written}"`,
    { help: `write it as ${EXAMPLE}` },
  );
}

/** The value in the unit of the metric; `NaN` for text in another unit. */
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
