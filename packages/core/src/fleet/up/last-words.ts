import type { ChildLifetime } from '../../target/process/child-lifetime.ts';

/** A line of its log: `[PID] DATE TIME [FTL] text`. */
const LOG_LINE = /^\[\d+\] \S+ \S+ \[(?<level>\w+)\] (?<text>.*)$/;
const SEVERE = ['FTL', 'ERR'];

/** Why nats-server ended, from the end of its log. It logs no passwords. */
export function lastWords(lifetime: Pick<ChildLifetime, 'exit' | 'readOutputTail'>): string {
  const lines = lifetime
    .readOutputTail()
    .split('\n')
    .filter((line) => line.trim() !== '');
  const said = lines.map((line) => LOG_LINE.exec(line)?.groups ?? { level: '', text: line });
  const severe = said.findLast((one) => SEVERE.includes(one['level'] ?? ''));
  const text = (severe ?? said.at(-1))?.['text']?.trim();
  if (text !== undefined) return text;
  const { exitCode, signal } = lifetime.exit ?? { exitCode: null, signal: null };
  return exitCode === null ? `signal ${signal ?? 'unknown'}` : `exit code ${exitCode}`;
}
