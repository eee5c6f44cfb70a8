-- A schedule of reports can be changed: which version it is, who made it, and who put whom on the list later.
ALTER TABLE "report_schedule" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1, ADD COLUMN "changed_by" TEXT;
ALTER TABLE "report_recipient" ADD COLUMN "added_by" TEXT;
