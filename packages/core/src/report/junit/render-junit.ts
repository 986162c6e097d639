import { create } from 'xmlbuilder2';
import type { CriterionVerdict } from '../../verdict/criterion-verdict.ts';
import type { Measurements } from '../../metric/measure/measure.ts';
import { METRICS } from '../../metric/registry.ts';
import { describeEnding } from '../../stream/stage/describe-ending.ts';
import type { Conclusion } from '../results/conclude-run.ts';
import { plainLine } from '../rows/plain-line.ts';
import type { PhaseResult } from '../results/run-results.ts';

/** What became of a case: how its element is called, and what it says. */
interface JunitOutcome {
  readonly element: 'failure' | 'error' | 'skipped';
  /** Stable kind, such as `missed`. */
  readonly type: string;
  readonly message: string;
  readonly detail: string;
}

interface JunitCase {
  readonly name: string;
  /** Below the phase: the stage that it is about. */
  readonly stage: string | undefined;
  readonly outcome: JunitOutcome | undefined;
}

interface JunitSuite {
  readonly name: string;
  /** Undefined where nothing ran. */
  readonly durationMs: number | undefined;
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly JunitCase[];
}

/** The case of each suite: that its phase completed, whatever its criteria. */
const COMPLETES = 'completes';

/**
 * A conclusion as JUnit XML: a suite for each phase, a case for each criterion under the name of its stage, and one for the
 * phase itself. A criterion without a value is a failure, as everywhere. Characters that XML cannot hold are replaced.
 */
export function renderJunit(conclusion: Conclusion): string {
  const { report, results } = conclusion;
  const suites = suitesOf(conclusion);
  const document = create({
    version: '1.0',
    encoding: 'UTF-8',
    // XML cannot hold lone surrogates and a few other characters.
    invalidCharReplacement: '\uFFFD',
  });
  const root = document.ele('testsuites', {
    name: plainLine(report.title),
    ...countsOf(suites.flatMap(({ cases }) => cases)),
    time: seconds(results.summary.totalDuration),
    timestamp: results.timestamp,
  });
  for (const { name, durationMs, properties, cases } of suites) {
    const suite = root.ele('testsuite', {
      name: plainLine(name),
      ...countsOf(cases),
      ...(durationMs === undefined ? {} : { time: seconds(durationMs) }),
      timestamp: results.timestamp,
    });
    if (properties.length > 0) {
      const list = suite.ele('properties');
      for (const [property, value] of properties) {
        list.ele('property', { name: plainLine(property), value: plainLine(value) });
      }
    }
    for (const one of cases) {
      const element = suite.ele('testcase', {
        name: plainLine(one.name),
        classname: plainLine(['loadcell', name, one.stage ?? []].flat().join('.')),
      });
      if (one.outcome === undefined) continue;
      const { element: kind, type, message, detail } = one.outcome;
      const isSkip = kind === 'skipped';
      const attributes = { message: plainLine(message), ...(isSkip ? {} : { type }) };
      const child = element.ele(kind, attributes);
      if (!isSkip) child.txt(detail.split('\n').map(plainLine).join('\n'));
    }
  }
  return `${document.end({ prettyPrint: true })}\n`;
}

function suitesOf({ results, verdict }: Conclusion): JunitSuite[] {
  const judged = new Set(verdict.phases.map(({ phase }) => phase));
  const skipped = results.skipped.filter(({ phase }) => !judged.has(phase));
  return [
    ...results.phases.map((phase): JunitSuite => {
      const failures = verdict.phases.find((one) => one.phase === phase.name)?.failures ?? [];
      return {
        name: phase.name,
        durationMs: phase.duration,
        properties: propertiesOf(phase),
        cases: [
          {
            name: COMPLETES,
            stage: undefined,
            outcome: errorOf(failures.map(({ kind, error }) => [kind, error.message])),
          },
          ...phase.criteria.map((one) => criterionCase(one, phase)),
          ...phase.stagesNotRun.map(notRunCase),
        ],
      };
    }),
    ...skipped.map(({ phase, reason }): JunitSuite => {
      const outcome = { element: 'skipped', type: '', message: reason, detail: '' } as const;
      return {
        name: phase,
        durationMs: undefined,
        properties: [],
        cases: [{ name: COMPLETES, stage: undefined, outcome }],
      };
    }),
    ...runSuite(verdict.errors, verdict.complete ? [] : [results.status]),
  ];
}

/** Errors of the run that belong to no phase; no suite without one. */
function runSuite(errors: readonly Error[], endedAs: readonly string[]): JunitSuite[] {
  const outcome = errorOf([
    ...endedAs.map(
      (status) => ['incomplete', `The run was ${status}, so it cannot pass.`] as const,
    ),
    ...errors.map((error) => ['error', error.message] as const),
  ]);
  if (outcome === undefined) return [];
  return [
    {
      name: 'run',
      durationMs: undefined,
      properties: [],
      cases: [{ name: COMPLETES, stage: undefined, outcome }],
    },
  ];
}

/** One element for all errors: many readers look only at the first. */
function errorOf(
  failures: readonly (readonly [kind: string, message: string])[],
): JunitOutcome | undefined {
  const [first] = failures;
  if (first === undefined) return undefined;
  const [type, message] = first;
  return { element: 'error', type, message, detail: failures.map(([, text]) => text).join('\n') };
}

function criterionCase(criterion: CriterionVerdict, { stages }: PhaseResult): JunitCase {
  const { key, status, reason, text, metric, aggregate, unit, value, bound, threshold } = criterion;
  // The level that a sweep finds differs from run to run, and a case keeps its name.
  const judged = stages.find(({ name }) => name === criterion.stage);
  const stage = judged?.level?.sweep ?? criterion.stage;
  if (status === 'pass') return { name: key, stage, outcome: undefined };
  const measured = describeValue(value, unit);
  const lines = [
    text,
    `metric: ${metric} (${aggregate})`,
    `value: ${measured}`,
    `threshold: ${bound === 'at-most' ? 'at most' : 'at least'} ${threshold} ${unit}`,
  ];
  const message = `${key}: ${text}`;
  return {
    name: key,
    stage,
    outcome: { element: 'failure', type: reason, message, detail: lines.join('\n') },
  };
}

/** Readers take numbers and words, but not infinity: a percentile that falls on a failed request is a word. */
function describeValue(value: number, unit: CriterionVerdict['unit']): string {
  if (Number.isNaN(value)) return 'not measured';
  return Number.isFinite(value) ? `${value} ${unit}` : 'failed';
}

/** A stage that did not run is skipped: its phase and its criteria fail. */
function notRunCase({ name, reason }: PhaseResult['stagesNotRun'][number]): JunitCase {
  const outcome = { element: 'skipped', type: '', message: reason, detail: '' } as const;
  return { name: COMPLETES, stage: name, outcome };
}

/** The measurements of a phase and of each stage in base units, by the default aggregate. */
function propertiesOf({ measurements, stages, shown }: PhaseResult): [string, string][] {
  return [
    ...valuesOf(measurements, shown),
    ...stages.flatMap(({ name, endedBy }): [string, string][] =>
      endedBy === undefined ? [] : [[`${name}.endedBy`, describeEnding(endedBy)]],
    ),
    ...stages.flatMap((stage) =>
      valuesOf(stage.measurements, shown).map(([name, value]): [string, string] => [
        `${stage.name}.${name}`,
        value,
      ]),
    ),
  ];
}

function valuesOf(measurements: Measurements, shown: readonly string[]): [string, string][] {
  return METRICS.filter(({ name }) => shown.includes(name)).flatMap(
    ({ name, unit, defaultAggregate }): [string, string][] => {
      const value = measurements[name]?.[defaultAggregate] ?? Number.NaN;
      return !Number.isFinite(value) ? [] : [[`${name}.${defaultAggregate}`, `${value} ${unit}`]];
    },
  );
}

function countsOf(cases: readonly JunitCase[]): Record<string, number> {
  const count = (element: JunitOutcome['element']): number =>
    cases.filter(({ outcome }) => outcome?.element === element).length;
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
