/** Every cache key and, in seconds, how long it lives: the plan's lifetimes. Dropped earlier when an event says so. */
export const cacheKeys = {
  settings: (userId: string) => `settings:${userId}`,
  project: (projectId: string) => `project:${projectId}`,
  collaborators: (projectId: string) => `collaborators:${projectId}`,
} as const;

export const cacheLifetimes = {
  settings: 60 * 60,
  project: 30 * 60,
  collaborators: 15 * 60,
  search: 5 * 60,
} as const;
