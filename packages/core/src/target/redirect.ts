/** One redirect of a request, to a path of the same origin. */
export interface FollowedRedirect {
  /** HTTP status: 307 or 308, which keep method and body. */
  readonly status: number;
  readonly fromPath: string;
  readonly toPath: string;
}
