/** Parts of a report that a recommendation can point at; `report.html` has a place of that name for each. */
export type ReportSection =
  | 'criteria'
  | 'memory'
  | 'latency'
  | 'first-token'
  | 'throughput'
  | 'sweep'
  | 'switches'
  | 'contexts'
  | 'errors'
  | 'environment'
  | 'dataQuality';

/**
 * How much a finding matters, the most severe first. `critical`: the server fails or runs out of something, or figures must
 * not be used. `warning`: figures mean something else than they seem to, or a criterion or SLO is missed because of it.
 * `note`: a fact about the server, the load or the machine.
 */
export const SEVERITIES = ['critical', 'warning', 'note'] as const;

/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** A figure that a finding rests on. */
export interface Evidence {
  readonly name: string;
  /** With its unit. */
  readonly value: string;
}

/** A finding with its evidence, and advice. */
export interface Recommendation {
  /** Stable name of the finding. */
  readonly rule: string;
  readonly severity: Severity;
  /** Absent where it is about the whole run. */
  readonly phase?: string;
  /** The stage or sweep of the phase that it is about; absent where it is about the whole phase. */
  readonly stage?: string;
  /** What was found: a sentence without period and figures. */
  readonly finding: string;
  readonly evidence: readonly Evidence[];
  /** What to do about it, in sentences. */
  readonly advice: string;
  readonly section: ReportSection;
  /** Where `report.html` shows it: `latency-load-open`, `memory-load`, or the section alone where it is about the whole run. */
  readonly anchor: string;
}

/** The place that a recommendation is about: `load, open`, `load`, or the run. */
export function describePlace({
  phase = 'the run',
  stage,
}: Pick<Recommendation, 'phase' | 'stage'>): string {
  return stage === undefined ? phase : `${phase}, ${stage}`;
}

/** A recommendation as text, for one place or several: finding, evidence, advice. */
export function describeGroup({ finding, advice, members }: RecommendationGroup): string {
  const [only, ...others] = members;
  const isAlone = only !== undefined && others.length === 0;
  const place = isAlone && only.phase !== undefined ? `${describePlace(only)}: ` : '';
  const figures = members
    .map((one) => {
      const evidence = describeEvidence(one.evidence);
      if (isAlone) return evidence;
      return evidence === '' ? describePlace(one) : `${describePlace(one)}: ${evidence}`;
    })
    .join('; ');
  return `${place}${finding}${figures === '' ? '' : ` (${figures})`}. ${advice}`.trimEnd();
}

/** The evidence of a recommendation as text; empty where it has none. */
export function describeEvidence(evidence: readonly Evidence[]): string {
  return evidence.map(({ name, value }) => `${name} ${value}`).join(', ');
}

/** The same finding in several phases or stages. */
export interface RecommendationGroup extends Pick<
  Recommendation,
  'severity' | 'finding' | 'advice'
> {
  /** In the order of the phases and stages; at least one. */
  readonly members: readonly Recommendation[];
}

/** Groups the same finding of several places, in the order of the first of each. */
export function groupRecommendations(
  recommendations: readonly Recommendation[],
): RecommendationGroup[] {
  const groups = new Map<string, Recommendation[]>();
  for (const one of recommendations) {
    const key = `${one.rule}\n${one.finding}\n${one.advice}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const { severity, finding, advice } = first;
    return [{ severity, finding, advice, members }];
  });
}
