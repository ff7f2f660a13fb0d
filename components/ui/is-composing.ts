import type { KeyboardEvent } from "react";

/** Whether an input method composes just now: its keys are its own. Safari says so of the last one only by its code. */
export const isComposing = ({ nativeEvent, keyCode }: Pick<KeyboardEvent, "nativeEvent" | "keyCode">): boolean => nativeEvent.isComposing || keyCode === 229;
