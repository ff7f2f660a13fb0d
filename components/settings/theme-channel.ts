import { applyTheme, themes, type Theme } from "@/components/theme/theme";

/** The channel on which a browser's tabs tell each other of a chosen theme. */
const channelName = "socrates:theme";

/** Shows a theme at once in this tab and in every other one of this browser. Browser only. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(theme);
  channel.close();
}

/** Shows in this tab what is chosen in another one. @returns how to stop */
export function followTheme(onChange?: (theme: Theme) => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const theme = themes.find((one) => one === data);
    if (!theme) return;
    applyTheme(theme);
    onChange?.(theme);
  };
  return () => channel.close();
}

/** The theme that this page shows now. */
export function shownTheme(): Theme {
  const attribute = document.documentElement.dataset.theme;
  return themes.find((one) => one === attribute) ?? "system";
}
