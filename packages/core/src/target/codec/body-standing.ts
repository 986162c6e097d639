/**
 * State of a response by its content: `awaiting-usage` after the finish reason, `finishing` when only the end mark is
 * expected, `over` when nothing more follows.
 */
export type BodyStanding = 'open' | 'awaiting-usage' | 'finishing' | 'over';
