"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Input, type InputProps } from "@/components/ui/input";

/** A password that can be looked at while it is typed. */
export function PasswordInput(props: Omit<InputProps, "type" | "icon">) {
  const t = useTranslations("auth");
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block">
      <Input {...props} type={shown ? "text" : "password"} className="h-10 pe-10" autoCapitalize="off" spellCheck={false} />
      <span className="absolute inset-y-0 end-1 grid place-items-center">
        <IconButton label={shown ? t("hidePassword") : t("showPassword")} aria-pressed={shown} size="sm" onClick={() => setShown(!shown)} className="aria-pressed:bg-transparent">
          {shown ? <EyeOff /> : <Eye />}
        </IconButton>
      </span>
    </span>
  );
}
