/** Whether a finger is what points here, for which a field in focus raises a keyboard. */
export const isTouch = (): boolean => window.matchMedia("(pointer: coarse)").matches;
