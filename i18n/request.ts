import { getRequestConfig } from "next-intl/server";
import { messages } from "./messages";

/** English first; a further language is a folder beside `messages/en` and a choice here. */
export default getRequestConfig(async () => ({ locale: "en", messages, timeZone: "UTC" }));
