import type { Conclusion } from '../results/conclude-run.ts';
import { plainLine } from '../rows/plain-line.ts';
import {
  describeGroup,
  describePlace,
  groupRecommendations,
  type Severity,
} from '../findings/recommendation.ts';
import { criterionName } from '../../verdict/criterion-name.ts';

/** The levels of annotations on GitHub. */
type AnnotationLevel = 'error' | 'warning' | 'notice';

const LEVELS: Readonly<Record<Severity, AnnotationLevel>> = {
  critical: 'warning',
  warning: 'warning',
  note: 'notice',
};

/**
 * Workflow commands that make annotations on GitHub: an error for each criterion and phase that failed, a warning or a
 * notice for each finding, which may be of several stages. GitHub shows ten of each level per step, so the most severe come
 * first.
 */
export function renderAnnotations({ results, verdict, recommendations }: Conclusion): string {
  const errors = [
    ...verdict.errors.map(({ message }) => annotation('error', 'the run', message)),
    ...(verdict.complete
      ? []
      : [annotation('error', 'the run', `The run was ${results.status}, so it cannot pass.`)]),
    ...verdict.phases.flatMap(({ phase, failures, criteria }) => {
      const result = results.phases.find(({ name }) => name === phase);
      return [
        ...failures.map(({ error }) => annotation('error', phase, error.message)),
        ...criteria
          .filter(({ status }) => status === 'fail')
          .map((one) => {
            const name = result === undefined ? one.key : criterionName(one, result);
            return annotation('error', `${phase} ${name}`, `${name}: ${one.text}`);
          }),
      ];
    }),
  ];
  const advice = groupRecommendations(recommendations).map((group) =>
    annotation(
      LEVELS[group.severity],
      group.members.map(describePlace).join('; '),
      describeGroup(group),
    ),
  );
  return [...errors, ...advice].map((line) => `${line}\n`).join('');
}

function annotation(level: AnnotationLevel, title: string, message: string): string {
  return `::${level} title=${escapeProperty(`Loadcell: ${title}`)}::${escapeData(message)}`;
}

/** As GitHub's toolkit does it; line ends are spaces already. */
function escapeData(text: string): string {
  return plainLine(text).replaceAll('%', '%25');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
