-- CreateEnum
CREATE TYPE "alarm_rule_kind" AS ENUM ('threshold', 'rate', 'z-score', 'stale', 'spc');

-- AlterTable
ALTER TABLE "signal_rollup" ADD COLUMN "first_at" TIMESTAMPTZ(3), ADD COLUMN "last_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ingest_source" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secret_version" INTEGER NOT NULL DEFAULT 1,
    "previous_until" TIMESTAMPTZ(3),
    "api_key_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "ingest_source_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER NOT NULL,
    "answer" JSONB NOT NULL,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "signal_latest" (
    "tenant_id" TEXT NOT NULL,
    "signal_id" TEXT NOT NULL,
    "t" TIMESTAMPTZ(3) NOT NULL,
    "v" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "signal_latest_pkey" PRIMARY KEY ("tenant_id","signal_id")
);

-- CreateTable
CREATE TABLE "journal_position" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "journal" TEXT NOT NULL,
    "segment" INTEGER NOT NULL,
    "offset" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "journal_position_pkey" PRIMARY KEY ("tenant_id","journal")
);

-- CreateTable
CREATE TABLE "dead_letter" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "items" JSONB NOT NULL,
    "count" INTEGER NOT NULL,
    "replayed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "alarm_rule" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "signal_id" TEXT NOT NULL,
    "kind" "alarm_rule_kind" NOT NULL,
    "settings" JSONB NOT NULL,
    "priority" INTEGER NOT NULL,
    "on_delay_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "off_delay_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "consequence" TEXT NOT NULL DEFAULT '',
    "response" TEXT NOT NULL DEFAULT '',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "shelved_until" TIMESTAMPTZ(3),
    "shelved_by" TEXT,
    "shelved_reason" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "alarm_rule_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "alarm" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "rule_version" INTEGER NOT NULL,
    "signal_id" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "value" DOUBLE PRECISION,
    "limit" DOUBLE PRECISION,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "returned_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "note" TEXT,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarm_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ingest_source_id_key" ON "ingest_source"("id");

-- CreateIndex
CREATE UNIQUE INDEX "ingest_source_api_key_hash_key" ON "ingest_source"("api_key_hash");

-- CreateIndex
CREATE INDEX "webhook_delivery_received_at_idx" ON "webhook_delivery"("received_at");

-- CreateIndex
CREATE INDEX "dead_letter_tenant_id_received_at_idx" ON "dead_letter"("tenant_id", "received_at");

-- CreateIndex
CREATE INDEX "alarm_rule_tenant_id_signal_id_idx" ON "alarm_rule"("tenant_id", "signal_id");

-- CreateIndex
CREATE INDEX "alarm_tenant_id_raised_at_idx" ON "alarm"("tenant_id", "raised_at");

-- Of one rule at most one alarm stands.
CREATE UNIQUE INDEX alarm_standing ON alarm (tenant_id, rule_id, signal_id) WHERE returned_at IS NULL;
-- The list that is always on a screen.
CREATE INDEX alarm_open ON alarm (tenant_id) WHERE closed_at IS NULL;

-- Raw readings of the gateway, many to a row, by day: a row of its own for each reading costs five times the space and ten
-- times the work. A chunk lies within one UTC hour; `offsets_ms` count from `starts_at`, ascending.
CREATE TABLE reading_chunk (
  tenant_id  text             NOT NULL,
  signal_id  text             NOT NULL,
  starts_at  timestamptz(3)   NOT NULL,
  ends_at    timestamptz(3)   NOT NULL,
  offsets_ms integer[]        NOT NULL,
  vals       double precision[] NOT NULL,
  PRIMARY KEY (tenant_id, signal_id, starts_at)
) PARTITION BY RANGE (starts_at);

CREATE TABLE reading_chunk_default PARTITION OF reading_chunk DEFAULT;

-- Creates the daily partitions of [first, last]; safe to call again and from two places at once. A day whose chunks lie
-- in the default partition already keeps them there.
CREATE FUNCTION ensure_chunk_partitions(first date, last date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE d date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('chunk partitions'));
  FOR d IN SELECT generate_series(first, last, interval '1 day')::date LOOP
    IF to_regclass('public.reading_chunk_' || to_char(d, 'YYYYMMDD')) IS NULL THEN
      BEGIN
        EXECUTE format('CREATE TABLE %I PARTITION OF reading_chunk FOR VALUES FROM (%L) TO (%L)',
          'reading_chunk_' || to_char(d, 'YYYYMMDD'), d::timestamptz, (d + 1)::timestamptz);
      EXCEPTION WHEN check_violation THEN
        NULL;
      END;
    END IF;
  END LOOP;
END $$;

-- Drops the daily partitions that end at or before `before`, and what of that time lies in the default one; returns how many.
CREATE FUNCTION drop_chunk_partitions(before date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE part text; dropped integer := 0;
BEGIN
  FOR part IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'public.reading_chunk'::regclass AND c.relname ~ '^reading_chunk_\d{8}$'
      AND to_date(substr(c.relname, 15), 'YYYYMMDD') < before
  LOOP
    EXECUTE format('DROP TABLE %I', part);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

-- The gateway keeps what it must know of each tenant in memory; it is told whose changed, once a transaction.
CREATE FUNCTION tell_gateway() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gateway_settings', coalesce(NEW.tenant_id, OLD.tenant_id));
  RETURN NULL;
END $$;
CREATE TRIGGER tell_gateway AFTER INSERT OR UPDATE OR DELETE ON ingest_source FOR EACH ROW EXECUTE FUNCTION tell_gateway();
CREATE TRIGGER tell_gateway AFTER INSERT OR UPDATE OR DELETE ON alarm_rule FOR EACH ROW EXECUTE FUNCTION tell_gateway();
CREATE TRIGGER tell_gateway AFTER INSERT OR UPDATE OR DELETE ON signal FOR EACH ROW EXECUTE FUNCTION tell_gateway();

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ingest_source', 'webhook_delivery', 'signal_latest', 'journal_position', 'dead_letter', 'alarm_rule', 'alarm', 'reading_chunk'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_only ON %I TO millrace_app USING (tenant_id = current_setting(''millrace.tenant'', true)) WITH CHECK (tenant_id = current_setting(''millrace.tenant'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_app, millrace_operator', t);
    EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

-- Partitions are made and dropped by these functions only.
REVOKE ALL ON FUNCTION ensure_chunk_partitions(date, date), drop_chunk_partitions(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_chunk_partitions(date, date), drop_chunk_partitions(date) TO millrace_operator;
