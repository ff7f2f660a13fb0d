import { instanceId } from "@/lib/core/bus";
import { postgresBus } from "@/lib/core/bus-postgres";
import { logger } from "@/lib/core/logger";
import { onShutdown, perProcess } from "@/lib/core/process";

/** Has this process speak to others on whichever database; the embedded one's bus would be silent. Before the first use. */
export function betweenInstances(): void {
  perProcess("bus", () => {
    const made = postgresBus(instanceId(), logger());
    onShutdown("bus", () => made.close());
    return made;
  });
}
