import { Avatar } from "@/components/ui/avatar";
import { Time } from "@/components/ui/time";
import type { Reader } from "./readers";

/** Who has read, and when. */
export function ReadersList({ title, readers }: { title: string; readers: readonly Reader[] }) {
  return (
    <div className="min-w-48">
      <p className="pb-1.5 text-xs font-medium text-faint">{title}</p>
      <ul className="grid gap-1.5">
        {readers.map(({ userId, name, at }) => (
          <li key={userId} className="flex items-center gap-2">
            <Avatar id={userId} name={name} size="sm" decorative />
            <span className="min-w-0 flex-1 truncate" dir="auto" title={name}>{name}</span>
            <Time value={at} className="shrink-0 text-xs text-faint" />
          </li>
        ))}
      </ul>
    </div>
  );
}
