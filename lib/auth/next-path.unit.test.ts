import { describe, expect, it } from "vitest";
import { invitationOf, nextPath } from "@/lib/auth/next-path";

describe("the path after signing in", () => {
  it.each(["/projects", "/projects/1/chat?x=1#m-2", "/invitations/0197a1d2-0000-7000-8000-000000000000?token=a%2Fb"])("keeps %j", (path) => {
    expect(nextPath(path, "/")).toBe(path);
  });

  it.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "projects", "/\t/evil.example", "/a\\b", "", undefined, ["/a", "/b"], `/${"a".repeat(2001)}`])("refuses %j", (value) => {
    expect(nextPath(value, "/home")).toBe("/home");
  });

  it("knows the invitation that it leads to", () => {
    const id = "0197a1d2-0000-7000-8000-000000000000";
    expect(invitationOf(`/invitations/${id}?token=a%2Fb`)).toEqual({ id, token: "a/b" });
    expect(invitationOf(`/invitations/${id}`)).toBeNull();
    expect(invitationOf("/projects?token=a")).toBeNull();
  });
});
