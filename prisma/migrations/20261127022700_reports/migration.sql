-- Dashboards by mail: when, to whom, and what became of each.
CREATE TYPE "report_interval" AS ENUM ('day', 'week');
CREATE TYPE "report_state" AS ENUM ('waiting', 'sent', 'skipped', 'failed');

CREATE TABLE "report_schedule" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "dashboard_id" TEXT NOT NULL,
    "every" "report_interval" NOT NULL,
    "weekday" INTEGER,
    "hour" INTEGER NOT NULL,
    "time_zone" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_schedule_pkey" PRIMARY KEY ("tenant_id","id"),
    CONSTRAINT "report_schedule_hour" CHECK (hour BETWEEN 0 AND 23),
    CONSTRAINT "report_schedule_weekday" CHECK ((every = 'week') = (weekday IS NOT NULL) AND coalesce(weekday, 1) BETWEEN 1 AND 7)
);
CREATE UNIQUE INDEX "report_schedule_id_key" ON "report_schedule"("id");
CREATE INDEX "report_schedule_next_at_idx" ON "report_schedule"("next_at");

CREATE TABLE "report_recipient" (
    "tenant_id" TEXT NOT NULL,
    "schedule_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_recipient_pkey" PRIMARY KEY ("tenant_id","schedule_id","account_id")
);

CREATE TABLE "report_delivery" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "schedule_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "report_state" NOT NULL DEFAULT 'waiting',
    "why" TEXT NOT NULL DEFAULT '',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_delivery_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "report_delivery_id_key" ON "report_delivery"("id");
CREATE INDEX "report_delivery_tenant_id_schedule_id_due_at_idx" ON "report_delivery"("tenant_id", "schedule_id", "due_at");

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['report_schedule', 'report_recipient', 'report_delivery'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant_only ON %I TO millrace_app USING (tenant_id = current_setting(''millrace.tenant'', true)) WITH CHECK (tenant_id = current_setting(''millrace.tenant'', true))', t);
    EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_app, millrace_operator', t);
  END LOOP;
END $$;

-- What went along with a mail: [{ filename, contentType, content }]. Of a mail that a server took, nothing, as its text.
ALTER TABLE "mail" ADD COLUMN "attachments" JSONB NOT NULL DEFAULT '[]';
