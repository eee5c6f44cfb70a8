-- AlterEnum
ALTER TYPE "lease_state" ADD VALUE 'stopped';

-- AlterTable
ALTER TABLE "lead" ADD COLUMN "campaign" TEXT, ADD COLUMN "company_key" TEXT, ADD COLUMN "company_size" TEXT, ADD COLUMN "industry" "industry", ADD COLUMN "merged_into_id" TEXT,
  ADD COLUMN "next_action" TEXT, ADD COLUMN "next_action_on" DATE, ADD COLUMN "owner_id" TEXT, ADD COLUMN "source" TEXT, ADD COLUMN "time_zone" TEXT;

-- AlterTable
ALTER TABLE "lease" ADD COLUMN "claimed_at" TIMESTAMPTZ(3), ADD COLUMN "retention_days" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "stopped_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "lead_tenant_id_merged_into_id_idx" ON "lead"("tenant_id", "merged_into_id");

-- CreateIndex
CREATE INDEX "engagement_event_tenant_id_subject_at_idx" ON "engagement_event"("tenant_id", "subject", "at");

-- CreateEnum
CREATE TYPE "suppression_reason" AS ENUM ('unsubscribed', 'bounced', 'complained', 'manual');

-- CreateEnum
CREATE TYPE "follow_up_state" AS ENUM ('waiting', 'sent', 'stopped', 'failed');

-- CreateEnum
CREATE TYPE "crm_delivery_state" AS ENUM ('pending', 'delivered', 'failed');

-- CreateEnum
CREATE TYPE "claim_plan" AS ENUM ('trial', 'paid');

-- CreateTable
CREATE TABLE "funnel_journey" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "subject" TEXT NOT NULL,
    "packed" BYTEA NOT NULL,
    "source" TEXT,
    "campaign" TEXT,

    CONSTRAINT "funnel_journey_pkey" PRIMARY KEY ("tenant_id","subject")
);

-- CreateTable
CREATE TABLE "funnel_link" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "subject" TEXT NOT NULL,
    "lead_id" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "funnel_link_pkey" PRIMARY KEY ("tenant_id","subject")
);

-- CreateTable
CREATE TABLE "visitor_salt" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "day" DATE NOT NULL,
    "salt" BYTEA NOT NULL,

    CONSTRAINT "visitor_salt_pkey" PRIMARY KEY ("tenant_id","day")
);

-- CreateTable
CREATE TABLE "lead_note" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "lead_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "author" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "lead_note_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "lead_merge" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "kept_id" TEXT NOT NULL,
    "merged_id" TEXT NOT NULL,
    "also_moved" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "lead_merge_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "lead_erasure" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "lead_id" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "requested_by" TEXT NOT NULL,
    "waits_for" TEXT,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "lead_erasure_pkey" PRIMARY KEY ("tenant_id","lead_id")
);

-- CreateTable
CREATE TABLE "suppression" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "address_hash" TEXT NOT NULL,
    "reason" "suppression_reason" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("tenant_id","address_hash")
);

-- CreateTable
CREATE TABLE "follow_up" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "lead_id" TEXT NOT NULL,
    "lease_id" TEXT NOT NULL,
    "sequence" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "state" "follow_up_state" NOT NULL DEFAULT 'waiting',
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "clicked_at" TIMESTAMPTZ(3),
    "goal_at" TIMESTAMPTZ(3),
    "why" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "follow_up_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "follow_up_switch" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "sequence" TEXT NOT NULL,
    "off_since" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "follow_up_switch_pkey" PRIMARY KEY ("tenant_id","sequence")
);

-- CreateTable
CREATE TABLE "crm_target" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "sealed_url" BYTEA NOT NULL,
    "secret_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "last_delivered_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "crm_target_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "crm_delivery" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "id" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "lead_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "state" "crm_delivery_state" NOT NULL DEFAULT 'pending',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "delivered_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "crm_delivery_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "claim" (
    "tenant_id" TEXT NOT NULL DEFAULT 'platform',
    "lease_id" TEXT NOT NULL,
    "lead_id" TEXT,
    "plan" "claim_plan" NOT NULL,
    "company" TEXT NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_by" TEXT NOT NULL,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "claim_pkey" PRIMARY KEY ("tenant_id","lease_id")
);

-- CreateIndex
CREATE INDEX "funnel_link_tenant_id_lead_id_idx" ON "funnel_link"("tenant_id", "lead_id");

-- CreateIndex
CREATE INDEX "lead_note_tenant_id_lead_id_at_idx" ON "lead_note"("tenant_id", "lead_id", "at");

-- CreateIndex
CREATE INDEX "lead_merge_tenant_id_kept_id_idx" ON "lead_merge"("tenant_id", "kept_id");

-- CreateIndex
CREATE INDEX "follow_up_tenant_id_state_due_at_idx" ON "follow_up"("tenant_id", "state", "due_at");

-- CreateIndex
CREATE INDEX "follow_up_tenant_id_lead_id_idx" ON "follow_up"("tenant_id", "lead_id");

-- CreateIndex
CREATE INDEX "crm_delivery_tenant_id_state_next_at_idx" ON "crm_delivery"("tenant_id", "state", "next_at");

-- CreateIndex
CREATE INDEX "crm_delivery_tenant_id_lead_id_idx" ON "crm_delivery"("tenant_id", "lead_id");

-- Steps of the funnel, as lib/funnel/steps.ts numbers them (a test holds the two together). 20 and 21 are no steps: a plant
-- that could not be built whole, and a visitor who asks like a machine.
CREATE FUNCTION funnel_step(kind text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE kind
    WHEN 'site.visited' THEN 1 WHEN 'cta.clicked' THEN 2 WHEN 'demo.requested' THEN 3 WHEN 'demo.verified' THEN 4
    WHEN 'demo.ready' THEN 5 WHEN 'demo.signed-in' THEN 6 WHEN 'finding.found' THEN 7 WHEN 'features.three' THEN 8
    WHEN 'offer.opened' THEN 9 WHEN 'claim.clicked' THEN 9 WHEN 'meeting.held' THEN 10 WHEN 'pilot.started' THEN 11
    WHEN 'contract.paid' THEN 12 WHEN 'demo.failed' THEN 20 WHEN 'visitor.storm' THEN 21 END
$$;

CREATE FUNCTION pack_journey_event(at timestamptz, step integer) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT int8send((extract(epoch FROM at) * 1000)::bigint * 32 + step)
$$;

-- Subjects in one order, so that two writers never wait for each other in a circle.
CREATE FUNCTION extend_journeys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO funnel_journey AS j (tenant_id, subject, packed, source, campaign)
  SELECT tenant_id, subject, string_agg(pack_journey_event(at, funnel_step(kind)), ''::bytea ORDER BY at),
    (array_agg(coalesce(detail->>'source', detail->>'utm_source') ORDER BY at) FILTER (WHERE kind IN ('site.visited', 'demo.requested') AND (detail ? 'source' OR detail ? 'utm_source')))[1],
    (array_agg(coalesce(detail->>'campaign', detail->>'utm_campaign') ORDER BY at) FILTER (WHERE kind IN ('site.visited', 'demo.requested') AND coalesce(detail->>'campaign', detail->>'utm_campaign') IS NOT NULL))[1]
  FROM fresh WHERE funnel_step(kind) IS NOT NULL GROUP BY tenant_id, subject ORDER BY tenant_id, subject
  ON CONFLICT (tenant_id, subject) DO UPDATE SET packed = j.packed || EXCLUDED.packed,
    source = coalesce(j.source, EXCLUDED.source), campaign = coalesce(j.campaign, EXCLUDED.campaign);
  RETURN NULL;
END $$;

-- What was taken back or given to another subject is packed again from what is there.
CREATE FUNCTION repack_journeys() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched record;
BEGIN
  FOR touched IN SELECT DISTINCT tenant_id, subject FROM gone ORDER BY 1, 2 LOOP
    DELETE FROM funnel_journey j WHERE j.tenant_id = touched.tenant_id AND j.subject = touched.subject;
    INSERT INTO funnel_journey (tenant_id, subject, packed, source, campaign)
    SELECT tenant_id, subject, string_agg(pack_journey_event(at, funnel_step(kind)), ''::bytea ORDER BY at),
      (array_agg(coalesce(detail->>'source', detail->>'utm_source') ORDER BY at) FILTER (WHERE kind IN ('site.visited', 'demo.requested') AND (detail ? 'source' OR detail ? 'utm_source')))[1],
      (array_agg(coalesce(detail->>'campaign', detail->>'utm_campaign') ORDER BY at) FILTER (WHERE kind IN ('site.visited', 'demo.requested') AND coalesce(detail->>'campaign', detail->>'utm_campaign') IS NOT NULL))[1]
    FROM engagement_event e WHERE e.tenant_id = touched.tenant_id AND e.subject = touched.subject AND funnel_step(kind) IS NOT NULL
    GROUP BY tenant_id, subject;
  END LOOP;
  RETURN NULL;
END $$;

-- What is there already. The owner is held to row-level security too, and for this one statement not.
ALTER TABLE engagement_event NO FORCE ROW LEVEL SECURITY;
INSERT INTO funnel_journey (tenant_id, subject, packed)
SELECT tenant_id, subject, string_agg(pack_journey_event(at, funnel_step(kind)), ''::bytea ORDER BY at)
FROM engagement_event WHERE funnel_step(kind) IS NOT NULL GROUP BY tenant_id, subject;
ALTER TABLE engagement_event FORCE ROW LEVEL SECURITY;

CREATE TRIGGER extend_journeys AFTER INSERT ON engagement_event REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION extend_journeys();
CREATE TRIGGER repack_removed AFTER DELETE ON engagement_event REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION repack_journeys();
CREATE TRIGGER repack_old AFTER UPDATE ON engagement_event REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION repack_journeys();
CREATE TRIGGER repack_new AFTER UPDATE ON engagement_event REFERENCING NEW TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION repack_journeys();

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['funnel_journey', 'funnel_link', 'visitor_salt', 'lead_note', 'lead_merge', 'lead_erasure', 'suppression', 'follow_up', 'follow_up_switch', 'crm_target', 'crm_delivery', 'claim'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_only ON %I TO millrace_app USING (tenant_id = current_setting(''millrace.tenant'', true)) WITH CHECK (tenant_id = current_setting(''millrace.tenant'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO millrace_app, millrace_operator', t);
    EXECUTE format('CREATE POLICY operator_all ON %I TO millrace_operator USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
