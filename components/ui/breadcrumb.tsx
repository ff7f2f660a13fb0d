import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";
import { cn } from "@/components/ui/cn";

/** The way here. The last item is the page itself and isn't a link. Long names are cut, each on its own. */
export function Breadcrumb({ label, items, className }: { label: string; items: readonly { label: string; href?: string }[]; className?: string }) {
  return (
    <nav aria-label={label} className={cn("min-w-0", className)}>
      <ol className="flex min-w-0 items-center gap-1">
        {items.map((item, index) => (
          <Fragment key={`${index} ${item.label}`}>
            {index > 0 ? <li aria-hidden className="shrink-0 text-faint"><ChevronRight className="size-3.5 rtl:-scale-x-100" /></li> : null}
            <li className="min-w-6 last:min-w-12 last:shrink-[0.4]">
              {item.href && index < items.length - 1 ? (
                <Link href={item.href} className="-mx-1 block truncate rounded-sm px-1 py-0.5 text-subtle hover:bg-hover hover:text-ink">{item.label}</Link>
              ) : (
                <span aria-current={index === items.length - 1 ? "page" : undefined} className="block truncate font-medium">{item.label}</span>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}
