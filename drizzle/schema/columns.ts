import { customType, uuid } from "drizzle-orm/pg-core";

/** A moment as ISO 8601 in UTC with milliseconds, the same text in rows, in the API and in cursors. */
export const moment = customType<{ data: string; driverData: string }>({
  dataType: () => "timestamp(3) with time zone",
  fromDriver: (value) => new Date(value).toISOString(),
});

/** Full-text search vector, only ever written by the database itself. */
export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** Raw bytes. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** Primary key; the application makes UUIDs of version 7, which sort by time. */
export const id = () => uuid().primaryKey();
