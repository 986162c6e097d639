/** How a process ended. Only its parent learns the exit status, so that of an attached process is unknown. */
export function describeEnd(end: {
  readonly exitCode: number | null;
  readonly signal: string | null;
}): string {
  if (end.signal !== null) return `was killed by ${end.signal}`;
  return end.exitCode === null ? 'exited with unknown status' : `exited with code ${end.exitCode}`;
}
