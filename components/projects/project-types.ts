/** The types of projects that have words, in the order in which they are offered. */
export const projectTypes = ["software", "business", "creative", "research", "marketing", "educational", "other"] as const;
