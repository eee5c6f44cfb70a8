-- What a BI tool reads: six views, and a login for each tenant that sees that tenant's rows only, whatever it asks.
-- A tool that forgets its filter, or whose filter is taken away, leaks nothing: the tenant is the login, not a setting.

-- A production day of a line as the engine made it (lib/plant/gold): the same figures as on every screen.
CREATE TABLE "production_day" (
    "tenant_id" TEXT NOT NULL,
    "line_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "planned_busy_minutes" DOUBLE PRECISION NOT NULL,
    "producing_minutes" DOUBLE PRECISION NOT NULL,
    "down_minutes" DOUBLE PRECISION NOT NULL,
    "ideal_minutes" DOUBLE PRECISION NOT NULL,
    "ideal_good_minutes" DOUBLE PRECISION NOT NULL,
    "total" DOUBLE PRECISION NOT NULL,
    "reject" DOUBLE PRECISION NOT NULL,
    "rework" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "production_day_pkey" PRIMARY KEY ("tenant_id","line_id","day")
);

ALTER TABLE production_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE production_day FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON production_day TO millrace_app USING (tenant_id = current_setting('millrace.tenant', true)) WITH CHECK (tenant_id = current_setting('millrace.tenant', true));
CREATE POLICY operator_all ON production_day TO millrace_operator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON production_day TO millrace_app, millrace_operator;
CALL keep_to_places('production_day', 'line_id');

CREATE SCHEMA bi;

-- Every login is a member; alone it opens nothing.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'millrace_bi') THEN CREATE ROLE millrace_bi NOLOGIN; END IF;
END $$;

-- Nobody is given rights on this table: it is asked by the functions below. It belongs to no tenant's rows, so that a
-- login outlives them until it is removed, and is LISTed.
CREATE TABLE bi.login (
  role_name name PRIMARY KEY,
  tenant_id text NOT NULL UNIQUE
);

-- The tenant of whoever is connected. Not current_user, which SET ROLE changes, and no setting, which SET changes.
CREATE FUNCTION bi.tenant() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT tenant_id FROM bi.login WHERE role_name = session_user
$$;

CREATE FUNCTION bi.role_of(tenant text) RETURNS name LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  -- Roles belong to the whole server: the name tells databases apart, and says no tenant to whoever lists roles.
  SELECT ('bi_' || left(md5(current_database() || '/' || tenant), 24))::name
$$;

-- Makes the login of a tenant, or gives it this password. @returns its name.
CREATE FUNCTION bi.ensure_login(tenant text, password text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE role name := bi.role_of(tenant);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('bi login'), 0);
  INSERT INTO bi.login VALUES (role, tenant) ON CONFLICT DO NOTHING;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN EXECUTE format('CREATE ROLE %I', role); END IF;
  EXECUTE format('ALTER ROLE %I LOGIN CONNECTION LIMIT 16 PASSWORD %L', role, password);
  EXECUTE format('ALTER ROLE %I SET search_path = bi', role);
  EXECUTE format('ALTER ROLE %I SET default_transaction_read_only = on', role);
  EXECUTE format('ALTER ROLE %I SET statement_timeout = ''30s''', role);
  EXECUTE format('GRANT millrace_bi TO %I', role);
  IF NOT has_database_privilege('millrace_bi', current_database(), 'CONNECT') THEN
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO millrace_bi', current_database());
  END IF;
  RETURN role;
END $$;

-- The row goes first: a connection that is still open sees nothing from then on.
CREATE FUNCTION bi.remove_login(tenant text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('bi login'), 0);
  DELETE FROM bi.login WHERE tenant_id = tenant;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = bi.role_of(tenant)) THEN EXECUTE format('DROP ROLE %I', bi.role_of(tenant)); END IF;
END $$;

CREATE FUNCTION bi.list_logins() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT tenant_id FROM bi.login
$$;

REVOKE ALL ON FUNCTION bi.tenant(), bi.role_of(text), bi.ensure_login(text, text), bi.remove_login(text), bi.list_logins() FROM PUBLIC;
GRANT USAGE ON SCHEMA bi TO millrace_bi, millrace_operator;
GRANT EXECUTE ON FUNCTION bi.ensure_login(text, text), bi.remove_login(text), bi.list_logins() TO millrace_operator;
GRANT EXECUTE ON FUNCTION bi.tenant() TO millrace_bi;

-- The views read as the owner of the tables, whom row-level security (forced) shows the login's tenant and nothing else.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['plant_node', 'product', 'production_day', 'production_count', 'stop', 'stop_reason', 'signal', 'signal_rollup', 'batch'] LOOP
    EXECUTE format('CREATE POLICY bi_login_only ON %I FOR SELECT TO CURRENT_USER USING (tenant_id = (SELECT bi.tenant()))', t);
  END LOOP;
  CREATE POLICY bi_login_only ON tenant FOR SELECT TO CURRENT_USER USING (id = (SELECT bi.tenant()));
END $$;

-- Moments are shown as the plant's own clocks show them: a tool without time zones then groups by the plant's days.
CREATE VIEW bi.oee WITH (security_barrier) AS
  SELECT d.day::timestamp AS day, area.name AS area, line.name AS line, d.planned_busy_minutes, d.producing_minutes, d.down_minutes, d.ideal_minutes, d.ideal_good_minutes,
    d.total, d.reject, d.rework
  FROM production_day d JOIN plant_node line ON line.tenant_id = d.tenant_id AND line.id = d.line_id
    LEFT JOIN plant_node area ON area.tenant_id = line.tenant_id AND area.id = line.parent_id;

CREATE VIEW bi.production_volume WITH (security_barrier) AS
  SELECT c.bucket_at AT TIME ZONE t.time_zone AS at, area.name AS area, line.name AS line, p.name AS product, p.count_unit AS unit, c.total, c.total - c.reject AS good, c.reject
  FROM production_count c JOIN tenant t ON t.id = c.tenant_id JOIN plant_node line ON line.tenant_id = c.tenant_id AND line.id = c.line_id
    LEFT JOIN plant_node area ON area.tenant_id = line.tenant_id AND area.id = line.parent_id
    LEFT JOIN product p ON p.tenant_id = c.tenant_id AND p.id = c.product_id;

CREATE VIEW bi.quality WITH (security_barrier) AS
  SELECT c.bucket_at AT TIME ZONE t.time_zone AS at, area.name AS area, line.name AS line, p.name AS product, c.total, c.reject AS defects, c.rework, c.total - c.reject AS good
  FROM production_count c JOIN tenant t ON t.id = c.tenant_id JOIN plant_node line ON line.tenant_id = c.tenant_id AND line.id = c.line_id
    LEFT JOIN plant_node area ON area.tenant_id = line.tenant_id AND area.id = line.parent_id
    LEFT JOIN product p ON p.tenant_id = c.tenant_id AND p.id = c.product_id;

CREATE VIEW bi.downtime WITH (security_barrier) AS
  SELECT s.starts_at AT TIME ZONE t.time_zone AS at, s.ends_at AT TIME ZONE t.time_zone AS ended_at, area.name AS area, line.name AS line, equipment.name AS equipment,
    s.kind::text AS kind, s.kind = 'planned' AS planned, coalesce(reason.name, s.reason_code) AS reason, s.ends_at IS NULL AS open,
    extract(epoch FROM coalesce(s.ends_at, now()) - s.starts_at)::float8 / 60 AS minutes
  FROM stop s JOIN tenant t ON t.id = s.tenant_id JOIN plant_node line ON line.tenant_id = s.tenant_id AND line.id = s.line_id
    LEFT JOIN plant_node area ON area.tenant_id = line.tenant_id AND area.id = line.parent_id
    LEFT JOIN plant_node equipment ON equipment.tenant_id = s.tenant_id AND equipment.id = s.equipment_id
    LEFT JOIN stop_reason reason ON reason.tenant_id = s.tenant_id AND reason.code = s.reason_code;

CREATE VIEW bi.energy WITH (security_barrier) AS
  SELECT r.bucket_at AT TIME ZONE t.time_zone AS at, place.level::text AS level, place.name AS place, meter.name AS meter,
    r.sum / r.count * least(r.level_seconds, r.count * meter.expected_interval_seconds) / 3600 AS kwh, r.sum / r.count AS mean_kw, r.max AS peak_kw
  FROM signal_rollup r JOIN tenant t ON t.id = r.tenant_id JOIN signal meter ON meter.tenant_id = r.tenant_id AND meter.id = r.signal_id AND meter.quantity = 'power'
    JOIN plant_node place ON place.tenant_id = meter.tenant_id AND place.id = meter.node_id
  WHERE r.level_seconds = 900 AND r.count > 0;

CREATE VIEW bi.material_use WITH (security_barrier) AS
  SELECT b.starts_at AT TIME ZONE t.time_zone AS at, area.name AS area, line.name AS line, p.name AS product, b.id AS batch, b.status::text AS status, b.input_kg, b.output_kg,
    b.input_kg - b.output_kg AS loss_kg
  FROM batch b JOIN tenant t ON t.id = b.tenant_id JOIN plant_node line ON line.tenant_id = b.tenant_id AND line.id = b.line_id
    LEFT JOIN plant_node area ON area.tenant_id = line.tenant_id AND area.id = line.parent_id
    LEFT JOIN product p ON p.tenant_id = b.tenant_id AND p.id = b.product_id;

GRANT SELECT ON bi.oee, bi.production_volume, bi.quality, bi.downtime, bi.energy, bi.material_use TO millrace_bi;
