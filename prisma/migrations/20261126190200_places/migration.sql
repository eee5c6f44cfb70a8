-- Who holds roles on single places sees rows of these places only, whatever is asked: a restrictive policy beside
-- `tenant_only` on every table whose rows belong to a place. A transaction names
--   millrace.places  ids of the nodes whose rows it may see, or * for the whole tenant; without it there is no row
--   millrace.ways    ids of the nodes above them, whose names are shown and whose rows are not
-- A later table with such a column gets its policy by one call:
--   CALL keep_to_places('stop', 'line_id');                            the column is a node
--   CALL keep_to_places_of('subgroup', 'characteristic_id', 'characteristic');   the column is a row of a table that is kept
--   CALL keep_to_whole_tenant('dead_letter');                          belongs to no place: not for readers of some places
CREATE PROCEDURE keep_to(t regclass, condition text) LANGUAGE plpgsql AS $$
BEGIN
  -- Each setting is read once per query, not once per row.
  EXECUTE format('CREATE POLICY places_only ON %s AS RESTRICTIVE TO millrace_app USING ((SELECT current_setting(''millrace.places'', true)) = ''*'' OR (%s))', t, condition);
END $$;

CREATE PROCEDURE keep_to_places(t regclass, node_column text) LANGUAGE sql AS $$
  CALL keep_to(t, format('%I = ANY ((SELECT string_to_array(current_setting(''millrace.places'', true), '',''))::text[])', node_column));
$$;
CREATE PROCEDURE keep_to_places_of(t regclass, key_column text, kept regclass) LANGUAGE sql AS $$
  CALL keep_to(t, format('%I IN (SELECT id FROM %s)', key_column, kept));
$$;
CREATE PROCEDURE keep_to_whole_tenant(t regclass) LANGUAGE sql AS $$ CALL keep_to(t, 'false'); $$;
REVOKE ALL ON PROCEDURE keep_to(regclass, text), keep_to_places(regclass, text), keep_to_places_of(regclass, text, regclass), keep_to_whole_tenant(regclass) FROM PUBLIC;

CALL keep_to_places('stop', 'line_id');
CALL keep_to_places('production_run', 'line_id');
CALL keep_to_places('production_count', 'line_id');
CALL keep_to_places('batch', 'line_id');
CALL keep_to_places('cost_rate', 'line_id');
CALL keep_to_places('equipment_state', 'line_id');
CALL keep_to_places('lab_result', 'node_id');
CALL keep_to_places('characteristic', 'node_id');
CALL keep_to_places('maintenance_entry', 'node_id');
CALL keep_to_places('signal', 'node_id');
CALL keep_to_places('finding', 'node_id');
CALL keep_to_places('escalation_step', 'node_id');
CALL keep_to_places('plant_event', 'place');
CALL keep_to_places_of('subgroup', 'characteristic_id', 'characteristic');
CALL keep_to_places_of('stop_coding', 'stop_id', 'stop');
CALL keep_to_places_of('signal_rollup', 'signal_id', 'signal');
CALL keep_to_places_of('signal_latest', 'signal_id', 'signal');
CALL keep_to_places_of('reading', 'signal_id', 'signal');
CALL keep_to_places_of('reading_chunk', 'signal_id', 'signal');
CALL keep_to_places_of('alarm_rule', 'signal_id', 'signal');
CALL keep_to_places_of('alarm', 'signal_id', 'signal');
CALL keep_to_places_of('trend_annotation', 'signal_id', 'signal');
CALL keep_to_whole_tenant('ingest_source');
CALL keep_to_whole_tenant('dead_letter');
CALL keep_to_whole_tenant('webhook_delivery');
CALL keep_to_whole_tenant('alarm_target');
CALL keep_to_whole_tenant('alarm_notification');
CALL keep_to_whole_tenant('saved_analysis');
-- A dashboard is there for whoever may see one of its tiles.
CALL keep_to('dashboard', $$jsonb_path_query_array(definition, '$.tiles[*].nodeId') ?| (SELECT string_to_array(current_setting('millrace.places', true), ','))$$);

-- Names of the nodes above are shown; of shifts too: a line works by its site's calendar.
CREATE POLICY places_read ON plant_node AS RESTRICTIVE FOR SELECT TO millrace_app USING ((SELECT current_setting('millrace.places', true)) = '*'
  OR id = ANY ((SELECT string_to_array(concat_ws(',', current_setting('millrace.places', true), current_setting('millrace.ways', true)), ','))::text[]));
CREATE POLICY places_insert ON plant_node AS RESTRICTIVE FOR INSERT TO millrace_app WITH CHECK (current_setting('millrace.places', true) = '*');
CREATE POLICY places_update ON plant_node AS RESTRICTIVE FOR UPDATE TO millrace_app USING (current_setting('millrace.places', true) = '*');
CREATE POLICY places_delete ON plant_node AS RESTRICTIVE FOR DELETE TO millrace_app USING (current_setting('millrace.places', true) = '*');
CREATE POLICY places_read ON shift_pattern AS RESTRICTIVE FOR SELECT TO millrace_app USING ((SELECT current_setting('millrace.places', true)) = '*'
  OR node_id = ANY ((SELECT string_to_array(concat_ws(',', current_setting('millrace.places', true), current_setting('millrace.ways', true)), ','))::text[]));
CREATE POLICY places_insert ON shift_pattern AS RESTRICTIVE FOR INSERT TO millrace_app WITH CHECK (current_setting('millrace.places', true) = '*');
CREATE POLICY places_update ON shift_pattern AS RESTRICTIVE FOR UPDATE TO millrace_app USING (current_setting('millrace.places', true) = '*');
CREATE POLICY places_delete ON shift_pattern AS RESTRICTIVE FOR DELETE TO millrace_app USING (current_setting('millrace.places', true) = '*');
