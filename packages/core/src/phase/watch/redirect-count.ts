import type { FollowedRedirect } from '../../target/redirect.ts';
import type { PhaseJournal } from '../phase-journal.ts';

/** Counts the redirects that requests of a phase followed. */
export class RedirectCount {
  readonly #journal: Pick<PhaseJournal, 'event'>;
  readonly #byWay = new Map<string, FollowedRedirect & { requests: number }>();

  constructor(journal: Pick<PhaseJournal, 'event'>) {
    this.#journal = journal;
  }

  take(redirects: readonly FollowedRedirect[]): void {
    for (const redirect of redirects) {
      const way = `${redirect.status} ${redirect.fromPath} ${redirect.toPath}`;
      const { requests = 0 } = this.#byWay.get(way) ?? {};
      this.#byWay.set(way, { ...redirect, requests: requests + 1 });
    }
  }

  end(): void {
    for (const redirect of this.#byWay.values()) {
      this.#journal.event({ kind: 'redirect-followed', ...redirect });
    }
    this.#byWay.clear();
  }
}
