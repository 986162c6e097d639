import type { Finding, FindingDefinition } from '../finding.ts';
import { plainLine } from '../../rows/plain-line.ts';

/** Differences beyond this number are only counted. */
const LISTED = 6;
/** Longer values are cut, characters. */
const SHOWN = 60;

function shorten(value: unknown): string {
  const text = plainLine(String(value));
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
}

export const serverChanged: FindingDefinition = {
  name: 'server-changed',
  meaning:
    'The server restarted during the run, or reports another version, model or setting than before it.',
  section: 'environment',
  look: ({ results: { server: found } }): Finding[] => {
    if (found === undefined) return [];
    const { changes, hasRestarted } = found;
    if (changes.length > 0) {
      return [
        {
          severity: 'warning',
          finding: 'The server changed during the run',
          evidence: [
            ...changes.slice(0, LISTED).map(({ name, before, after }) => ({
              name: shorten(name),
              value: `${shorten(before)}, later ${shorten(after)}`,
            })),
            ...(changes.length > LISTED
              ? [{ name: 'more differences', value: String(changes.length - LISTED) }]
              : []),
          ],
          advice:
            'The results mix two configurations. Repeat the run on a server that stays the same, or give each replica its own URL.',
        },
      ];
    }
    if (!hasRestarted) return [];
    return [
      {
        severity: 'warning',
        finding: 'The server restarted during the run, or several processes respond at its address',
        evidence: [],
        advice:
          'Latency and memory after a restart include warm-up, and its cache began empty. Check the server log and repeat the run.',
      },
    ];
  },
};
