import { redirect } from "next/navigation";
import { findPageActor } from "@/lib/auth/page-session";
import { paths } from "@/lib/http/paths";

export default async function Home(): Promise<never> {
  redirect((await findPageActor()) ? paths.projects() : paths.signIn());
}
