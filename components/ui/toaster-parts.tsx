import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { useEffect } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { cn } from "@/components/ui/cn";
import type { NamedToast, ToastQueue } from "@/components/ui/toast-queue";

/** Where toasts appear, which comes with the first of them. `toaster.tsx` is what to import. */
export function Viewport({ queue, label, closeLabel }: { queue: ToastQueue; label: string; closeLabel: string }) {
  useEffect(() => {
    // A screen reader says what is added to a region, once it knows the region.
    const timer = setTimeout(() => queue.connect({ show, close: (id) => manager.close(id) }), 100);
    return () => {
      clearTimeout(timer);
      queue.connect(null);
    };
  }, [queue]);

  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={label}
          className="fixed inset-x-4 top-[max(1rem,env(safe-area-inset-top))] z-60 flex flex-col gap-2 sm:start-6 sm:end-auto sm:top-auto sm:bottom-6 sm:w-90"
        >
          <Toasts closeLabel={closeLabel} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function show({ id, title, description, tone = "neutral", action, timeout }: NamedToast): void {
  manager.add({
    id,
    title,
    description,
    type: tone,
    timeout: timeout ?? (action ? 8_000 : 5_000),
    ...(action
      ? {
          actionProps: {
            children: action.label,
            onClick: () => {
              manager.close(id);
              action.onClick();
            },
          },
        }
      : {}),
  });
}

function Toasts({ closeLabel }: { closeLabel: string }) {
  const { toasts } = Toast.useToastManager();
  return toasts.map((one) => (
    <Toast.Root
      key={one.id}
      toast={one}
      swipeDirection={["down", "right"]}
      className={cn(
        "translate-x-(--toast-swipe-movement-x) translate-y-(--toast-swipe-movement-y) rounded-md border border-line-strong bg-raised text-ink shadow-float",
        "transition-[opacity,translate] duration-160 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0",
      )}
    >
      <Toast.Content className="flex items-start gap-2.5 py-2.5 ps-3 pe-2">
        <ToneIcon tone={one.type} />
        <div className="min-w-0 flex-1 pt-px break-words">
          <Toast.Title className="text-base font-medium" />
          <Toast.Description className="text-subtle" />
        </div>
        <Toast.Action className={cn(buttonClass({ variant: "secondary", size: "sm" }), "-my-0.5")} />
        {/* Base UI hides this button from screen readers while toasts are stacked; these never are. */}
        <Toast.Close aria-hidden={false} aria-label={closeLabel} className={cn(buttonClass({ variant: "ghost", size: "sm", square: true }), "hit -my-0.5")}>
          <X aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

function ToneIcon({ tone }: { tone: string | undefined }) {
  if (tone === "success") return <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />;
  if (tone === "danger") return <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />;
  return <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />;
}

const manager = Toast.createToastManager();
