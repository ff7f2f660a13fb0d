"use client";

import { FileUp } from "lucide-react";
import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type DropZoneProps = {
  /** Said over the region while files are held over it. */
  label: string;
  hint: string;
  /** Takes the files; null for who may not add any. */
  onFiles: ((files: File[]) => void) | null;
  className?: string;
  children: ReactNode;
};

/** A region that takes files dropped on it. There is always a button that does the same. */
export function DropZone({ label, hint, onFiles, className, children }: DropZoneProps) {
  const [over, setOver] = useState(false);
  // Entering a child comes before leaving its parent, so the difference is counted.
  const depth = useRef(0);

  function count(event: DragEvent, step: 1 | -1): void {
    if (!onFiles || !holdsFiles(event)) return;
    event.preventDefault();
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0);
  }

  return (
    <div
      className={cn("relative", className)}
      onDragEnter={(event) => count(event, 1)}
      onDragLeave={(event) => count(event, -1)}
      onDragOver={(event) => {
        if (onFiles && holdsFiles(event)) event.preventDefault();
      }}
      onDrop={(event) => {
        if (!onFiles || !holdsFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over ? (
        <div aria-hidden className="pointer-events-none absolute inset-2 z-20 grid place-items-center rounded-md border-2 border-dashed border-accent bg-accent-soft/90">
          <div className="grid justify-items-center gap-1 text-center">
            <FileUp className="size-6 text-accent-text" />
            <p className="title-panel">{label}</p>
            <p className="text-subtle">{hint}</p>
          </div>
        </div>
      ) : null}
    </div>
  );
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");
