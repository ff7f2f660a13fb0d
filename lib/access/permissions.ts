/**
 * Who may do what in a project: the one truth for the API, pages, actions, streams, the interface and the tests.
 * A custom role is a list of these names.
 */
export const roles = ["owner", "editor", "viewer"] as const;
export type Role = (typeof roles)[number];

export const permissions = {
  "project.read": ["owner", "editor", "viewer"],
  "project.update": ["owner", "editor"],
  "project.archive": ["owner"],
  "project.delete": ["owner"],
  "member.read": ["owner", "editor", "viewer"],
  "member.manage": ["owner"],
  "activity.read": ["owner", "editor", "viewer"],
  "chat.read": ["owner", "editor", "viewer"],
  "chat.write": ["owner", "editor"],
  "chat.moderate": ["owner"],
  "knowledge.read": ["owner", "editor", "viewer"],
  "knowledge.write": ["owner", "editor"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;
export type ReadPermission = Extract<Permission, `${string}.read`>;
export type WritePermission = Exclude<Permission, ReadPermission>;

/** An archived project is read-only, but for what brings it back or ends it. */
const worksWhenArchived = new Set<Permission>(["project.archive", "project.delete"]);

/** Whether a role holds a permission. An unknown role holds none. */
export function can(role: string, permission: Permission): boolean {
  // Widened, because the table's tuples only admit their own members.
  return (permissions[permission] as readonly string[]).includes(role);
}

/** Whether a permission may be used while the project is archived. */
export const usableWhenArchived = (permission: Permission): boolean =>
  permission.endsWith(".read") || worksWhenArchived.has(permission);
