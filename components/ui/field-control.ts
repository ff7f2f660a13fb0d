import type { Field } from "@base-ui/react/field";
import { createContext, type ReactNode } from "react";

/**
 * Renders a control of a Field, tied to its label, hint and error. Outside of a Field there is nothing to tie, so a
 * page without fields does without the code.
 */
export const FieldControl = createContext<((props: Field.Control.Props) => ReactNode) | null>(null);
