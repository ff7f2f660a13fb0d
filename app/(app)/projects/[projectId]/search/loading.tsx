import { useTranslations } from "next-intl";
import { PageSkeleton } from "@/components/shell/page-skeleton";

export default function Loading() {
  return <PageSkeleton title={useTranslations("search")("title")} />;
}
