"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Problem } from "@/lib/core/problems";
import type { ActionResult } from "@/lib/http/action";
import { ApiError } from "@/lib/http/client";

/** The fields of a form: JSON pointer → label. */
type Labels = Readonly<Record<string, string>>;

/** What became of an action. `problem` is null where no answer came. */
type Outcome<T> = { ok: true; value: T } | { ok: false; text: string; problem: Problem | null };

/**
 * Words for what went wrong. `text` speaks of a problem, `caught` of anything that a call threw, `fields` gives each
 * named field its own sentence, and `outcome` waits for an action and never throws.
 */
export function useProblem() {
  const t = useTranslations("problems");
  const tShell = useTranslations("shell");
  return useMemo(() => {
    // `has` answers whether a code of the server has words here; its type knows only those that have.
    const byCode = (code: string): string => (t.has(code as never) ? t(code as never) : t("internal"));
    const text = (problem: Problem): string => {
      // The wait is the one detail that words of ours can't say in advance.
      if (problem.code === "too-many-requests" && problem.detail) return problem.detail;
      return byCode(problem.code);
    };
    const caught = (thrown: unknown): string => (thrown instanceof ApiError ? text(thrown.problem) : t("connection"));
    return {
      text,
      byCode,
      caught,
      outcome: async <T>(acting: Promise<ActionResult<T>>): Promise<Outcome<T>> => {
        try {
          const result = await acting;
          return result.ok ? result : { ok: false, text: text(result.problem), problem: result.problem };
        } catch (thrown) {
          return { ok: false, text: caught(thrown), problem: null };
        }
      },
      fields: (problem: Problem | null, labels: Labels): Record<string, string> => {
        const errors: Record<string, string> = {};
        for (const { pointer, detail } of problem?.errors ?? []) {
          // A list's item is told at the list.
          const field = Object.keys(labels).find((label) => pointer === label || pointer.startsWith(`${label}/`));
          if (field !== undefined && !(field in errors)) errors[field] = tShell("fieldError", { field: labels[field] ?? "", detail });
        }
        return errors;
      },
    };
  }, [t, tShell]);
}
