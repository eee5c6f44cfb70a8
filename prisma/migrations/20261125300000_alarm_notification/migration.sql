-- CreateEnum
CREATE TYPE "alarm_target_kind" AS ENUM ('mail', 'slack', 'teams', 'webhook');

-- CreateEnum
CREATE TYPE "alarm_notification_kind" AS ENUM ('raised', 'returned', 'test');

-- CreateEnum
CREATE TYPE "alarm_notification_state" AS ENUM ('pending', 'delivered', 'failed', 'dropped');

-- CreateTable
CREATE TABLE "alarm_target" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "alarm_target_kind" NOT NULL,
    "address" TEXT NOT NULL,
    "sealed_url" BYTEA,
    "secret_version" INTEGER NOT NULL DEFAULT 1,
    "previous_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "enabled_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "last_delivered_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "last_summary_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarm_target_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "escalation_step" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL DEFAULT '',
    "priorities" INTEGER[],
    "after_seconds" INTEGER NOT NULL,
    "target_id" TEXT NOT NULL,
    "also_returned" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "escalation_step_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "alarm_notification" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" "alarm_notification_kind" NOT NULL,
    "alarm_id" TEXT NOT NULL,
    "step_id" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "state" "alarm_notification_state" NOT NULL DEFAULT 'pending',
    "message_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "begun_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "awaits_return" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "alarm_notification_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "alarm_target_id_key" ON "alarm_target"("id");

-- CreateIndex
CREATE INDEX "alarm_notification_tenant_id_alarm_id_step_id_idx" ON "alarm_notification"("tenant_id", "alarm_id", "step_id");

-- CreateIndex
CREATE INDEX "alarm_notification_tenant_id_target_id_begun_at_idx" ON "alarm_notification"("tenant_id", "target_id", "begun_at");

-- CreateIndex
CREATE INDEX "alarm_notification_tenant_id_created_at_idx" ON "alarm_notification"("tenant_id", "created_at");

-- What the workers ask every few seconds.
CREATE INDEX alarm_notification_due ON alarm_notification (next_at) WHERE state = 'pending';
CREATE INDEX alarm_notification_awaits_return ON alarm_notification (tenant_id, alarm_id) WHERE awaits_return;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['alarm_target', 'escalation_step', 'alarm_notification'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_only ON %I TO millrace_app USING (tenant_id = current_setting(''millrace.tenant'', true)) WITH CHECK (tenant_id = current_setting(''millrace.tenant'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_app, millrace_operator', t);
    EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
