import type { Progress } from './progress.ts';

/** Says nothing. */
export class SilentProgress implements Progress {
  step(): void {}
  beginPhase(): void {}
  endPhase(): void {}
  note(): void {}
  close(): void {}
}
