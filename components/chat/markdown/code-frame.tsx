"use client";

import { Check, Copy, FileCode } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState, type ReactNode } from "react";
import { copyText } from "@/components/ui/copy-text";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toaster";
import { revealHidden } from "./hidden-characters";

type CodeFrameProps = {
  title: string;
  /** The title is a file's name. */
  isFile?: boolean;
  /** What the button copies. */
  copies: string;
  /** Stand before that button. */
  actions?: ReactNode;
  children: ReactNode;
};

/** The frame of a block of code or a diagram: what it is, what can be done with it, and it. */
export function CodeFrame({ title, isFile = false, copies, actions, children }: CodeFrameProps) {
  const shown = revealHidden(title);
  return (
    <div dir="ltr" className="overflow-hidden rounded-md border border-line bg-sunken font-sans">
      <div className="flex h-8 items-center gap-1 ps-3.5 pe-1 coarse:h-10">
        {isFile ? <FileCode aria-hidden className="size-3.5 shrink-0 text-faint" /> : null}
        <span title={shown} className={isFile ? "truncate font-mono text-xs text-subtle" : "truncate text-xs text-faint"}>{shown}</span>
        <span className="ms-auto flex shrink-0 items-center">
          {actions}
          <CopyButton text={copies} />
        </span>
      </div>
      {children}
    </div>
  );
}

function CopyButton({ text }: { text: string }) {
  const t = useTranslations("chat");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  async function copy(): Promise<void> {
    const isCopied = await copyText(text);
    setCopied(isCopied);
    if (!isCopied) toast({ title: t("actions.copyFailed"), tone: "danger" });
  }
  return (
    <IconButton size="sm" label={copied ? t("copied") : t("copyCode")} onClick={() => void copy()}>
      {copied ? <Check /> : <Copy />}
    </IconButton>
  );
}
