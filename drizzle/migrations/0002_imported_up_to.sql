ALTER TABLE "chat_summaries" DROP CONSTRAINT "chat_summaries_up_to_messages_id_fk";
--> statement-breakpoint
ALTER TABLE "chat_sessions" ADD COLUMN "imported_up_to" uuid;--> statement-breakpoint
ALTER TABLE "chat_sessions" ADD COLUMN "last_message_id" uuid;--> statement-breakpoint
UPDATE "chat_sessions" s SET
  "last_message_id" = (SELECT x."id" FROM "messages" x WHERE x."session_id" = s."id" ORDER BY x."id" DESC LIMIT 1),
  "imported_up_to" = (SELECT x."id" FROM "messages" x WHERE x."session_id" = s."id" AND s."imported_from" IS NOT NULL AND x."metadata" ? 'importedFrom' ORDER BY x."id" DESC LIMIT 1);
