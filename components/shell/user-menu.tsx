"use client";

import { BookOpen, ChevronsUpDown, LogOut, Settings } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTheme } from "@/components/settings/use-theme";
import { useProblem } from "@/components/shell/use-problem";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { Menu, MenuItem, MenuLink, MenuRadioGroup, MenuSeparator } from "@/components/ui/menu";
import { toast } from "@/components/ui/toaster";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { paths } from "@/lib/http/paths";

type UserMenuProps = { id: string; name: string; email: string; compact?: boolean };

/** The person signed in: theme, settings, sign out. `compact` shows only the initials. */
export function UserMenu({ id, name, email, compact = false }: UserMenuProps) {
  const t = useTranslations("shell.user");
  const tSettings = useTranslations("settings.themes");
  const problem = useProblem();
  const [theme, chooseTheme] = useTheme();

  async function signOut(): Promise<void> {
    try {
      // Only who signs out needs the code for it.
      const { signOutHere } = await import("@/components/auth/session");
      await signOutHere();
      location.assign(paths.signIn());
    } catch (thrown) {
      toast({ title: problem.caught(thrown), tone: "danger" });
    }
  }

  return (
    <Menu
      align={compact ? "end" : "start"}
      side={compact ? "bottom" : "top"}
      className="min-w-56"
      trigger={
        <button
          type="button"
          className={cn("flex min-w-0 items-center gap-2 rounded-md text-start hover:bg-hover data-popup-open:bg-hover", compact ? "rounded-full p-1" : "h-10 w-full px-2")}
        >
          <VisuallyHidden>{t("menu", { name })}</VisuallyHidden>
          <Avatar id={id} name={name} size={compact ? "md" : "sm"} decorative />
          {compact ? null : (
            <>
              <span aria-hidden className="min-w-0 flex-1 truncate font-medium" dir="auto">{name}</span>
              <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
            </>
          )}
        </button>
      }
    >
      <div className="px-2 pt-1 pb-2">
        <p className="truncate font-medium" dir="auto" title={name}>{name}</p>
        <p className="truncate text-xs text-faint" title={email}>{email}</p>
      </div>
      <MenuSeparator />
      <MenuRadioGroup
        label={t("theme")}
        value={theme}
        onValueChange={chooseTheme}
        items={[
          { value: "light", label: tSettings("light") },
          { value: "dark", label: tSettings("dark") },
          { value: "system", label: tSettings("system") },
        ]}
      />
      <MenuSeparator />
      <MenuLink href={paths.settings()} icon={<Settings />}>{t("settings")}</MenuLink>
      {/* A whole load, because its page has a content security policy of its own. */}
      <MenuLink href={paths.apiDocs()} icon={<BookOpen />} prefetch={false} target="_blank">{t("apiDocs")}</MenuLink>
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onSelect={() => void signOut()}>{t("signOut")}</MenuItem>
    </Menu>
  );
}
