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
 * How much a finding matters, the gravest first. `critical`: the server fails or runs out of something, or numbers must not
 * be used. `warning`: numbers mean something else than they seem to, or what the user set as a limit is missed because of it.
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

/** What to do next, and why. */
export interface Recommendation {
  /** Stable name of the rule that made it. */
  readonly rule: string;
  readonly severity: Severity;
  /** Absent where it is about the whole run. */
  readonly phase?: string;
  /** The stage of the phase that it is about, or the sweep; absent where it is about the whole phase. */
  readonly stage?: string;
  /** What was found, as a sentence without its full stop and without figures. */
  readonly finding: string;
  readonly evidence: readonly Evidence[];
  /** What to do about it: sentences. */
  readonly advice: string;
  readonly section: ReportSection;
  /** Where `report.html` shows it: `latency-load-open`, `memory-load`, or the section alone where it is about the whole run. */
  readonly anchor: string;
}

/** What a recommendation is about: `load, open`, `load`, or the run. */
export function describePlace({
  phase = 'the run',
  stage,
}: Pick<Recommendation, 'phase' | 'stage'>): string {
  return stage === undefined ? phase : `${phase}, ${stage}`;
}

/** A recommendation as text, of one place or of several: what was found, by which figures, and what to do. */
export function describeGroup({ finding, advice, members }: RecommendationGroup): string {
  const [only, ...others] = members;
  const isAlone = only !== undefined && others.length === 0;
  const place = isAlone && only.phase !== undefined ? `${describePlace(only)}: ` : '';
  const figures = members
    .map((one) => {
      const told = describeEvidence(one.evidence);
      if (isAlone) return told;
      return told === '' ? describePlace(one) : `${describePlace(one)}: ${told}`;
    })
    .join('; ');
  return `${place}${finding}${figures === '' ? '' : ` (${figures})`}. ${advice}`.trimEnd();
}

/** The figures of a recommendation as text; empty where it rests on none. */
export function describeEvidence(evidence: readonly Evidence[]): string {
  return evidence.map(({ name, value }) => `${name} ${value}`).join(', ');
}

/** Recommendations that say the same of several phases or stages, together. */
export interface RecommendationGroup extends Pick<
  Recommendation,
  'severity' | 'finding' | 'advice'
> {
  /** In the order of the phases and stages; at least one. */
  readonly members: readonly Recommendation[];
}

/** Puts together what says the same, so that a reader has it once; in the order of the first of each. */
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
