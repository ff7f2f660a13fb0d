"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { Spinner } from "@/components/ui/spinner";

/** The API's documentation, to read and to try. Its component is large and loads only here. */
export function ApiReference() {
  return <Reference />;
}

const Reference = dynamic(() => import("@/components/docs/scalar"), { ssr: false, loading: Waiting });

function Waiting() {
  const t = useTranslations("shell.docs");
  return <div className="grid min-h-dvh place-items-center text-faint"><Spinner label={t("loading")} className="size-6" /></div>;
}
