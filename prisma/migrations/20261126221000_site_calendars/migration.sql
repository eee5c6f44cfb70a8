-- A site's own clock; the tenant's where it has none.
ALTER TABLE "plant_node" ADD COLUMN "time_zone" TEXT;
ALTER TABLE "plant_node" ADD CONSTRAINT "plant_node_time_zone_of_site" CHECK ("time_zone" IS NULL OR "level" = 'site');

-- Shifts held for the whole tenant until now, whatever the site that they stood at: every further site gets its own.
INSERT INTO shift_pattern (tenant_id, id, node_id, name, start_local, end_local, weekdays, breaks)
SELECT p.tenant_id, n.id || '.' || p.id, n.id, p.name, p.start_local, p.end_local, p.weekdays, p.breaks
FROM shift_pattern p JOIN plant_node n ON n.tenant_id = p.tenant_id AND n.level = 'site' AND n.id <> p.node_id
WHERE NOT EXISTS (SELECT FROM shift_pattern own WHERE own.tenant_id = n.tenant_id AND own.node_id = n.id);
INSERT INTO shift_exception (tenant_id, id, node_id, date, kind, name, start_local, end_local)
SELECT e.tenant_id, n.id || '.' || e.id, n.id, e.date, e.kind, e.name, e.start_local, e.end_local
FROM shift_exception e JOIN plant_node n ON n.tenant_id = e.tenant_id AND n.level = 'site' AND n.id <> e.node_id
WHERE NOT EXISTS (SELECT FROM shift_exception own WHERE own.tenant_id = n.tenant_id AND own.node_id = n.id);
