import { config } from "zod";

/**
 * Scalar checks its configuration with zod, which tries to compile its checks with `eval`. The content security policy
 * refuses that, rightly; this tells zod not to try. Import it before Scalar. Only the documentation's page loads it.
 */
config({ jitless: true });
