"use server";

import { updateMe } from "@/lib/accounts/operations";
import { action } from "@/lib/http/action";

export const saveAccount = action(updateMe);
