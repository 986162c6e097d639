import { cutMessage } from '../findings/quoted.ts';
import type { RunResults } from '../results/run-results.ts';

/**
 * Leaves a server's message for each kind of failure in a run at the first place that has it, cut to a length that a
 * line takes, and removes it from the places after it.
 */
export function sayOnce({ phases }: Pick<RunResults, 'phases'>): (text: string) => string {
  const messages = new Map<string, Set<string>>();
  const failures = phases.flatMap((phase) => [
    ...phase.failures,
    ...phase.stages.flatMap((stage) => stage.failures),
  ]);
  for (const { kind, example } of failures) {
    if (example !== '') messages.set(kind, (messages.get(kind) ?? new Set()).add(example));
  }
  const said = new Set<string>();
  return (text) => {
    let left = text;
    for (const [kind, examples] of messages) {
      for (const example of examples) {
        const message = [example, cutMessage(example)].find((one) => left.includes(one));
        if (message === undefined) continue;
        left = replaceAfterFirst(left, message, said.has(kind));
        said.add(kind);
      }
    }
    return left;
  };
}

/** Cuts the first occurrence of a message, unless it was printed, and removes the others with the colon before them. */
function replaceAfterFirst(text: string, message: string, isSaid: boolean): string {
  let isFirst = !isSaid;
  const parts = text.split(message);
  return parts.reduce((joined, part) => {
    if (isFirst) {
      isFirst = false;
      return joined + cutMessage(message) + part;
    }
    // A message ends its sentence: where more follows, the full stop stays.
    const stop = /^ [A-Z]/u.test(part) ? '.' : '';
    return joined.replace(/: "?$/u, '') + stop + part.replace(/^"/u, '');
  });
}
