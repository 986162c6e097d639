/**
 * How an answer stands by its content: `awaiting-usage` once it is said why it ends, `finishing` once nothing but its end mark
 * is expected, `over` once nothing of it follows.
 */
export type BodyStanding = 'open' | 'awaiting-usage' | 'finishing' | 'over';
