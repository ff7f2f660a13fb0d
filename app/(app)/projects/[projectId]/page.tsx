import { redirect } from "next/navigation";
import { paths } from "@/lib/http/paths";

type Props = { params: Promise<{ projectId: string }> };

export default async function ProjectPage({ params }: Props): Promise<never> {
  redirect(paths.chat((await params).projectId));
}
