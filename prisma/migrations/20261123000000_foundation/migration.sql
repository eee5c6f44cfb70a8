-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "lease_state" AS ENUM ('provisioning', 'warm', 'ready', 'reminded', 'expired', 'removing', 'gone', 'claimed', 'failed');

-- CreateEnum
CREATE TYPE "part" AS ENUM ('identity', 'data-key', 'object-space', 'plant-data', 'notebook', 'dashboards', 'mail-schedule');

-- CreateEnum
CREATE TYPE "part_state" AS ENUM ('waiting', 'running', 'retrying', 'up', 'given-up', 'removing', 'removed');

-- CreateEnum
CREATE TYPE "account_status" AS ENUM ('active', 'disabled');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('admin', 'data-engineer', 'data-analyst', 'viewer', 'demo-user', 'sales');

-- CreateEnum
CREATE TYPE "node_level" AS ENUM ('site', 'area', 'line', 'equipment');

-- CreateEnum
CREATE TYPE "stop_kind" AS ENUM ('planned', 'breakdown', 'changeover', 'starved', 'blocked', 'minor');

-- CreateEnum
CREATE TYPE "batch_status" AS ENUM ('running', 'completed', 'released', 'deviation');

-- CreateEnum
CREATE TYPE "tenant_kind" AS ENUM ('platform', 'customer', 'demo', 'story');

-- CreateEnum
CREATE TYPE "placement" AS ENUM ('shared', 'dedicated');

-- CreateEnum
CREATE TYPE "industry" AS ENUM ('dairy', 'chemical', 'oil-and-gas', 'pharma');

-- CreateTable
CREATE TABLE "demo_request" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "industry" "industry" NOT NULL,
    "token_hash" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "lease_id" TEXT,
    "source" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "demo_request_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "lead" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "company" TEXT,
    "job_title" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "marketing_consent_at" TIMESTAMPTZ(3),
    "unsubscribed_at" TIMESTAMPTZ(3),

    CONSTRAINT "lead_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "lease" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "industry" "industry" NOT NULL,
    "state" "lease_state" NOT NULL,
    "email" TEXT,
    "lead_id" TEXT,
    "hours" INTEGER NOT NULL DEFAULT 24,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "assigned_at" TIMESTAMPTZ(3),
    "enterable_at" TIMESTAMPTZ(3),
    "ready_at" TIMESTAMPTZ(3),
    "deadline_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "expired_at" TIMESTAMPTZ(3),
    "removing_at" TIMESTAMPTZ(3),
    "gone_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "lease_part" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "lease_id" TEXT NOT NULL,
    "part" "part" NOT NULL,
    "state" "part_state" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claimed_by" TEXT,
    "claimed_until" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "up_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),
    "next_try_at" TIMESTAMPTZ(3),
    "progress" DOUBLE PRECISION,
    "note" TEXT,
    "last_error" TEXT,
    "listed_after" INTEGER,

    CONSTRAINT "lease_part_pkey" PRIMARY KEY ("tenant_id","lease_id","part")
);

-- CreateTable
CREATE TABLE "lease_attempt" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "lease_id" TEXT NOT NULL,
    "part" "part" NOT NULL,
    "attempt" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "lease_attempt_pkey" PRIMARY KEY ("tenant_id","lease_id","part","purpose","attempt")
);

-- CreateTable
CREATE TABLE "deletion_certificate" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "lease_id" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "statement" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "audit_seq" INTEGER NOT NULL,

    CONSTRAINT "deletion_certificate_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "engagement_event" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "lease_id" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "engagement_event_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "mail" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "headers" JSONB NOT NULL DEFAULT '{}',
    "lease_id" TEXT,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "outbox_mail" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "props" JSONB NOT NULL,
    "lease_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "outbox_mail_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "mail_schedule" (
    "tenant_id" TEXT NOT NULL,
    "lease_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_schedule_pkey" PRIMARY KEY ("tenant_id","lease_name","kind")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "key" TEXT NOT NULL,
    "tat" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("tenant_id","key")
);

-- CreateTable
CREATE TABLE "neighbour_health" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "neighbour" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "latency_ms" INTEGER,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "neighbour_health_pkey" PRIMARY KEY ("tenant_id","neighbour")
);

-- CreateTable
CREATE TABLE "reconciler_note" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "lease" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "reconciler_note_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "account" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "status" "account_status" NOT NULL DEFAULT 'active',
    "failed_attempts" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    "preferences" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "tenant_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "node_id" TEXT NOT NULL DEFAULT '',
    "granted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("tenant_id","account_id","role","node_id")
);

-- CreateTable
CREATE TABLE "session" (
    "tenant_id" TEXT NOT NULL,
    "id_hash" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "user_agent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "session_pkey" PRIMARY KEY ("tenant_id","id_hash")
);

-- CreateTable
CREATE TABLE "one_time_token" (
    "tenant_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_token_pkey" PRIMARY KEY ("tenant_id","token_hash")
);

-- CreateTable
CREATE TABLE "plant_node" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "parent_id" TEXT,
    "level" "node_level" NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "plant_node_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "product" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "count_unit" TEXT NOT NULL,
    "piece_grams" DOUBLE PRECISION,

    CONSTRAINT "product_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "shift_pattern" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "start_local" TEXT NOT NULL,
    "end_local" TEXT NOT NULL,
    "weekdays" INTEGER[],
    "breaks" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "shift_pattern_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "stop_reason" (
    "tenant_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "parent_code" TEXT,
    "name" TEXT NOT NULL,
    "kind" "stop_kind" NOT NULL,

    CONSTRAINT "stop_reason_pkey" PRIMARY KEY ("tenant_id","code")
);

-- CreateTable
CREATE TABLE "stop" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "line_id" TEXT NOT NULL,
    "equipment_id" TEXT,
    "kind" "stop_kind" NOT NULL,
    "reason_code" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "stop_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "production_run" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "line_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "batch_id" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "ideal_rate_per_minute" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "production_run_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "production_count" (
    "tenant_id" TEXT NOT NULL,
    "line_id" TEXT NOT NULL,
    "bucket_at" TIMESTAMPTZ(3) NOT NULL,
    "product_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "reject" INTEGER NOT NULL,
    "rework" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "production_count_pkey" PRIMARY KEY ("tenant_id","line_id","bucket_at","run_id")
);

-- CreateTable
CREATE TABLE "batch" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "line_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "input_kg" DOUBLE PRECISION NOT NULL,
    "output_kg" DOUBLE PRECISION,
    "status" "batch_status" NOT NULL,
    "record" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "batch_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "lab_result" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "batch_id" TEXT,
    "node_id" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "analyte" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "unit" TEXT NOT NULL,
    "lsl" DOUBLE PRECISION,
    "usl" DOUBLE PRECISION,

    CONSTRAINT "lab_result_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "characteristic" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "lsl" DOUBLE PRECISION,
    "usl" DOUBLE PRECISION,
    "target" DOUBLE PRECISION,
    "subgroup_size" INTEGER NOT NULL,
    "decimals" INTEGER NOT NULL,
    "phase_i_first" INTEGER NOT NULL,
    "phase_i_last" INTEGER NOT NULL,

    CONSTRAINT "characteristic_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "subgroup" (
    "tenant_id" TEXT NOT NULL,
    "characteristic_id" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "values" DOUBLE PRECISION[],
    "excluded_reason" TEXT,

    CONSTRAINT "subgroup_pkey" PRIMARY KEY ("tenant_id","characteristic_id","index")
);

-- CreateTable
CREATE TABLE "maintenance_entry" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "title" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "technician" TEXT NOT NULL,

    CONSTRAINT "maintenance_entry_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "signal" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "decimals" INTEGER NOT NULL,
    "expected_interval_seconds" INTEGER NOT NULL,
    "low_limit" DOUBLE PRECISION,
    "high_limit" DOUBLE PRECISION,
    "quantity" TEXT NOT NULL,

    CONSTRAINT "signal_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "signal_rollup" (
    "tenant_id" TEXT NOT NULL,
    "signal_id" TEXT NOT NULL,
    "level_seconds" INTEGER NOT NULL,
    "bucket_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,
    "sum" DOUBLE PRECISION NOT NULL,
    "sum_squares" DOUBLE PRECISION NOT NULL,
    "min" DOUBLE PRECISION NOT NULL,
    "max" DOUBLE PRECISION NOT NULL,
    "first" DOUBLE PRECISION NOT NULL,
    "last" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "signal_rollup_pkey" PRIMARY KEY ("tenant_id","signal_id","level_seconds","bucket_at")
);

-- CreateTable
CREATE TABLE "finding" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "explanation" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "found_at" TIMESTAMPTZ(3),
    "found_by" TEXT,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "dashboard" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "definition" JSONB NOT NULL,

    CONSTRAINT "dashboard_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "id" TEXT NOT NULL,
    "kind" "tenant_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "placement" "placement" NOT NULL DEFAULT 'shared',
    "time_zone" TEXT NOT NULL DEFAULT 'Etc/UTC',
    "industry" "industry",
    "story_date" DATE,
    "story_tenant_id" TEXT,
    "history_from" TIMESTAMPTZ(3),
    "lived_until" TIMESTAMPTZ(3),
    "wrapped_data_key" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "tenant_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "reason" TEXT,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("tenant_id","seq")
);

-- CreateIndex
CREATE INDEX "demo_request_tenant_id_email_idx" ON "demo_request"("tenant_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "demo_request_token_hash_key" ON "demo_request"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "lead_tenant_id_email_key" ON "lead"("tenant_id", "email");

-- CreateIndex
CREATE INDEX "lease_tenant_id_state_idx" ON "lease"("tenant_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "lease_name_key" ON "lease"("name");

-- CreateIndex
CREATE UNIQUE INDEX "deletion_certificate_tenant_id_lease_id_key" ON "deletion_certificate"("tenant_id", "lease_id");

-- CreateIndex
CREATE INDEX "engagement_event_tenant_id_lease_id_at_idx" ON "engagement_event"("tenant_id", "lease_id", "at");

-- CreateIndex
CREATE INDEX "engagement_event_tenant_id_kind_at_idx" ON "engagement_event"("tenant_id", "kind", "at");

-- CreateIndex
CREATE INDEX "mail_tenant_id_sent_at_idx" ON "mail"("tenant_id", "sent_at");

-- CreateIndex
CREATE INDEX "reconciler_note_tenant_id_at_idx" ON "reconciler_note"("tenant_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "account_email_key" ON "account"("email");

-- CreateIndex
CREATE INDEX "session_tenant_id_account_id_idx" ON "session"("tenant_id", "account_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_id_hash_key" ON "session"("id_hash");

-- CreateIndex
CREATE UNIQUE INDEX "one_time_token_token_hash_key" ON "one_time_token"("token_hash");

-- CreateIndex
CREATE INDEX "stop_tenant_id_line_id_starts_at_idx" ON "stop"("tenant_id", "line_id", "starts_at");

-- CreateIndex
CREATE INDEX "production_run_tenant_id_line_id_starts_at_idx" ON "production_run"("tenant_id", "line_id", "starts_at");

-- CreateIndex
CREATE INDEX "batch_tenant_id_line_id_starts_at_idx" ON "batch"("tenant_id", "line_id", "starts_at");

-- CreateIndex
CREATE INDEX "lab_result_tenant_id_taken_at_idx" ON "lab_result"("tenant_id", "taken_at");

-- CreateIndex
CREATE INDEX "subgroup_tenant_id_characteristic_id_taken_at_idx" ON "subgroup"("tenant_id", "characteristic_id", "taken_at");

-- CreateIndex
CREATE INDEX "maintenance_entry_tenant_id_opened_at_idx" ON "maintenance_entry"("tenant_id", "opened_at");


-- ---------------------------------------------------------------------------------------------------------------
-- Raw readings: partitioned by day, so that retention drops a partition instead of deleting rows.
CREATE TABLE reading (
  tenant_id text NOT NULL,
  signal_id text NOT NULL,
  t timestamptz(3) NOT NULL,
  v double precision NOT NULL,
  PRIMARY KEY (tenant_id, signal_id, t)
) PARTITION BY RANGE (t);

CREATE TABLE reading_default PARTITION OF reading DEFAULT;

-- Creates the daily partitions of [first, last]; safe to call again and from two places at once.
CREATE FUNCTION ensure_reading_partitions(first date, last date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE d date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('reading partitions'));
  FOR d IN SELECT generate_series(first, last, interval '1 day')::date LOOP
    IF to_regclass('public.reading_' || to_char(d, 'YYYYMMDD')) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF reading FOR VALUES FROM (%L) TO (%L)',
        'reading_' || to_char(d, 'YYYYMMDD'), d::timestamptz, (d + 1)::timestamptz);
    END IF;
  END LOOP;
END $$;

-- Drops the daily partitions that end at or before `before`; returns how many.
CREATE FUNCTION drop_reading_partitions(before date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE part text; dropped integer := 0;
BEGIN
  FOR part IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'public.reading'::regclass AND c.relname ~ '^reading_\d{8}$'
      AND to_date(substr(c.relname, 9), 'YYYYMMDD') < before
  LOOP
    EXECUTE format('DROP TABLE %I', part);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Row-level security, enabled and forced on every table that has a tenant.
--   millrace_app       sees the tenant that the transaction named (set_config('millrace.tenant', …, true)); without one, nothing.
--   millrace_operator  provisioning, reconciliation and administration: sees all tenants, owns nothing, bypasses nothing.
DO $$
DECLARE
  t record;
  tenant_column text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'millrace_app') THEN CREATE ROLE millrace_app NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'millrace_operator') THEN CREATE ROLE millrace_operator NOLOGIN; END IF;
  EXECUTE format('GRANT CREATE ON DATABASE %I TO millrace_operator', current_database());
  FOR t IN
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT c.relispartition AND c.relname <> '_prisma_migrations'
  LOOP
    tenant_column := CASE WHEN t.relname = 'tenant' THEN 'id' ELSE 'tenant_id' END;
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t.relname);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t.relname);
    EXECUTE format(
      'CREATE POLICY tenant_only ON %I TO millrace_app USING (%I = current_setting(''millrace.tenant'', true)) WITH CHECK (%I = current_setting(''millrace.tenant'', true))',
      t.relname, tenant_column, tenant_column);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_app, millrace_operator', t.relname);
    IF t.relname NOT IN ('audit_entry', 'deletion_certificate') THEN
      EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t.relname);
    END IF;
  END LOOP;
END $$;

-- A tenant cannot make, rename or remove tenants.
REVOKE INSERT, UPDATE, DELETE ON tenant FROM millrace_app;

-- The audit trail and the certificates are append-only. A removed tenant's own chain goes with it; the platform's never.
REVOKE UPDATE, DELETE ON audit_entry, deletion_certificate FROM millrace_app, millrace_operator;
GRANT DELETE ON audit_entry TO millrace_operator;
CREATE POLICY operator_read ON audit_entry FOR SELECT TO millrace_operator USING (true);
CREATE POLICY operator_append ON audit_entry FOR INSERT TO millrace_operator WITH CHECK (true);
CREATE POLICY operator_forget_tenant ON audit_entry FOR DELETE TO millrace_operator USING (tenant_id <> 'platform');
CREATE POLICY operator_read ON deletion_certificate FOR SELECT TO millrace_operator USING (true);
CREATE POLICY operator_append ON deletion_certificate FOR INSERT TO millrace_operator WITH CHECK (true);

REVOKE ALL ON FUNCTION ensure_reading_partitions(date, date), drop_reading_partitions(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_reading_partitions(date, date), drop_reading_partitions(date) TO millrace_operator;
