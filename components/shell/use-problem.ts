"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Problem } from "@/lib/core/problems";
import { ApiError } from "@/lib/http/client";

/** The fields of a form: JSON pointer → label. */
type Labels = Readonly<Record<string, string>>;

/**
 * Words for what went wrong. `text` speaks of a problem, `caught` of anything that a call threw, and `fields` gives
 * each named field its own sentence.
 */
export function useProblem() {
  const t = useTranslations("problems");
  const tShell = useTranslations("shell");
  return useMemo(() => {
    const byCode = (code: string): string => (t.has(code as never) ? t(code as never) : t("internal"));
    const text = (problem: Problem): string => {
      // The wait is the one detail that words of ours can't say in advance.
      if (problem.code === "too-many-requests" && problem.detail) return problem.detail;
      return byCode(problem.code);
    };
    return {
      text,
      byCode,
      caught: (thrown: unknown): string => (thrown instanceof ApiError ? text(thrown.problem) : t("connection")),
      fields: (problem: Problem, labels: Labels): Record<string, string> => {
        const errors: Record<string, string> = {};
        for (const { pointer, detail } of problem.errors ?? []) {
          // A list's item is told at the list.
          const field = Object.keys(labels).find((label) => pointer === label || pointer.startsWith(`${label}/`));
          if (field !== undefined && !(field in errors)) errors[field] = tShell("fieldError", { field: labels[field] ?? "", detail });
        }
        return errors;
      },
    };
  }, [t, tShell]);
}
