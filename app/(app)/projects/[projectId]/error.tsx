"use client";

import { PageError } from "@/components/shell/page-error";

/** The rail stays, so that one can go elsewhere. */
export default function ProjectError(props: { error: unknown; retry: () => void }) {
  return <PageError {...props} inside />;
}
