import type * as z from 'zod';

/** The first of the issues of a value, with its place. */
export function firstIssueOf({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return 'invalid';
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`;
}
