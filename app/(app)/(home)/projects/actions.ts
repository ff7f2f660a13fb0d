"use server";

import { action } from "@/lib/http/action";
import { create } from "@/lib/projects/operations";

export const createProject = action(create);
