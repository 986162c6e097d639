import { formatNumber } from '../../../metric/format-value.ts';
import { quoted } from '../quoted.ts';
import { inEachPhase, type Rule } from '../rule.ts';

const KINDS: readonly string[] = ['http-429', 'http-503'];

/** Whether a failure is a server that says when to come again, and not one that broke. */
export function isRateLimit(kind: string): boolean {
  return KINDS.includes(kind);
}

/** A server that limits the rate of requests (429, or 503 with Retry-After): a setting, and not a fault. */
export const rateLimited: Rule = {
  name: 'rate-limited',
  section: 'errors',
  look: inEachPhase(({ result }) => {
    const limited = result.failures.filter(({ kind }) => isRateLimit(kind));
    if (limited.length === 0) return [];
    return [
      {
        severity: 'warning',
        finding: 'The server limited the request rate',
        evidence: limited.map(({ kind, count, example }) => ({
          name: `${kind} ×`,
          value: `${formatNumber(count)}${quoted(example)}`,
        })),
        advice:
          'These requests count as failed. Stay below the limit, or raise it in the server or the gateway for this key.',
      },
    ];
  }),
};
