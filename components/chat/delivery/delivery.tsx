"use client";

import { Check, CheckCheck, Eye } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Faces } from "@/components/shell/faces";
import { Popover } from "@/components/ui/popover";
import { ReadersList } from "./readers-list";
import type { Delivery as State, Reader, Readers } from "./readers";

/** Faces beside a message; the rest is a number. */
const mostFaces = 5;
/** Names in the line below one's own message. */
const mostNames = 2;

/** Under one's own newest message how far it has come; at every other who has read up to it. */
export function Delivery({ readers, messageId }: { readers: Readers; messageId: string }) {
  const get = () => readers.at(messageId);
  const faces = useSyncExternalStore(readers.subscribe, get, none);
  const getState = () => readers.deliveryOf(messageId);
  const state = useSyncExternalStore(readers.subscribe, getState, nothing);
  if (state) return <StateLine state={state} />;
  return faces.length > 0 ? <ReaderFaces readers={faces} /> : null;
}

function StateLine({ state: { state, readers } }: { state: State }) {
  const t = useTranslations("chat.delivery");
  const format = useFormatter();
  const Icon = { sent: Check, delivered: CheckCheck, read: Eye }[state];
  const line = (
    <span className="inline-flex min-w-0 items-center gap-1 text-xs text-faint">
      <Icon aria-hidden className="size-3 shrink-0" />
      <span className="min-w-0 truncate">
        {state === "read" ? t("readBy", { people: format.list([...readers.slice(0, mostNames).map(({ name }) => name), ...(readers.length > mostNames ? [t("others", { count: readers.length - mostNames })] : [])]) }) : t(state)}
      </span>
    </span>
  );
  return (
    <div className="mt-0.5 flex min-h-5 items-center">
      {state === "read" ? (
        <Popover label={t("readers")} side="top" trigger={<button type="button" className="hit -mx-1 flex min-w-0 rounded-sm px-1 hover:bg-hover">{line}</button>}>
          <ReadersList title={t("readers")} readers={readers} />
        </Popover>
      ) : (
        line
      )}
    </div>
  );
}

/** Between this message and the next, so that nothing moves when somebody reads on. */
function ReaderFaces({ readers }: { readers: readonly Reader[] }) {
  const t = useTranslations("chat.delivery");
  const format = useFormatter();
  return (
    <Popover
      label={t("readHere")}
      side="top"
      align="end"
      trigger={
        <button type="button" className="hit absolute end-3 -bottom-2.5 z-10 flex rounded-full">
          <Faces people={readers} most={mostFaces} label={t("upTo", { people: format.list(readers.slice(0, mostFaces).map(({ name }) => name)), count: readers.length })} />
        </button>
      }
    >
      <ReadersList title={t("readHere")} readers={readers} />
    </Popover>
  );
}

const nobody: readonly Reader[] = [];
const none = () => nobody;
const nothing = () => null;
