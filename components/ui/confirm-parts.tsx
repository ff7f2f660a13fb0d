import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { useRef, useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { Opener } from "@/components/ui/deferred-popup";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { TriggerBridge, useControlledOpen } from "@/components/ui/trigger-bridge";
import { backdropClass, windowClass } from "@/components/ui/window-class";

/** What asks, which comes when a question is about to be asked. `confirm-dialog.tsx` is what to import. */
export type ConfirmProps = {
  title: ReactNode;
  /** What will happen, and what can't be undone. */
  description: ReactNode;
  /** What the button does ("Delete document"). */
  confirmLabel: string;
  /** What it says while `onConfirm` runs. */
  busyLabel?: string;
  cancelLabel: string;
  tone?: "danger" | "primary";
  /** The dialog closes when it resolves to anything but false, and stays open on false. */
  onConfirm: () => Promise<boolean | void> | boolean | void;
  /** What went wrong, if it did. */
  error?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Asked when it closes where the focus goes: true for where it was. */
  finalFocus?: () => HTMLElement | true;
};

export type NameProps = {
  /** What must be typed, exactly but for spaces around it. */
  name: string;
  /** The field's label ("Type the project's name to confirm"); the name itself is shown below it. */
  nameLabel: ReactNode;
};

export function Root({ opener, title, description, confirmLabel, busyLabel, cancelLabel, tone = "danger", onConfirm, error, open, onOpenChange, finalFocus, name, nameLabel }: ConfirmProps & Partial<NameProps> & { opener: Opener | null }) {
  const [ownOpen, setOwnOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [typed, setTyped] = useState("");
  const cancel = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const matches = name === undefined || typed.trim() === name.trim();

  function change(next: boolean): void {
    if (busy) return;
    setOwnOpen(next);
    if (next) setTyped("");
    onOpenChange?.(next);
  }

  async function confirm(): Promise<void> {
    if (!matches || busy) return;
    setBusy(true);
    try {
      if ((await onConfirm()) === false) return;
      setOwnOpen(false);
      setTyped("");
      onOpenChange?.(false);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Base.Root open={useControlledOpen(open ?? ownOpen)} onOpenChange={change}>
      {opener ? <Base.Trigger id={opener.id} render={(given) => <TriggerBridge slot={opener.slot} given={given} />} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup initialFocus={name === undefined ? cancel : input} {...(finalFocus ? { finalFocus } : {})} className={cn(windowClass, "max-w-md")}>
          <form
            className="flex min-h-0 flex-col"
            onSubmit={(event) => {
              event.preventDefault();
              // A portal's events bubble to the form that holds the trigger; it isn't the one meant.
              event.stopPropagation();
              void confirm();
            }}
          >
            <div className="grid min-h-0 gap-4 overflow-y-auto px-5 py-4">
              <div>
                <Base.Title className="title-panel">{title}</Base.Title>
                <Base.Description className="mt-1.5 text-subtle">{description}</Base.Description>
              </div>
              {name === undefined ? null : (
                <Field label={nameLabel} hint={<span className="font-medium break-words text-ink select-all">{name}</span>}>
                  <Input ref={input} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" autoCapitalize="off" spellCheck={false} dir="auto" />
                </Field>
              )}
              {error ? <p role="alert" className="text-danger">{error}</p> : null}
            </div>
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              <Base.Close render={<Button ref={cancel} disabled={busy}>{cancelLabel}</Button>} />
              <Button type="submit" variant={tone} busy={busy} busyLabel={busyLabel} disabled={!matches}>{confirmLabel}</Button>
            </div>
          </form>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
