import { Skeleton, SkeletonText } from "@/components/ui/skeleton";

/** The place of a conversation that is being read. */
export function ThreadSkeleton() {
  return (
    <div aria-busy className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center border-b border-line px-5"><Skeleton className="w-48" /></div>
      <div className="mx-auto grid w-full max-w-[48rem] gap-8 px-6 pt-8">
        {[2, 5, 1, 4].map((lines, index) => (
          <div key={index} className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-3">
            <Skeleton className="size-7 rounded-full" />
            <div className="grid gap-3">
              <Skeleton className="mt-1.5 w-28" />
              <SkeletonText lines={lines} />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
