-- Limits that people set for themselves on figures of dashboards, and the mails that tell of them.
CREATE TYPE "alert_figure" AS ENUM ('oee', 'rejects', 'downtime', 'energy_per_tonne', 'power');
CREATE TYPE "alert_span" AS ENUM ('last_8_h', 'last_24_h', 'production_day', 'last_7_days');

CREATE TABLE "figure_alert" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "dashboard_id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "figure" "alert_figure" NOT NULL,
    "span" "alert_span" NOT NULL,
    "breaks_above" BOOLEAN NOT NULL,
    "limit_value" DOUBLE PRECISION NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),
    "broken_since" TIMESTAMPTZ(3),
    "breaks" INTEGER NOT NULL DEFAULT 0,
    "value" DOUBLE PRECISION,
    "why" TEXT NOT NULL DEFAULT '',
    "looked_at" TIMESTAMPTZ(3),

    CONSTRAINT "figure_alert_pkey" PRIMARY KEY ("tenant_id","id"),
    CONSTRAINT "figure_alert_limit" CHECK (limit_value >= 0 AND limit_value < 'Infinity')
);
CREATE UNIQUE INDEX "figure_alert_id_key" ON "figure_alert"("id");
CREATE INDEX "figure_alert_next_at_idx" ON "figure_alert"("next_at");

CREATE TABLE "figure_alert_mail" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "alert_id" TEXT NOT NULL,
    "is_break" BOOLEAN NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" "report_state" NOT NULL DEFAULT 'waiting',
    "why" TEXT NOT NULL DEFAULT '',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "figure_alert_mail_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "figure_alert_mail_id_key" ON "figure_alert_mail"("id");
CREATE INDEX "figure_alert_mail_tenant_id_alert_id_at_idx" ON "figure_alert_mail"("tenant_id", "alert_id", "at");

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['figure_alert', 'figure_alert_mail'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant_only ON %I TO millrace_app USING (tenant_id = current_setting(''millrace.tenant'', true)) WITH CHECK (tenant_id = current_setting(''millrace.tenant'', true))', t);
    EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_app, millrace_operator', t);
  END LOOP;
END $$;

CALL keep_to_places('figure_alert', 'node_id');
CALL keep_to_places_of('figure_alert_mail', 'alert_id', 'figure_alert');
