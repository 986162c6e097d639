import type { Progress } from './progress.ts';

/** No progress, for `--quiet`. */
export class SilentProgress implements Progress {
  step(): void {}
  beginPhase(): void {}
  endPhase(): void {}
  note(): void {}
  close(): void {}
}
