"use client";

import type { RefObject } from "react";
import { deferred } from "@/components/ui/deferred";
import { DeferredPopup, type TriggerElement } from "@/components/ui/deferred-popup";
import { useTranslations } from "next-intl";
import type { SessionControl } from "./use-session";

export type PopoverName = "assistant" | "pins";

export type PopoverContentProps = { control: SessionControl; initialSeq: number; canWrite: boolean; close: () => void };

type SessionPopoverProps = Omit<PopoverContentProps, "close"> & {
  what: PopoverName;
  trigger: TriggerElement;
  /** What it stands beside, if not its trigger. */
  anchor?: RefObject<Element | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** What opens below a conversation's header. It comes when it is first needed. */
export function SessionPopover({ what, trigger, anchor, open, onOpenChange, ...content }: SessionPopoverProps) {
  const t = useTranslations("conversation");
  return (
    <DeferredPopup source={sources[what]} trigger={trigger} popup="dialog" open={open}>
      {({ Root, Content }, opener) => (
        <Root opener={opener} label={t(`${what}.title`)} align="end" open={open} onOpenChange={onOpenChange} className="w-[24rem] p-0" {...(anchor ? { anchor } : {})}>
          <Content {...content} close={() => onOpenChange(false)} />
        </Root>
      )}
    </DeferredPopup>
  );
}

const loadRoot = async () => (await import("@/components/ui/popover-parts")).Root;

const sources = {
  assistant: deferred(async () => {
    const [Root, { AssistantSettings }] = await Promise.all([loadRoot(), import("./assistant-settings")]);
    return { Root, Content: AssistantSettings };
  }),
  pins: deferred(async () => {
    const [Root, { PinnedMessages }] = await Promise.all([loadRoot(), import("./pinned-messages")]);
    return { Root, Content: PinnedMessages };
  }),
};
