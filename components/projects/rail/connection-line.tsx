"use client";

import { useTranslations } from "next-intl";
import { usePathname } from "next/navigation";
import { useConnectionState } from "@/components/realtime/provider";
import { cn } from "@/components/ui/cn";
import { Time } from "@/components/ui/time";
import { paths } from "@/lib/http/paths";

/** The one place that says how things stand with the server, in words. Where waiting doesn't help, it says what does. */
export function ConnectionLine() {
  const t = useTranslations("shell.connection");
  const pathname = usePathname();
  const state = useConnectionState();
  const { name } = state;
  const href = name === "signed-out" ? paths.signIn(pathname) : paths.projects();
  return (
    <p role="status" data-connection={name} className="flex min-h-6 items-baseline gap-2 px-2 py-1 text-xs text-faint">
      <span aria-hidden className={cn("size-1.5 shrink-0 -translate-y-px rounded-full", dots[name])} />
      <span className="min-w-0 text-pretty">
        {t.rich(name, { go: (chunks) => <a href={href} className="rounded-sm font-medium text-accent-text underline underline-offset-3">{chunks}</a> })}
        {"since" in state ? <span className="whitespace-nowrap"> · {t.rich("since", { time: () => <Time value={state.since} style="clock" /> })}</span> : null}
      </span>
    </p>
  );
}

const dots = {
  connecting: "bg-faint animate-breathe",
  live: "bg-success",
  reconnecting: "bg-warning animate-breathe",
  offline: "bg-warning",
  "signed-out": "bg-danger",
  "no-access": "bg-danger",
};
