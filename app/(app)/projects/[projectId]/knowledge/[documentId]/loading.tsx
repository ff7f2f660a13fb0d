import { Skeleton, SkeletonText } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div aria-busy className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center border-b border-line px-5"><Skeleton className="w-64" /></div>
      <div className="mx-auto grid w-full max-w-reading gap-6 px-4 pt-12">
        {[4, 6, 5].map((lines) => <SkeletonText key={lines} lines={lines} />)}
      </div>
    </div>
  );
}
