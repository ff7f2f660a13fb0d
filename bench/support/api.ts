/** Posts JSON as an API client. @throws Error with what the server said, for anything but success */
export async function post<T>(url: string, token: string, body: unknown): Promise<T> {
  const response = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  // The caller names the type that the API documents.
  return (response.status === 204 ? null : await response.json()) as T;
}
