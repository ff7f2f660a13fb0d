DROP INDEX "presence_project";--> statement-breakpoint
CREATE INDEX "presence_project" ON "presence" USING btree ("project_id","user_id");