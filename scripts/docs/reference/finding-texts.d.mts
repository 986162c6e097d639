/** The texts that each finding can have, by its name. */
export function findingTexts(): Map<string, unknown>;
